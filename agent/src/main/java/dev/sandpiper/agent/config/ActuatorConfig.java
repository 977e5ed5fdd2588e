package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One actuator and what keeps it safe.
 *
 * @param options checked against the type's description
 * @param initial taken at start
 * @param safe taken when something is wrong and on a stop
 * @param maxOn how long it may differ from {@code safe}
 * @param onLinkLoss how long after the link was lost it goes to {@code safe}
 * @param require what a command must carry: {@code id}, {@code expires}
 */
public record ActuatorConfig(
        String id,
        DriverType.ActuatorType type,
        Section options,
        Value initial,
        Value safe,
        Optional<Duration> maxOn,
        Optional<Duration> onLinkLoss,
        LateCommands late,
        Set<String> require) {

    /** What a command may ask of it. */
    public Repertoire repertoire() {
        return type.repertoire().apply(options);
    }
}
