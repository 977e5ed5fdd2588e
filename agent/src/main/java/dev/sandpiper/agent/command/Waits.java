package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.Durations;
import java.time.Duration;

/** How long somebody has to wait, for people: whole seconds, below ten seconds milliseconds, rounded up. */
final class Waits {
    private static final Duration LONG = Duration.ofSeconds(10);

    private Waits() {}

    static String shown(Duration left) {
        var unit = left.compareTo(LONG) < 0 ? Duration.ofMillis(1) : Duration.ofSeconds(1);
        var whole = left.plus(unit).minusNanos(1).dividedBy(unit);
        return Durations.format(unit.multipliedBy(Math.max(1, whole)));
    }
}
