package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;

/** An actuator's values as the file writes them. */
final class Settings {
    private static final String LAST_IS_TOGGLE = " or \"toggle\"";

    private Settings() {}

    /** @param written {@code Boolean}, {@code Double} or {@code String} */
    static Value value(ActuatorType type, Section options, Object written) throws Misfit {
        var repertoire = type.repertoire().apply(options);
        var action = repertoire.actions().apply(written);
        if (action.isPresent() && action.get() instanceof Action.Set set) return set.value();
        throw new Misfit(
                "found %s, expected a value of %s: %s; correct it",
                written instanceof String text ? Item.quoted(text) : written, type.name(), accepted(repertoire));
    }

    /** What a file may say; "toggle" is for commands: the file says where an output is, not that it moves. */
    static String accepted(Repertoire repertoire) {
        var accepts = repertoire.accepts();
        if (!accepts.endsWith(LAST_IS_TOGGLE)) return accepts;
        var values = accepts.substring(0, accepts.length() - LAST_IS_TOGGLE.length());
        return values.replaceFirst(", ([^,]*)$", " or $1");
    }
}
