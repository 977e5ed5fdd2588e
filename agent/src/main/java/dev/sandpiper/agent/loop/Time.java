package dev.sandpiper.agent.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The only source of time. Decisions use {@link #nanos}; {@link #wall} is for what people and other machines read. */
public interface Time {

    /**
     * Nanoseconds of a clock that never jumps; it goes on across restarts of the process until the device reboots, and
     * while the device is suspended.
     */
    long nanos();

    /** How much of {@link #nanos} the device was suspended. */
    Duration suspended();

    /**
     * The calendar's time: what the clock shows, until it was right once on this boot, and may jump. From then on it is
     * reckoned from when the clock was right last, and only a clock that is right again moves it.
     */
    Instant wall();

    /** What a right calendar showed at {@link #nanos} 0; empty while the clock was not right on this boot. */
    Optional<Instant> origin();

    /** A former process on this boot knew the {@link #origin}. */
    void recall(Instant origin);

    /** Who vouches for the clock. */
    ClockSource source();

    /** Whether the calendar's time can be trusted. */
    default boolean synchronised() {
        return origin().isPresent();
    }

    /** How long ago {@code nanos} was. */
    default Duration since(long nanos) {
        return Duration.ofNanos(nanos() - nanos);
    }

    /** How long until {@code nanos}; zero when it has passed. */
    default Duration until(long nanos) {
        return Duration.ofNanos(Math.max(0, nanos - nanos()));
    }

    /** The point {@code duration} from now, for {@link #until}. */
    default long in(Duration duration) {
        return nanos() + duration.toNanos();
    }
}
