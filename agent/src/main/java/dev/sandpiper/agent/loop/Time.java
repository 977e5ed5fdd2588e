package dev.sandpiper.agent.loop;

import java.time.Duration;
import java.time.Instant;

/** The only source of time. Decisions use {@link #nanos}; {@link #wall} is for what people and other machines read. */
public interface Time {

    /** Nanoseconds of a clock that never jumps; it goes on across restarts of the process until the device reboots. */
    long nanos();

    /** The calendar's time, which may be wrong until {@link #synchronised}, and may jump. */
    Instant wall();

    /** Whether the calendar's time can be trusted. */
    boolean synchronised();

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
