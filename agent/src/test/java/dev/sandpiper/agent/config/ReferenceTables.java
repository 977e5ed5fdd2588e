package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Key.Presence;
import dev.sandpiper.agent.config.Shape.Role;
import dev.sandpiper.sensors.DriverType;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The tables of docs/configuration.md. */
final class ReferenceTables {
    private ReferenceTables() {}

    static GeneratedTables of(List<DriverType> drivers) {
        var tables = new TreeMap<String, Supplier<String>>();
        tables.put("device", () -> keys(Vocabulary.DEVICE.keys()));
        tables.put("broker", () -> keys(Vocabulary.BROKER.keys()));
        tables.put("outbox", () -> keys(Vocabulary.OUTBOX.keys()));
        tables.put("board", () -> keys(Vocabulary.BOARD.keys()));
        tables.put("i2c", () -> keys(Vocabulary.SIMULATED_DEVICE.keys()));
        tables.put("sensor", () -> keys(Vocabulary.common(Role.SENSOR)));
        tables.put("values", () -> keys(Vocabulary.VALUE.keys()));
        tables.put("actuator", () -> keys(Vocabulary.common(Role.ACTUATOR)));
        tables.put("driver", () -> keys(Vocabulary.DRIVER.keys()));
        tables.put("home_assistant", () -> keys(Vocabulary.HOME_ASSISTANT.keys()));
        tables.put("health", () -> keys(Vocabulary.HEALTH.keys()));
        tables.put("sensors", () -> drivers(drivers, Role.SENSOR));
        tables.put("actuators", () -> drivers(drivers, Role.ACTUATOR));
        return new GeneratedTables(tables);
    }

    static String keys(List<Key> keys) {
        return "| key | value | default | |\n| --- | --- | --- | --- |\n" + rows("", keys);
    }

    private static String rows(String where, List<Key> keys) {
        return keys.stream()
                .filter(key -> !(key.presence() instanceof Presence.Later))
                .map(key -> row(where, key))
                .collect(Collectors.joining());
    }

    private static String row(String where, Key key) {
        if (key.shape() instanceof Shape.Fields inside)
            return "| `%s%s` | | | %s |\n".formatted(where, key.name(), key.about())
                    + rows(where + key.name() + ".", inside.keys());
        return "| `%s%s` | %s | %s | %s |\n"
                        .formatted(where, key.name(), Phrases.of(key.shape()), usually(key), key.about())
                + (key.shape() instanceof Shape.Named named ? rows(where + key.name() + ".….", own(named)) : "");
    }

    /** The keys that not every value has. */
    private static List<Key> own(Shape.Named named) {
        return named.keys().stream()
                .filter(key -> !Vocabulary.VALUE.keys().contains(key))
                .toList();
    }

    private static String usually(Key key) {
        return switch (key.presence()) {
            case Presence.Required _ -> "required";
            case Presence.Usual usual -> "`" + usual.text() + "`";
            case Presence.DriversOwn own -> "`" + own.text() + "`";
            case Presence.Absent _, Presence.Later _ -> "";
        };
    }

    private static String drivers(List<DriverType> drivers, Role role) {
        return drivers.stream()
                .filter(driver -> Vocabulary.role(driver) == role)
                .map(driver ->
                        "| [`%s`](hardware.md#%s) | %s |\n".formatted(driver.name(), driver.name(), driver.title()))
                .collect(Collectors.joining("", "| type | |\n| --- | --- |\n", ""));
    }
}
