package dev.sandpiper.agent.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread or process does; only its failure takes the whole time. */
public final class Eventually {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SHORTEST_PAUSE = 5_000_000;
    private static final long LONGEST_PAUSE = 100_000_000;

    private Eventually() {}

    /** @param what completes the sentence "waited 30 s in vain until ..." */
    public static void until(String what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    /** @param what told only when it did not happen */
    public static void until(Supplier<String> what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    public static void until(String what, Duration patience, BooleanSupplier condition) {
        until(() -> what, patience, condition);
    }

    public static void until(Supplier<String> what, Duration patience, BooleanSupplier condition) {
        long start = System.nanoTime();
        for (long asked = start; !condition.getAsBoolean(); asked = System.nanoTime()) {
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError("waited " + patience.toSeconds() + " s in vain until " + what.get());
            }
            LockSupport.parkNanos(pauseAfter(System.nanoTime() - asked));
        }
    }

    // A question that reads all that has arrived takes a core for itself if it is asked without end.
    private static long pauseAfter(long question) {
        return Math.clamp(4 * question, SHORTEST_PAUSE, LONGEST_PAUSE);
    }

    /** Waits that long, for a test of what an outage of this length does. */
    public static void lasts(Duration span) {
        long start = System.nanoTime();
        until("the time is over", span.plusSeconds(30), () -> System.nanoTime() - start > span.toNanos());
    }
}
