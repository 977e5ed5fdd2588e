package dev.sandpiper.agent.loop;

import java.time.Instant;

/** When something happened: by the clock that never jumps, and by the calendar as it stood then. */
public record Moment(long nanos, Instant wall) {

    public static Moment now(Time time) {
        return new Moment(time.nanos(), time.wall());
    }
}
