package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Retain;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.link.Visit;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Sends one command and waits for its reply. */
public final class Sending {
    private static final int REFUSED = 128;

    private final Entrance entrance;
    private final Order order;
    private final Duration timeout;
    private final Consumer<String> telling;
    private final Topics topics;
    private final Acquaintance device;
    private final long begin = System.nanoTime();
    private boolean sent;
    private long sentAt;
    private Optional<Answer> answer = Optional.empty();

    /**
     * A reply came.
     *
     * @param after how long after the command was sent
     */
    public record Answer(Reply reply, Duration after) {}

    /** None came; the message is what is known of why. */
    public static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1;

        Unanswered(String sentence) {
            super(sentence);
        }
    }

    /**
     * @param timeout for all of it, the connection too: the command expires then
     * @param telling hears what a person who waits may want to know
     */
    public Sending(Entrance entrance, Order order, Duration timeout, Consumer<String> telling) {
        this.entrance = entrance;
        this.order = order;
        this.timeout = timeout;
        this.telling = telling;
        this.topics = Topics.of(entrance.prefix(), order.device());
        this.device = new Acquaintance(topics);
    }

    /** Once: the answer, whatever it says. */
    public Answer answer() throws Unanswered {
        try (var visit = connected()) {
            allowed(visit.subscribe(filters()));
            send(visit);
            visit.listen(left(), () -> answer.isPresent());
            visit.leave();
        } catch (Visit.Over over) {
            if (answer.isEmpty()) throw new Unanswered(broken(entrance.why(over)));
        } catch (Unusable unusable) {
            throw new Unanswered(broken(entrance.why(unusable)));
        } catch (InterruptedException interrupted) {
            throw new Unanswered(broken("interrupted"));
        }
        return answer.orElseThrow(() -> new Unanswered("no answer within %s: %s"
                .formatted(Durations.format(timeout), device.whySilent(order.device(), order.name(), entrance.who()))));
    }

    private Visit connected() throws Unusable, Unanswered, Visit.Over, InterruptedException {
        for (var address : entrance.addresses().subList(0, entrance.addresses().size() - 1)) {
            try {
                return connected(address);
            } catch (Visit.Over over) {
                telling.accept("%s: %s".formatted(address.url(), entrance.why(over)));
                if (!left().isPositive()) throw over;
            }
        }
        return connected(entrance.addresses().getLast());
    }

    private Visit connected(BrokerAddress address) throws Unusable, Visit.Over, InterruptedException {
        var visit = entrance.at(address, this::arrived);
        try {
            visit.within(left(), "%s did not answer within %s".formatted(address.url(), Durations.format(timeout)));
            visit.connect(_ -> {});
            return visit;
        } catch (InterruptedException interrupted) {
            visit.close();
            throw interrupted;
        }
    }

    private Duration left() {
        return timeout.minusNanos(System.nanoTime() - begin);
    }

    // Replies to names that no actuator can have come from the agent.
    private List<String> filters() {
        return Stream.concat(Stream.of(reply(order.name()), reply(Order.AGENT)), device.topics().stream())
                .distinct()
                .toList();
    }

    private String reply(String name) {
        return topics.base() + "/reply/" + name;
    }

    private void allowed(List<Integer> granted) throws Unanswered {
        if (granted.getFirst() == REFUSED)
            throw new Unanswered("not sent: the broker does not let %s read %s, where the answer comes; allow it"
                    .formatted(entrance.who(), reply(order.name())));
    }

    private void send(Visit visit) throws Visit.Over, InterruptedException {
        sent = true;
        sentAt = System.nanoTime();
        visit.publish(
                topics.base() + "/command/" + order.name(),
                order.message().getBytes(StandardCharsets.UTF_8),
                Retain.NO);
    }

    private void arrived(Arrived message) {
        if (message.topic().startsWith(topics.base() + "/reply/")) replied(message.payload());
        else {
            var offline = device.offline();
            device.hear(message.topic(), message.payload());
            if (device.offline() && !offline)
                telling.accept("%s is offline; waiting for it until the time is over".formatted(order.device()));
        }
    }

    private void replied(byte[] payload) {
        var after = Duration.ofNanos(System.nanoTime() - sentAt);
        if (answer.isEmpty())
            answer = Reply.to(order.id(), new String(payload, StandardCharsets.UTF_8))
                    .map(reply -> new Answer(reply, after));
    }

    private String broken(String why) {
        return sent
                ? "%s; command %s was sent and may be carried out until its time is over".formatted(why, order.id())
                : "not sent: " + why;
    }
}
