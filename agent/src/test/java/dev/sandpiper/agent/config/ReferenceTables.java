package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Key.Presence;
import dev.sandpiper.agent.config.Shape.Role;
import dev.sandpiper.sensors.DriverType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The tables of docs/configuration.md: what stands between {@code <!-- table: NAME -->} and {@code <!-- end -->} is
 * generated, the rest is written by people.
 */
final class ReferenceTables {
    private static final Pattern TABLE = Pattern.compile("<!-- table: (\\S+) -->\n.*?<!-- end -->", Pattern.DOTALL);

    private final Map<String, Supplier<String>> tables = new TreeMap<>();

    ReferenceTables(List<DriverType> drivers) {
        tables.put("device", () -> keys(Vocabulary.DEVICE.keys()));
        tables.put("broker", () -> keys(Vocabulary.BROKER.keys()));
        tables.put("outbox", () -> keys(Vocabulary.OUTBOX.keys()));
        tables.put("board", () -> keys(Vocabulary.BOARD.keys()));
        tables.put("i2c", () -> keys(Vocabulary.SIMULATED_DEVICE.keys()));
        tables.put("sensor", () -> keys(Vocabulary.common(Role.SENSOR)));
        tables.put("values", () -> keys(Vocabulary.VALUE.keys()));
        tables.put("actuator", () -> keys(Vocabulary.common(Role.ACTUATOR)));
        tables.put("home_assistant", () -> keys(Vocabulary.HOME_ASSISTANT.keys()));
        tables.put("health", () -> keys(Vocabulary.HEALTH.keys()));
        tables.put("sensors", () -> drivers(drivers, Role.SENSOR));
        tables.put("actuators", () -> drivers(drivers, Role.ACTUATOR));
    }

    /** The page with its tables as they should be. */
    String renew(String page) {
        return TABLE.matcher(page)
                .replaceAll(found -> Matcher.quoteReplacement(
                        "<!-- table: %s -->\n%s<!-- end -->".formatted(found.group(1), table(found.group(1)))));
    }

    List<String> names() {
        return List.copyOf(tables.keySet());
    }

    private String table(String name) {
        return tables.getOrDefault(name, () -> "no such table\n").get();
    }

    private static String keys(List<Key> keys) {
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
                .map(ReferenceTables::driver)
                .collect(Collectors.joining("\n", "\n", "\n"));
    }

    private static String driver(DriverType driver) {
        var options = driver.options().stream().map(Key::of).toList();
        return "### `%s`\n\n%s.\n\n```yaml\n- %s\n```\n".formatted(driver.name(), driver.title(), driver.example())
                + (options.isEmpty() ? "" : "\n" + keys(options));
    }
}
