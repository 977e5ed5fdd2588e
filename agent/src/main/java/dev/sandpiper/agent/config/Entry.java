package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Section;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
        return type.flatMap(driver -> section(found, driver.options()));
    }

    private static Optional<Section> section(Found keys, List<Option> options) {
        var values = new HashMap<String, Object>();
        for (var option : options) {
            var value = value(keys, option);
            if (value.isEmpty()) return Optional.empty();
            values.put(option.name(), value.get());
        }
        return Optional.of(new Section(values));
    }

    private static Optional<Object> value(Found keys, Option option) {
        if (!(option.kind() instanceof Option.Kind.Values(var each))) return keys.maybe(option.name(), Object.class);
        return keys.has(option.name())
                ? keys.maybe(option.name(), Found.class).flatMap(named -> sections(named, each))
                : option.orElse();
    }

    private static Optional<Object> sections(Found named, List<Option> each) {
        var sections = new LinkedHashMap<String, Section>();
        for (var name : named.given().keySet()) {
            var section = named.maybe(name, Found.class).flatMap(keys -> section(keys, each));
            if (section.isEmpty()) return Optional.empty();
            sections.put(name, section.get());
        }
        return Optional.of(sections);
    }
}
