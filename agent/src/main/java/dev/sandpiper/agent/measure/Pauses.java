package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import java.time.Duration;

/**
 * How long a chip that fails is left alone: its cycle at first, then twice as long each time, so that one that is back
 * is found before it was away for twice as long.
 */
final class Pauses {
    /** Where an attempt costs the bus next to nothing. */
    static final Duration LONGEST = Duration.ofSeconds(30);

    /** Where an attempt holds up the bus for the kernel's time-out, about 1 s. */
    static final Duration LONGEST_WHEN_HELD = Duration.ofMinutes(5);

    private final Duration first;
    private Duration next;

    /** @param cycle of the sensor */
    Pauses(Duration cycle) {
        first = Step.sooner(cycle, LONGEST);
        next = first;
    }

    /** The pause after a failed attempt. */
    Duration after(DeviceFault fault) {
        var pause = Step.sooner(next, longest(fault));
        next = Step.sooner(pause.multipliedBy(2), LONGEST_WHEN_HELD);
        return pause;
    }

    /** It answered. */
    void reset() {
        next = first;
    }

    /** For people: {@code in 10s, later every 30s}. */
    String plan(DeviceFault fault) {
        var last = longest(fault);
        return first.equals(last)
                ? "every " + Durations.format(last)
                : "in %s, later every %s".formatted(Durations.format(first), Durations.format(last));
    }

    private static Duration longest(DeviceFault fault) {
        return fault.nature() == Nature.HELD ? LONGEST_WHEN_HELD : LONGEST;
    }
}
