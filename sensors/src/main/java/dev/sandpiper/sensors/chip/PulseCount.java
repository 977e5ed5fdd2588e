package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board.Edge;
import dev.sandpiper.sensors.Board.EdgeListener;
import dev.sandpiper.sensors.Board.Level;
import dev.sandpiper.sensors.Board.Trigger;
import java.time.Duration;

/**
 * Counts a pin's pulses. Edges come on the thread that notices them, the count is asked by the sensor's; hence its
 * methods exclude each other.
 *
 * <p>Without a debounce time each edge counts, and also those of which the kernel knows but had no room for. With one
 * those cannot be told from bounces and are not counted, but told.
 */
abstract sealed class PulseCount implements EdgeListener {
    /** Of edges to be counted. */
    final Trigger counted;

    private long count;
    private long uncounted;

    private PulseCount(Trigger counted) {
        this.counted = counted;
    }

    static PulseCount of(Trigger counted, Duration debounce, Level level) {
        return debounce.isZero() ? new EachEdge(counted) : new Debounced(counted, debounce, level);
    }

    /** Which edges must be told where these are to be counted. */
    static Trigger needed(Trigger counted, Duration debounce) {
        return debounce.isZero() ? counted : Trigger.BOTH;
    }

    /** How many there were until now. */
    final synchronized long until(long now) {
        settle(now);
        return count;
    }

    /** How many were counted so far. */
    final synchronized long now() {
        return count;
    }

    /** How many edges were not counted since this was asked last. */
    final synchronized long uncounted() {
        var missing = uncounted;
        uncounted = 0;
        return missing;
    }

    /** Goes on from a former count. */
    final synchronized void goOnFrom(long former) {
        add(former);
    }

    @Override
    public final synchronized void edge(Edge edge) {
        take(edge);
    }

    abstract void take(Edge edge);

    abstract void settle(long now);

    final void add(long pulses) {
        count += pulses;
    }

    final void miss(long edges) {
        uncounted += edges;
    }

    private static final class EachEdge extends PulseCount {
        EachEdge(Trigger counted) {
            super(counted);
        }

        @Override
        void take(Edge edge) {
            add(1 + edge.lost());
        }

        @Override
        void settle(long now) {}
    }

    private static final class Debounced extends PulseCount {
        private final Debounce contact;

        Debounced(Trigger counted, Duration debounce, Level level) {
            super(counted);
            contact = new Debounce(debounce, level);
        }

        @Override
        void take(Edge edge) {
            miss(edge.lost());
            contact.edge(edge).ifPresent(this::count);
        }

        @Override
        void settle(long now) {
            contact.settle(now).ifPresent(this::count);
        }

        private void count(Level change) {
            if (counted.tells(change.high())) add(1);
        }
    }
}
