package dev.sandpiper.agent.command;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Where messages wait for the desk, in their order. Bounded by what they weigh: some 13,000 usual commands, 500 of the
 * largest. What finds no room stays with the broker.
 */
final class Anteroom {
    private static final long MOST = 4 << 20;
    /** Of a message beside its payload: name, callback, the task that brings it. */
    private static final long OVERHEAD = 256;

    /** The link's thread adds, the desk's takes away. */
    private final AtomicLong weight = new AtomicLong();

    private final AtomicBoolean full = new AtomicBoolean();
    private final Queue<Arrival> waiting = new ArrayDeque<>();

    /** Keeps a place for a message, from any thread; false where there is no room. */
    boolean admits(Arrival arrival) {
        if (weight.addAndGet(weightOf(arrival)) <= MOST) return true;
        leaves(arrival);
        if (full.compareAndSet(false, true))
            Logger.warn(
                    "commands come faster than they can be carried out; those beyond {} KiB are left with the"
                            + " broker, which sends them again on the next connection",
                    MOST / 1024);
        return false;
    }

    /** Gives a place back, from any thread. */
    void leaves(Arrival arrival) {
        weight.addAndGet(-weightOf(arrival));
    }

    void enters(Arrival arrival) {
        waiting.add(arrival);
    }

    @Nullable
    Arrival next() {
        var first = waiting.poll();
        if (first == null) return null;
        leaves(first);
        if (waiting.isEmpty()) full.set(false);
        return first;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    private static long weightOf(Arrival arrival) {
        return OVERHEAD + arrival.name().length() + arrival.payload().length;
    }
}
