package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongConsumer;

/** Messages the broker has not acknowledged on the present connection, oldest first. */
final class Flight {
    private final Time time;
    private final Map<Long, Sent> sent = new LinkedHashMap<>();
    private long lastHandle;
    private long rttMillis = -1;

    Flight(Time time) {
        this.time = time;
    }

    private record Sent(long at, Runnable onAcknowledged) {}

    /** Notes a message and passes its handle to {@code publish}. */
    void add(Runnable onAcknowledged, LongConsumer publish) {
        sent.put(++lastHandle, new Sent(time.nanos(), onAcknowledged));
        publish.accept(lastHandle);
    }

    void acknowledged(long handle) {
        var message = sent.remove(handle);
        if (message == null) return;
        rttMillis = time.since(message.at).toMillis();
        message.onAcknowledged.run();
    }

    /** How long the oldest waits for its acknowledgement; zero when none does. */
    Duration oldest() {
        return sent.isEmpty()
                ? Duration.ZERO
                : time.since(sent.values().iterator().next().at);
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    long rttMillis() {
        return rttMillis;
    }

    void clear() {
        sent.clear();
    }
}
