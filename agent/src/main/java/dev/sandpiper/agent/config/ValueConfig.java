package dev.sandpiper.agent.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is done to one value of a sensor, in this order.
 *
 * @param deadband smaller changes than this are not published
 * @param heartbeat published after this long although it did not change
 * @param window what is published in place of single samples
 */
public record ValueConfig(
        CalibrationConfig calibration,
        FilterConfig filters,
        OptionalDouble deadband,
        Optional<Duration> heartbeat,
        Optional<WindowConfig> window) {

    /** A value of which the file says nothing. */
    public static final ValueConfig PLAIN = new ValueConfig(0, OptionalDouble.empty(), Optional.empty());

    /** With an offset and a deadband only. */
    public ValueConfig(double offset, OptionalDouble deadband, Optional<Duration> heartbeat) {
        this(CalibrationConfig.offset(offset), FilterConfig.NONE, deadband, heartbeat, Optional.empty());
    }
}
