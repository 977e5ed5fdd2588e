package dev.sandpiper.agent.config;

import static dev.sandpiper.agent.config.Schemas.all;
import static dev.sandpiper.agent.config.Schemas.anyOf;
import static dev.sandpiper.agent.config.Schemas.choice;
import static dev.sandpiper.agent.config.Schemas.constant;
import static dev.sandpiper.agent.config.Schemas.names;
import static dev.sandpiper.agent.config.Schemas.oneOf;
import static dev.sandpiper.agent.config.Schemas.property;
import static dev.sandpiper.agent.config.Schemas.required;
import static dev.sandpiper.agent.config.Schemas.when;
import static dev.sandpiper.agent.config.Schemas.with;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.sandpiper.agent.config.Shape.Fields;
import dev.sandpiper.agent.config.Shape.Role;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Option.Kind;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the keys of the file mean for each other, as far as draft 7 can say it. */
record EditorRules(List<DriverType> drivers) {
    /** Stands for the device's id in every text of {@code broker}. */
    private static final String PLACEHOLDER = "\\{device\\}";

    void addTo(JsonObject schema, Fields described) {
        if (described == Vocabulary.FILE) schema.add("allOf", all(List.of(somethingToDo(), knownTypes())));
        if (described == Vocabulary.BROKER) {
            schema.add("dependencies", with("password_file", names("username")));
            withPlaceholder(schema);
        }
        if (described == Vocabulary.TLS) schema.add("dependencies", certificate());
        if (described == Vocabulary.BOARD) onlySimulated(schema);
        if (described == Vocabulary.SIMULATED_DEVICE) {
            schema.getAsJsonObject("properties").add("chip", choice(models()));
            schema.asMap()
                    .putAll(oneOf(Stream.of("chip", "registers", "replies")
                                    .map(Schemas::required)
                                    .toList())
                            .asMap());
        }
    }

    /** To an entry. */
    void addTo(JsonObject entry) {
        if (entry.getAsJsonObject("properties").has("dead_time"))
            entry.add("dependencies", with("dead_time", names("interlock")));
    }

    private static JsonObject somethingToDo() {
        return anyOf(some("sensors"), some("actuators"));
    }

    private static JsonObject some(String list) {
        var some = property(list, with("minItems", new JsonPrimitive(1)));
        some.add("required", names(list));
        return some;
    }

    /** A file with drivers of its own has types that nobody here knows. */
    private JsonObject knownTypes() {
        var types = new JsonObject();
        types.add("sensors", with("items", property("type", choice(types(Role.SENSOR)))));
        types.add("actuators", with("items", property("type", choice(types(Role.ACTUATOR)))));
        return when(with("not", required("drivers")), with("properties", types));
    }

    List<String> types(Role role) {
        return drivers.stream()
                .filter(driver -> Vocabulary.role(driver) == role)
                .map(DriverType::name)
                .toList();
    }

    private List<String> models() {
        return drivers.stream()
                .filter(driver -> driver.options().stream().anyMatch(option -> option.kind() instanceof Kind.Address))
                .map(DriverType::name)
                .toList();
    }

    private static JsonObject certificate() {
        var together = new JsonObject();
        together.add("cert_file", names("key_file"));
        together.add("key_file", names("cert_file"));
        together.add("key_passphrase_file", names("key_file"));
        return together;
    }

    private static void onlySimulated(JsonObject board) {
        var others = new JsonObject();
        for (var key : List.of("trace", "control", "sysfs", "i2c")) others.add(key, new JsonPrimitive(false));
        var simulated = property("type", constant("simulated"));
        simulated.add("required", names("type"));
        board.add("if", simulated);
        board.add("else", with("properties", others));
    }

    private static void withPlaceholder(JsonElement schema) {
        switch (schema) {
            case JsonArray list -> list.forEach(EditorRules::withPlaceholder);
            case JsonObject object -> {
                if (object.get("pattern") instanceof JsonPrimitive pattern)
                    object.addProperty("pattern", pattern.getAsString() + "|" + PLACEHOLDER);
                for (Map.Entry<String, JsonElement> inside : object.entrySet()) withPlaceholder(inside.getValue());
            }
            default -> {}
        }
    }
}
