package dev.sandpiper.agent.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: exponential with full jitter. Pause {@code n} is drawn evenly between {@code min} and
 * {@code min * 2^n}, never above {@code max}, so that a fleet that lost its broker at once does not come back at once.
 */
public final class Backoff {
    private final Duration min;
    private final Duration max;
    private final RandomGenerator random;
    private int failures;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.min = min;
        this.max = max;
        this.random = random;
    }

    /** The pause before the next attempt. */
    public Duration next() {
        failures = Math.min(failures + 1, 30);
        var ceiling = Math.min(max.toNanos(), min.toNanos() * Math.pow(2, failures));
        return Duration.ofNanos(min.toNanos() + (long) (random.nextDouble() * Math.max(0, ceiling - min.toNanos())));
    }

    /** After success: the next pause is short again. */
    public void reset() {
        failures = 0;
    }
}
