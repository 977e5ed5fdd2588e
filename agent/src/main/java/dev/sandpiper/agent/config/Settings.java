package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;

/** An actuator's values as the file writes them. */
final class Settings {
    private Settings() {}

    /** @param written {@code Boolean}, {@code Double} or {@code String} */
    static Value value(ActuatorType type, Section options, Object written) throws Misfit {
        var repertoire = type.repertoire().apply(options);
        var action = repertoire.actions().apply(written);
        if (action.isPresent() && action.get() instanceof Action.Set set) return set.value();
        throw new Misfit(
                "found %s, expected a value of %s: %s; correct it",
                written instanceof String text ? Item.quoted(text) : written, type.name(), repertoire.accepts());
    }
}
