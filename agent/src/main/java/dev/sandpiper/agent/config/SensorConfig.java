package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Section;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * One sensor.
 *
 * @param options checked against the type's description
 * @param every between two readings; empty: only at start and on every change
 * @param retain whether the broker keeps the last reading
 * @param values by the quantity's name, only those the file mentions
 */
public record SensorConfig(
        String id,
        DriverType.SensorType type,
        Section options,
        Optional<Duration> every,
        boolean retain,
        Map<String, ValueConfig> values) {}
