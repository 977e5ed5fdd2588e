package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a message can have been the reason for a close: not one that the broker takes on the next connection, and goes
 * on. So a device that always has something under way can tell, too, that it was thrown out.
 */
final class Alibi {
    /** Some brokers acknowledge what they forbid, and close then. */
    private static final Duration AT_ONCE = Duration.ofMillis(200);

    private final Time time;
    private final Set<Print> suspects = new HashSet<>();
    /** Their topics, as long as nothing was taken there. */
    private final Set<String> silent = new HashSet<>();

    private Optional<String> suspectTopic = Optional.empty();
    private Optional<String> lastTopic = Optional.empty();
    private long lastAt;

    Alibi(Time time) {
        this.time = time;
    }

    /** The broker closed the connection with these under way. */
    void closed(Collection<Message> underWay) {
        var after = time.since(lastAt).compareTo(AT_ONCE) <= 0 ? lastTopic : Optional.<String>empty();
        suspects.clear();
        silent.clear();
        for (var message : underWay) {
            suspects.add(Print.of(message));
            silent.add(message.topic());
        }
        suspectTopic = after;
        lastTopic = Optional.empty();
    }

    /** Whether something on the topic of one of these was under way at the last close, too, and none was taken since. */
    boolean lacks(Collection<Message> underWay) {
        return underWay.stream().anyMatch(message -> silent.contains(message.topic()));
    }

    /** On the present connection. What it acknowledges after another one shows that it did not close on that. */
    void acknowledged(Message message) {
        clear();
        if (!suspects.isEmpty()) suspects.remove(Print.of(message));
        silent.remove(message.topic());
        lastTopic = Optional.of(message.topic());
        lastAt = time.nanos();
    }

    private void clear() {
        if (suspectTopic.isPresent() && suspectTopic.equals(lastTopic)) suspectTopic = Optional.empty();
    }

    /** Whether the broker has taken all that could have been the reason. */
    boolean holds() {
        if (time.since(lastAt).compareTo(AT_ONCE) > 0) clear();
        return suspects.isEmpty() && suspectTopic.isEmpty();
    }
}
