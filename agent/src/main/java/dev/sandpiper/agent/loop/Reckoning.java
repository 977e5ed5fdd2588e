package dev.sandpiper.agent.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Dead reckoning: the calendar's time from the last moment on this boot at which the clock was right, by the clock that
 * never jumps. The kernel slews both alike, so that they part by steps only. May be used by any thread.
 */
public final class Reckoning {
    /** Reading two clocks takes a moment: less than that is no step, and must not let a stamp go back. */
    private static final Duration NOISE = Duration.ofMillis(2);

    private volatile @Nullable Instant origin;

    /** Somebody vouches for the clock, which shows {@code wall} at {@code nanos}. */
    public void right(long nanos, Instant wall) {
        var seen = wall.minusNanos(nanos);
        var known = origin;
        if (known == null || Duration.between(known, seen).abs().compareTo(NOISE) > 0) origin = seen;
    }

    /** A former process on this boot knew it; what this one has seen itself counts more. */
    public void recall(Instant known) {
        if (origin == null) origin = known;
    }

    /** What a right calendar showed at {@code nanos} 0; empty while the clock was not right on this boot. */
    public Optional<Instant> origin() {
        return Optional.ofNullable(origin);
    }
}
