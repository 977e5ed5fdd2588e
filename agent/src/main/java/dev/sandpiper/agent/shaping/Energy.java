package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.tinylog.Logger;

/**
 * Energy from power: between two samples the power is taken to have changed evenly. What it was while nobody measured,
 * in a fault, in suspend or while the agent was away, is not known and not counted. Goes on after a restart.
 */
final class Energy {
    /** The most that a crash of the writer's own is behind; what is written on the disk, and when, is the memory's affair. */
    private static final Duration KEEP_EVERY = Duration.ofSeconds(10);

    /** Two clocks are read one after the other: so much between them is no suspend. */
    private static final Duration AWAKE = Duration.ofMillis(50);

    private static final double NANOS_AN_HOUR = 3600e9;

    private final Time time;
    private final Consumer<String> keep;
    private double wattHours;
    private double last = Double.NaN;
    private long lastAt;
    private Duration lastSuspended = Duration.ZERO;
    private long keptAt;

    /** @param kept what was kept last */
    Energy(Time time, Optional<String> kept, Consumer<String> keep) {
        this.time = time;
        this.keep = keep;
        this.wattHours = kept.map(Energy::parse).orElse(0.0);
        this.keptAt = time.nanos();
    }

    private static double parse(String kept) {
        try {
            var number = Double.parseDouble(kept);
            if (Double.isFinite(number)) return number;
        } catch (NumberFormatException _) {
            // Told below.
        }
        Logger.warn("energy: cannot go on from '{}', which is no number; counting from 0", kept);
        return 0;
    }

    double wattHours() {
        return wattHours;
    }

    /** @param longest time between two samples that belong together */
    void add(double watts, Duration longest) {
        var now = time.nanos();
        var suspended = time.suspended();
        var passed = now - lastAt;
        var whole =
                passed <= longest.toNanos() && suspended.minus(lastSuspended).compareTo(AWAKE) < 0;
        if (!Double.isNaN(last) && whole) wattHours += (last + watts) / 2 * passed / NANOS_AN_HOUR;
        last = watts;
        lastAt = now;
        lastSuspended = suspended;
        if (now - keptAt >= KEEP_EVERY.toNanos()) keep();
    }

    void keep() {
        keptAt = time.nanos();
        keep.accept(Double.toString(wattHours));
    }

    /** What came in between is not known. */
    void interrupt() {
        last = Double.NaN;
    }
}
