package dev.sandpiper.agent.command;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.OptionalLong;

/** A point in time at which something is due; stopped until it is set. */
final class Timer {
    private static final Duration NEVER = Duration.ofDays(1);

    private final Time time;
    private OptionalLong at = OptionalLong.empty();

    Timer(Time time) {
        this.time = time;
    }

    /** @param nanos by {@link Time#nanos}; may have passed */
    void setAt(long nanos) {
        at = OptionalLong.of(nanos);
    }

    /** The earlier of this point in time and the one that is set. */
    void setSooner(long nanos) {
        if (at.isEmpty() || nanos - at.getAsLong() < 0) setAt(nanos);
    }

    void stop() {
        at = OptionalLong.empty();
    }

    boolean runs() {
        return at.isPresent();
    }

    boolean due() {
        return runs() && time.nanos() - at.getAsLong() >= 0;
    }

    /** How long until it is due; long where it is stopped. */
    Duration untilDue() {
        return runs() ? time.until(at.getAsLong()) : NEVER;
    }
}
