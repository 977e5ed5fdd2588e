package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.util.Set;

/**
 * One actuator and what keeps it safe.
 *
 * @param options checked against the type's description
 * @param initial taken at start
 * @param safe taken when something is wrong and on a stop
 * @param limits what it may not do
 * @param require what a command must carry: {@code id}, {@code expires}
 */
public record ActuatorConfig(
        String id,
        DriverType.ActuatorType type,
        Section options,
        Initial initial,
        Value safe,
        Limits limits,
        LateCommands late,
        Set<String> require) {

    /** What a command may ask of it. */
    public Repertoire repertoire() {
        var whole = type.repertoire().apply(options);
        return limits.range().map(range -> Narrowed.to(range, safe, whole)).orElse(whole);
    }

    /**
     * Whether an output with this configuration can go on under another one and stay where it is: only rules changed, and
     * none that it might be breaking at this moment.
     */
    public boolean goesOnUnder(ActuatorConfig next) {
        return id.equals(next.id)
                && type.equals(next.type)
                && options.equals(next.options)
                && safe.equals(next.safe)
                && limits.range().equals(next.limits.range())
                && (next.limits.interlock().isEmpty() || limits.interlock().equals(next.limits.interlock()));
    }

    /** The value that is off: false, zero, for a servo the first of its {@code range}. */
    public Value off() {
        return repertoire().safe();
    }
}
