package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One look at whether the broker passes on what it acknowledges: for a minute this device hears its own topics. Nothing
 * is published for it.
 */
final class Echo {
    private static final Duration LISTENS = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int REFUSED = 128;
    /** More would only cost memory. */
    private static final int MOST_MESSAGES = 2_000;

    private final Time time;
    private final Topics topics;
    private final int maxPacket;
    private final long begun;
    /** Filters the broker refuses to let this device hear. */
    private final Set<String> deaf = new HashSet<>();

    private final Map<Print, Long> acknowledged = new HashMap<>();
    private final Set<Print> heard = new HashSet<>();
    private final Set<String> passedOn = new HashSet<>();

    /** @param maxPacket what is larger does not come back whole, bytes */
    Echo(Time time, Topics topics, int maxPacket) {
        this.time = time;
        this.topics = topics;
        this.maxPacket = maxPacket;
        this.begun = time.nanos();
    }

    /** The broker's answer to the subscription, in the order of {@link Topics#own}. */
    void granted(List<Integer> granted) {
        for (var i = 0; i < granted.size(); i++)
            if (granted.get(i) == REFUSED) deaf.add(topics.own().get(i));
    }

    void acknowledged(Message message) {
        var whole = message.topic().length() + message.payload().length + 4 <= maxPacket;
        if (!whole || acknowledged.size() >= MOST_MESSAGES || !listens()) return;
        acknowledged.put(Print.of(message), time.nanos());
    }

    private boolean listens() {
        return time.since(begun).compareTo(LISTENS) < 0;
    }

    /** What the broker had kept of a topic is older than this look. */
    void arrived(Arrived message) {
        if (message.retained() || heard.size() >= MOST_MESSAGES) return;
        heard.add(Print.of(message.topic(), message.payload()));
    }

    boolean over() {
        return time.since(begun).compareTo(LISTENS.plus(PATIENCE)) >= 0;
    }

    /** Whether anything came back, so that silence means something. The marker comes by another subscription. */
    boolean works() {
        note();
        return passedOn.stream().anyMatch(topic -> !topic.equals(topics.agentCommand()));
    }

    /** Topics of which something was acknowledged and nothing came back. */
    List<String> silent() {
        note();
        return new ArrayList<>(acknowledged.entrySet().stream()
                .filter(entry -> time.since(entry.getValue()).compareTo(PATIENCE) >= 0)
                .map(entry -> entry.getKey().topic())
                .filter(topic -> !passedOn.contains(topic) && deaf.stream().noneMatch(filter -> covers(filter, topic)))
                .distinct()
                .sorted()
                .toList());
    }

    private void note() {
        heard.stream().filter(acknowledged::containsKey).map(Print::topic).forEach(passedOn::add);
    }

    private static boolean covers(String filter, String topic) {
        return filter.equals(topic)
                || filter.endsWith("/+") && topic.startsWith(filter.substring(0, filter.length() - 1));
    }
}
