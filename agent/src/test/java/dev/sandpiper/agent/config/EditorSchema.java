package dev.sandpiper.agent.config;

import static dev.sandpiper.agent.config.Schemas.anyOf;
import static dev.sandpiper.agent.config.Schemas.array;
import static dev.sandpiper.agent.config.Schemas.atLeastOne;
import static dev.sandpiper.agent.config.Schemas.choice;
import static dev.sandpiper.agent.config.Schemas.constant;
import static dev.sandpiper.agent.config.Schemas.map;
import static dev.sandpiper.agent.config.Schemas.names;
import static dev.sandpiper.agent.config.Schemas.pattern;
import static dev.sandpiper.agent.config.Schemas.property;
import static dev.sandpiper.agent.config.Schemas.range;
import static dev.sandpiper.agent.config.Schemas.several;
import static dev.sandpiper.agent.config.Schemas.two;
import static dev.sandpiper.agent.config.Schemas.typed;
import static dev.sandpiper.agent.config.Schemas.when;
import static dev.sandpiper.agent.config.Schemas.with;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.sandpiper.agent.config.Key.Presence;
import dev.sandpiper.agent.config.Shape.Role;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Reading;
import java.util.List;

/**
 * The file's description as JSON Schema (draft 7, which editors know best), to complete and check while writing. What only
 * the agent's own check knows is listed in {@link BlindSpots}.
 */
final class EditorSchema {
    private static final String DURATION =
            "^(?=.)([0-9]{1,6}d)?([0-9]{1,8}h)?([0-9]{1,9}m)?([0-9]{1,10}s)?([0-9]{1,13}ms)?$";
    private static final String SIZE = "[0-9]{1,9}(B|KiB|MiB|GiB)";
    private static final String BYTES = "^\\s*[0-9A-Fa-f]{2}( *[0-9A-Fa-f]{2})*\\s*$";
    private static final String NO_BYTES = "|^\\s*$";
    /** A number from 0 to 255, as in the file or as editors tell it. */
    private static final String REGISTER =
            "^(0x0*[0-9A-Fa-f]{1,2}|0o0*[0-3]?[0-7]{1,2}|[+]?0*([01]?[0-9]{1,2}|2[0-4][0-9]|25[0-5]))$";

    private static final String HOST = "(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9._-]{1,253})(:[0-9]{1,5})?";
    private static final String URL = "^(mqtts?://" + HOST + "/?|wss?://" + HOST + "(/[!\"$->@-~]*)?(\\?[!\"$-~]*)?)$";
    private static final String LENT = "^[a-z][a-z0-9_-]{0,63}/[0-9]{1,3}$";
    /** No type has a capital in its name. */
    private static final String ANY_VALUE = "#/definitions/anyValue";

    private static final String VALUE = "^(?!(" + String.join("|", Reading.RESERVED) + ")$)[a-z][a-z0-9_]{0,31}$";

    private final List<DriverType> drivers;
    private final EditorRules rules;
    private final ValueNames values;

    private EditorSchema(List<DriverType> drivers) {
        this.drivers = drivers;
        this.rules = new EditorRules(drivers);
        this.values = new ValueNames(Examples.of(drivers));
    }

    static String of(List<DriverType> drivers) {
        var schema = new JsonObject();
        schema.addProperty("$schema", "http://json-schema.org/draft-07/schema#");
        schema.addProperty("title", "Sandpiper agent.yaml");
        new EditorSchema(drivers).fill(schema);
        return new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(schema) + "\n";
    }

    private void fill(JsonObject schema) {
        shape(Vocabulary.FILE).entrySet().forEach(entry -> schema.add(entry.getKey(), entry.getValue()));
        var definitions = new JsonObject();
        for (var driver : drivers) definitions.add(driver.name(), definition(driver));
        definitions.add("anyValue", fields(Vocabulary.VALUE.keys()));
        schema.add("definitions", definitions);
    }

    private JsonObject definition(DriverType driver) {
        var definition = fields(Vocabulary.keys(driver));
        definition.addProperty("description", driver.title());
        var properties = definition.getAsJsonObject("properties");
        properties.getAsJsonObject("type").addProperty("const", driver.name());
        rules.addTo(definition);
        if (driver instanceof SensorType sensor)
            values.of(sensor).ifPresent(names -> listed(properties.getAsJsonObject("values"), names));
        return definition;
    }

    /** Only these names. */
    private static void listed(JsonObject values, List<ValueNames.Named> names) {
        var each = values.remove("additionalProperties").getAsJsonObject();
        values.remove("propertyNames");
        var properties = new JsonObject();
        for (var name : names) {
            // Beside a reference nothing else counts in draft 7.
            var value = with("allOf", Schemas.all(List.of(each)));
            value.addProperty("description", name.about());
            properties.add(name.name(), value);
        }
        values.add("properties", properties);
        values.addProperty("additionalProperties", false);
    }

    private JsonObject fields(List<Key> keys) {
        var object = typed("object");
        var properties = new JsonObject();
        var required = new JsonArray();
        for (var key : keys) {
            if (key.presence() instanceof Presence.Later) continue;
            if (key.presence() instanceof Presence.Required) required.add(key.name());
            properties.add(key.name(), key(key));
        }
        object.add("properties", properties);
        if (!required.isEmpty()) object.add("required", required);
        object.addProperty("additionalProperties", false);
        return object;
    }

    private JsonObject key(Key key) {
        var schema = shape(key.shape());
        schema.addProperty("description", key.about().replace("`", ""));
        switch (key.presence()) {
            case Presence.Usual usual -> schema.add("default", Schemas.scalar(usual.text()));
            case Presence.DriversOwn own -> schema.add("default", usual(own));
            case Presence.Required _ -> {
                if (key.shape() instanceof Shape.Named) schema.addProperty("minProperties", 1);
            }
            case Presence.Absent _, Presence.Later _ -> {}
        }
        return schema;
    }

    private static JsonElement usual(Presence.DriversOwn own) {
        return switch (own.value()) {
            case Number number -> new JsonPrimitive(number);
            case Bus _ -> Schemas.scalar(own.text());
            case Boolean flag -> new JsonPrimitive(flag);
            case Range range -> numbers(range);
            default -> new JsonPrimitive(own.text());
        };
    }

    private static JsonArray numbers(Range range) {
        var numbers = new JsonArray();
        numbers.add(range.first());
        numbers.add(range.last());
        return numbers;
    }

    private JsonObject shape(Shape shape) {
        return switch (shape) {
            case Shape.Plain plain -> kind(plain.kind());
            case Shape.Line line -> pattern("^(" + line.pattern() + ")$");
            case Shape.Size _ -> pattern("^" + SIZE + "$");
            case Shape.MessageRate _ -> pattern("^[0-9]{1,9}(\\.[0-9]{1,9})?/s$");
            case Shape.CommandRate _ -> pattern("^[0-9]{1,6}/[smhd]$");
            case Shape.ByteRate _ -> pattern("^" + SIZE + "/s$");
            case Shape.FileName _ -> pattern("\\S");
            case Shape.Url _ -> pattern(URL);
            case Shape.Late _ -> anyOf(choice(List.of("execute", "refuse")), duration(), zero());
            case Shape.Setting _ -> anyOf(typed("boolean"), typed("number"), typed("string"));
            case Shape.Word word -> choice(word.known());
            case Shape.FromTo range -> two(range("number", range.least(), range.most()));
            case Shape.Points _ -> several(2, 20, several(2, 2, range("number", -1e9, 1e9)));
            case Shape.Coefficients _ -> several(2, 8, range("number", -1e9, 1e9));
            case Shape.Fields fields -> ruled(fields);
            case Shape.Named named -> map(value(named.keys()), VALUE);
            case Shape.ListOf list -> array(shape(list.each()));
            case Shape.OneOrMore more -> anyOf(shape(more.each()), atLeastOne(shape(more.each())));
            case Shape.Command _ -> anyOf(word(), atLeastOne(word()));
            case Shape.Device device -> device(device.role());
            case Shape.Registers _ -> map(bytes(BYTES), REGISTER);
            case Shape.Replies _ -> map(bytes(BYTES + NO_BYTES), BYTES + NO_BYTES + "|^[0-9]$");
        };
    }

    /** Written once, as there are many values. */
    private JsonObject value(List<Key> keys) {
        return keys.equals(Vocabulary.VALUE.keys()) ? with("$ref", new JsonPrimitive(ANY_VALUE)) : fields(keys);
    }

    private JsonObject ruled(Shape.Fields described) {
        var schema = fields(described.keys());
        rules.addTo(schema, described);
        return schema;
    }

    /** Of a program and its arguments. */
    private static JsonObject word() {
        return pattern("^[^\\x00]{1,4096}$");
    }

    /** Without quotes a single byte without letters is a number to YAML. */
    private static JsonObject bytes(String pattern) {
        return anyOf(pattern(pattern), range("integer", 0, 99));
    }

    private static JsonObject duration() {
        return pattern(DURATION + "|^0$");
    }

    private static JsonObject zero() {
        return range("integer", 0, 0);
    }

    private static JsonObject kind(Kind.Word kind) {
        return switch (kind) {
            case Kind.Whole whole -> range("integer", whole.least(), whole.most());
            case Kind.Decimal decimal -> range("number", decimal.least(), decimal.most());
            case Kind.Choice choice -> choice(choice.values());
            case Kind.Flag _ -> typed("boolean");
            case Kind.Span _ -> anyOf(duration(), zero());
            case Kind.Text text -> pattern("^(" + text.pattern() + ")$");
            case Kind.Pin _ -> range("integer", 0, 27);
            case Kind.AnyPin _ -> anyOf(range("integer", 0, 27), pattern(LENT));
            case Kind.PwmPin _ -> choice(Board.PWM_PINS);
            case Kind.Bus _ -> anyOf(range("integer", 0, 255), pattern(LENT));
            case Kind.Address address -> choice(address.possible());
            case Kind.Channel channel -> choice(channel.values());
        };
    }

    /** Which other keys there are depends on the type; of a type outside the product nobody here knows. */
    private JsonObject device(Role role) {
        var properties = with("id", with("not", constant("agent")));
        properties.add("type", anyOf(choice(rules.types(role)), typed("string")));
        var object = typed("object");
        object.add("properties", properties);
        object.add("required", names("id", "type"));
        object.add(
                "allOf",
                Schemas.all(rules.types(role).stream().map(EditorSchema::ofType).toList()));
        return object;
    }

    private static JsonObject ofType(String type) {
        var condition = property("type", constant(type));
        condition.add("required", names("type"));
        return when(condition, with("$ref", new JsonPrimitive("#/definitions/" + type)));
    }
}
