package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One sensor.
 *
 * @param options checked against the type's description
 * @param every between two readings; empty: only at start and on every change
 * @param aligned whether its cycle and its windows begin at whole multiples of their length on the calendar
 * @param retain whether the broker keeps the last reading
 * @param values by the quantity's name, only those the file mentions
 */
public record SensorConfig(
        String id,
        DriverType.SensorType type,
        Section options,
        Optional<Duration> every,
        boolean aligned,
        boolean retain,
        Map<String, ValueConfig> values,
        DerivationConfig derivation) {

    /** One that begins its cycle when it is started, and of whose values nothing is derived. */
    public SensorConfig(
            String id,
            DriverType.SensorType type,
            Section options,
            Optional<Duration> every,
            boolean retain,
            Map<String, ValueConfig> values) {
        this(id, type, options, every, false, retain, values, DerivationConfig.NONE);
    }

    /** Whether its values are published as the chip says them. */
    public boolean isPlain() {
        return values.isEmpty() && derivation.values().isEmpty();
    }

    /** What a reading of it may have: what the chip measures, corrected, and what is derived from that. */
    public List<Quantity> measured() {
        return Publication.measured(this);
    }

    /** All it publishes, in whatever message. */
    public List<Quantity> published() {
        return Publication.of(this).stream()
                .flatMap(publication -> publication.quantities().stream())
                .toList();
    }
}
