package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The topic of the last acknowledgement. Some brokers acknowledge what they forbid, and close then: mosquitto 2.0.11 with
 * max_queued_messages 0.
 */
final class LastTaken {
    private static final Duration AT_ONCE = Duration.ofMillis(200);

    private final Time time;
    private @Nullable String topic;
    private long at;

    LastTaken(Time time) {
        this.time = time;
    }

    /** The broker has acknowledged a message there. */
    void note(String there) {
        topic = there;
        at = time.nanos();
    }

    /** It is known what the broker thinks of it, or will not be known any more. */
    void forget() {
        topic = null;
    }

    Optional<String> topic() {
        return Optional.ofNullable(topic);
    }

    /** The topic, if a close at this moment may be because of it. */
    Optional<String> mayExplainClose() {
        return ago().compareTo(AT_ONCE) <= 0 ? topic() : Optional.empty();
    }

    /** How long ago the last acknowledgement came, forgotten or not. */
    Duration ago() {
        return time.since(at);
    }
}
