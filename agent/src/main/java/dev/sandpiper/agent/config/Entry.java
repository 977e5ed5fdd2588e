package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Section;
import java.util.HashMap;
import java.util.Optional;

/**
 * A sensor or an actuator of the file.
 *
 * @param type empty when the file names none that exists
 */
record Entry(Optional<DriverType> type, Found found) {

    /** What is told to people: {@code sensors[0] (air)}. */
    String name() {
        return found.maybe("id", String.class)
                .map(id -> found.where() + " (" + id + ")")
                .orElse(found.where());
    }

    /** The driver's options; empty when one of them is wrong. */
    Optional<Section> section() {
        if (type.isEmpty()) return Optional.empty();
        var values = new HashMap<String, Object>();
        for (var option : type.get().options()) {
            var value = found.maybe(option.name(), Object.class);
            if (value.isEmpty()) return Optional.empty();
            values.put(option.name(), value.get());
        }
        return Optional.of(new Section(values));
    }
}
