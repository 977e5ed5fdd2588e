package dev.sandpiper.agent.loop;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: exponential with full jitter. Each is drawn evenly between {@code min} and a ceiling that
 * doubles from {@code min} to {@code max}, so that a fleet that lost its broker at once does not come back at once.
 */
public final class Backoff {
    private final Duration min;
    private final Duration max;
    private final RandomGenerator random;
    private Duration ceiling;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.min = min;
        this.max = max;
        this.random = random;
        this.ceiling = min;
    }

    /** The pause before the next attempt. */
    public Duration next() {
        var doubled = ceiling.multipliedBy(2);
        ceiling = doubled.compareTo(max) < 0 ? doubled : max;
        return min.plusNanos((long) (random.nextDouble() * ceiling.minus(min).toNanos()));
    }

    /** After success: the next pause is short again. */
    public void reset() {
        ceiling = min;
    }

    /**
     * What worked is lost, by many others perhaps in the same instant: the next pause is drawn from a span of at least
     * half of {@code max}.
     */
    public void spread() {
        var quarter = max.dividedBy(4);
        if (ceiling.compareTo(quarter) < 0) ceiling = quarter;
    }
}
