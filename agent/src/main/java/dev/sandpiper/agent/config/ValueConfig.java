package dev.sandpiper.agent.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is done to one value of a sensor.
 *
 * @param offset added to what the chip says, in the value's unit
 * @param deadband smaller changes than this are not published
 * @param heartbeat published after this long although it did not change
 */
public record ValueConfig(double offset, OptionalDouble deadband, Optional<Duration> heartbeat) {}
