package dev.sandpiper.agent.shaping;

import dev.sandpiper.sensors.Reading;

/**
 * What a window tells.
 *
 * @param end when it was over, by the clock that never jumps
 */
public record Summary(long end, Reading reading) {}
