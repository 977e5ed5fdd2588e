package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One look at whether the broker passes on what it acknowledges: for a minute this device hears its own topics. Nothing
 * is published for it.
 *
 * <p>What comes back stands in the broker's queue for this device, behind commands, and the broker hands out no more
 * while some are not acknowledged. So only quiet time counts, in which this device was there to hear and nothing was in
 * the way; and what was said shortly before a flood of commands is no evidence, since brokers throw away what does not
 * fit into that queue.
 */
final class Echo {
    private static final Duration LISTENS = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Where it is never quiet. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final int REFUSED = 128;
    /** Of commands: mosquitto keeps 1,000 for a device, and others not much less. */
    private static final int FLOOD = 100;
    /** Of messages and of topics: more would only cost memory. */
    private static final int MOST = 2_000;

    private final Time time;
    private final Topics topics;
    private final int maxPacket;
    private final Inflow inflow;
    private final long begun;
    private long lookedAt;
    private long commandsThen;
    private Duration quiet = Duration.ZERO;
    /** Filters the broker refuses to let this device hear. */
    private final Set<String> deaf = new HashSet<>();

    /** Of topics of which nothing has come back yet. */
    private final Map<Print, Acknowledged> acknowledged = new HashMap<>();

    private final Set<Print> heard = new HashSet<>();
    private final Set<String> passedOn = new HashSet<>();
    private boolean tooMuch;

    /**
     * What the broker acknowledged.
     *
     * @param quiet time until then
     * @param commands that had come until then
     */
    private record Acknowledged(Duration quiet, long commands) {}

    /** @param maxPacket what is larger does not come back whole, bytes */
    Echo(Time time, Topics topics, int maxPacket, Inflow inflow) {
        this.time = time;
        this.topics = topics;
        this.maxPacket = maxPacket;
        this.inflow = inflow;
        this.begun = time.nanos();
        this.lookedAt = begun;
        this.commandsThen = inflow.commands();
    }

    /** The broker's answer to the subscription, in the order of {@link Topics#own}. */
    void granted(List<Integer> granted) {
        for (var i = 0; i < granted.size(); i++)
            if (granted.get(i) == REFUSED) deaf.add(topics.own().get(i));
    }

    /** Once a second: whether that second was a quiet one. */
    void look() {
        var undisturbed = inflow.commands() == commandsThen && !inflow.owes();
        var since = time.since(lookedAt);
        if (undisturbed) quiet = quiet.plus(Step.sooner(since, Inflow.MOST_AT_ONCE));
        lookedAt = time.nanos();
        commandsThen = inflow.commands();
    }

    void acknowledged(Message message) {
        var whole = message.topic().length() + message.payload().length + 4 <= maxPacket;
        if (!whole || !listens() || isOfNoInterest(message.topic())) return;
        var print = Print.of(message);
        if (heard.contains(print)) comesBack(message.topic());
        else if (acknowledged.size() < MOST) acknowledged.put(print, new Acknowledged(quiet, inflow.commands()));
    }

    private boolean listens() {
        return quiet.compareTo(LISTENS) < 0;
    }

    // The marker comes by another subscription, and what takes an earlier introduction back by none.
    private boolean isOfNoInterest(String topic) {
        return passedOn.contains(topic) || topics.own().stream().noneMatch(filter -> covers(filter, topic));
    }

    /** What the broker had kept of a topic is older than this look. */
    void arrived(Arrived message) {
        if (message.retained() || isOfNoInterest(message.topic())) return;
        var print = Print.of(message.topic(), message.payload());
        if (acknowledged.containsKey(print)) comesBack(message.topic());
        else if (heard.size() < MOST) heard.add(print);
        else tooMuch = true;
    }

    private void comesBack(String topic) {
        if (passedOn.size() >= MOST) tooMuch = true;
        passedOn.add(topic);
        acknowledged.keySet().removeIf(print -> print.topic().equals(topic));
        heard.removeIf(print -> print.topic().equals(topic));
    }

    boolean over() {
        return quiet.compareTo(LISTENS.plus(PATIENCE)) >= 0 || time.since(begun).compareTo(LONGEST) >= 0;
    }

    /** Whether anything came back, so that silence means something. */
    boolean works() {
        return !passedOn.isEmpty();
    }

    /** Topics of which something was acknowledged and nothing came back. */
    List<String> silent() {
        if (tooMuch) return List.of();
        return acknowledged.entrySet().stream()
                .filter(entry -> isEvidence(entry.getValue()))
                .map(entry -> entry.getKey().topic())
                .filter(topic -> deaf.stream().noneMatch(filter -> covers(filter, topic)))
                .distinct()
                .sorted()
                .toList();
    }

    private boolean isEvidence(Acknowledged then) {
        return quiet.minus(then.quiet).compareTo(PATIENCE) >= 0 && inflow.commands() - then.commands < FLOOD;
    }

    private static boolean covers(String filter, String topic) {
        return filter.equals(topic)
                || (filter.endsWith("/+") || filter.endsWith("/#"))
                        && topic.startsWith(filter.substring(0, filter.length() - 1));
    }
}
