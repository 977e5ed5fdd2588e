package dev.sandpiper.agent.command;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Where messages wait for the desk, in their order. It says when it has no more room, and then nothing is read of the
 * connection until it has: what was read before, a megabyte at most, still finds a place.
 */
final class Anteroom {
    /** Bytes: some 13,000 usual commands, 500 of the largest. */
    private static final long MOST = 4 << 20;
    /** Of a message beside its payload: name, callback, the task that brings it. */
    private static final long OVERHEAD = 256;

    /** The link's thread adds, the desk's takes away. */
    private final AtomicLong weight = new AtomicLong();

    private final AtomicBoolean full = new AtomicBoolean();
    private final Queue<Arrival> waiting = new ArrayDeque<>();

    /** From any thread. */
    boolean hasRoom() {
        if (weight.get() <= MOST) return true;
        if (full.compareAndSet(false, true))
            Logger.warn(
                    "commands come faster than they can be carried out; with {} KiB of them waiting, the broker is kept"
                            + " from sending more",
                    MOST / 1024);
        return false;
    }

    /** A message is on its way here; from any thread. */
    void expects(Arrival arrival) {
        weight.addAndGet(weightOf(arrival));
    }

    /** One that was expected does not come, or leaves; from any thread. */
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
