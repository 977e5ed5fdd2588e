package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Optional;

/**
 * How long an output stays on and off at least: {@code min_on}, {@code min_off}. What it was before the start is not
 * known, so it counts as having changed over then.
 */
final class Dwell {
    /** One of the two. */
    enum Side {
        ON("min_on", "off"),
        OFF("min_off", "on");

        private final String key;
        private final String other;

        Side(String key, String other) {
            this.key = key;
            this.other = other;
        }
    }

    private Optional<Duration> minOn;
    private Optional<Duration> minOff;
    private final Time time;
    private long since;

    Dwell(Optional<Duration> minOn, Optional<Duration> minOff, Time time) {
        this.minOn = minOn;
        this.minOff = minOff;
        this.time = time;
        this.since = time.nanos();
    }

    /** Other times, counted from the same change over. */
    void rules(Optional<Duration> on, Optional<Duration> off) {
        minOn = on;
        minOff = off;
    }

    /** It was switched from one side to the other now. */
    void changedOver() {
        since = time.nanos();
    }

    private Duration least(Side side) {
        return (side == Side.ON ? minOn : minOff).orElse(Duration.ZERO);
    }

    /** How long it has to stay where it is; zero when it may change over. */
    Duration left(Side now) {
        var left = least(now).minus(time.since(since));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Why it may not go from one side to the other yet. */
    Optional<String> refuses(Side from, Side to) {
        var left = left(from);
        if (from == to || left.isZero()) return Optional.empty();
        return Optional.of("%s is %s: it may go %s in %s"
                .formatted(from.key, Durations.format(least(from)), from.other, Waits.shown(left)));
    }

    /** Why it may not be there for so long only. */
    Optional<String> refuses(Side there, Duration holdFor) {
        if (holdFor.compareTo(least(there)) >= 0) return Optional.empty();
        return Optional.of("'for' is %s and %s %s: it would change over too soon"
                .formatted(Durations.format(holdFor), there.key, Durations.format(least(there))));
    }
}
