package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Messages the broker has not acknowledged on the present connection, oldest first. */
final class Flight {
    /** The slowest link that counts as working, in bytes per second: what is sent may take that long to get there. */
    private static final double SLOWEST = 1000;

    private final Time time;
    private final Map<Long, Sent> sent = new LinkedHashMap<>();
    private long lastHandle;
    private long bytes;
    private final Throughput throughput = new Throughput();
    private double rate = SLOWEST;
    private long rttMillis = -1;

    Flight(Time time) {
        this.time = time;
    }

    /**
     * @param ahead bytes under way with it, its own and those before it
     * @param there when it has arrived even on the slowest link, with all that was under way before it
     */
    private record Sent(long at, long bytes, long ahead, long there, Runnable onAcknowledged) {}

    /** Notes a message of so many bytes and passes its handle to {@code publish}. */
    void add(long size, Runnable onAcknowledged, LongConsumer publish) {
        bytes += size;
        var now = time.nanos();
        sent.put(++lastHandle, new Sent(now, size, bytes, now + nanos(bytes, SLOWEST), onAcknowledged));
        publish.accept(lastHandle);
    }

    void acknowledged(long handle) {
        var message = sent.remove(handle);
        if (message == null) return;
        bytes -= message.bytes;
        var taken = time.since(message.at);
        rttMillis = taken.toMillis();
        throughput.acknowledged(message.ahead, taken.toNanos());
        rate = Math.max(rate, message.bytes * 1e9 / Math.max(1, taken.toNanos()));
        message.onAcknowledged.run();
    }

    /** What the connection carries. */
    Throughput throughput() {
        return throughput;
    }

    /** When the oldest was sent. */
    OptionalLong oldest() {
        return sent.isEmpty() ? OptionalLong.empty() : OptionalLong.of(first().at);
    }

    /** For how long the broker has owed the oldest acknowledgement, however slow the link is. */
    Duration owed() {
        return sent.isEmpty() ? Duration.ZERO : time.since(first().there);
    }

    /** How long the link may need for the largest message before an answer to it can come, by the best it has shown. */
    Duration largest() {
        var most = sent.values().stream().mapToLong(Sent::bytes).max().orElse(0);
        return Duration.ofNanos(nanos(most, rate));
    }

    private Sent first() {
        return sent.values().iterator().next();
    }

    private static long nanos(long bytes, double rate) {
        return (long) (bytes * 1e9 / rate);
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    long rttMillis() {
        return rttMillis;
    }

    void clear() {
        sent.clear();
        bytes = 0;
        throughput.begin();
        rate = SLOWEST;
    }
}
