package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.sensors.Value;

/** Leaves out a value that is near to the one last published, unless its heartbeat is due. */
final class Deadband {
    /** A step of 0.1 from 20.1 to 20.2 is a little less in binary; whoever wrote 0.1 wants to see it. */
    private static final double ROUNDING = 1e-9;

    private final double width;
    private final long heartbeat;
    private double published = Double.NaN;
    private long publishedAt;

    Deadband(ValueConfig config) {
        width = config.deadband().orElse(0) * (1 - ROUNDING);
        heartbeat = config.heartbeat().map(java.time.Duration::toNanos).orElse(Long.MAX_VALUE);
    }

    /** Whether the value is worth publishing; it counts as published then. */
    boolean lets(Value value, long nanos) {
        var number = OneValue.number(value);
        if (Math.abs(number - published) < width && nanos - publishedAt < heartbeat) return false;
        published = number;
        publishedAt = nanos;
        return true;
    }

    /** The next value is published whatever it is. */
    void begin() {
        published = Double.NaN;
    }
}
