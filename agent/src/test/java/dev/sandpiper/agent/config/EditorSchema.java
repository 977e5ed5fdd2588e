package dev.sandpiper.agent.config;

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
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Range;
import java.util.Collection;
import java.util.List;

/**
 * The file's description as JSON Schema (draft 7, which editors know best), for completion while writing. What one value
 * means for another stays with the agent's own check.
 */
final class EditorSchema {
    private static final String DURATION = "^(0|(?=.)([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?)$";

    private final List<DriverType> drivers;

    private EditorSchema(List<DriverType> drivers) {
        this.drivers = drivers;
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
        var root = fields(Vocabulary.FILE.keys());
        root.entrySet().forEach(entry -> schema.add(entry.getKey(), entry.getValue()));
        var definitions = new JsonObject();
        for (var driver : drivers) {
            var definition = fields(Vocabulary.keys(driver));
            definition.addProperty("description", driver.title());
            definition.getAsJsonObject("properties").getAsJsonObject("type").addProperty("const", driver.name());
            definitions.add(driver.name(), definition);
        }
        schema.add("definitions", definitions);
        unlessThereAreDrivers(schema);
    }

    /** Only a file without drivers of its own has no other types. */
    private void unlessThereAreDrivers(JsonObject schema) {
        var some = new JsonObject();
        some.add("required", array("drivers"));
        schema.add("if", some);
        schema.add("then", new JsonObject());
        var lists = new JsonObject();
        lists.add("sensors", array(typeOf(Role.SENSOR)));
        lists.add("actuators", array(typeOf(Role.ACTUATOR)));
        var known = new JsonObject();
        known.add("properties", lists);
        schema.add("else", known);
    }

    private JsonObject typeOf(Role role) {
        var names = new JsonArray();
        drivers.stream()
                .filter(driver -> Vocabulary.role(driver) == role)
                .map(DriverType::name)
                .forEach(names::add);
        var type = new JsonObject();
        type.add("enum", names);
        var properties = new JsonObject();
        properties.add("type", type);
        var entry = typed("object");
        entry.add("properties", properties);
        return entry;
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
            case Presence.Usual usual -> schema.add("default", json(usual.text()));
            case Presence.DriversOwn own -> schema.add("default", json(own));
            case Presence.Required _, Presence.Absent _, Presence.Later _ -> {}
        }
        return schema;
    }

    private static JsonElement json(String text) {
        var scalar = YamlTree.plain(text, Spot.START);
        return switch (scalar.sort()) {
            case FLAG -> new JsonPrimitive(Boolean.parseBoolean(text));
            case WHOLE -> new JsonPrimitive(Scalars.number(scalar).orElseThrow());
            case DECIMAL -> new JsonPrimitive(Double.parseDouble(text));
            case TEXT, NOTHING -> new JsonPrimitive(text);
        };
    }

    private static JsonElement json(Presence.DriversOwn own) {
        return switch (own.value()) {
            case Number number -> new JsonPrimitive(number);
            case Bus _ -> json(own.text());
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
            case Shape.Size _ -> pattern("^[0-9]+(B|KiB|MiB|GiB)$");
            case Shape.MessageRate _ -> pattern("^[0-9]+(\\.[0-9]+)?/s$");
            case Shape.ByteRate _ -> pattern("^[0-9]+(B|KiB|MiB|GiB)/s$");
            case Shape.CommandRate _ -> pattern("^[0-9]+/[smhd]$");
            case Shape.FileName _ -> pattern("\\S");
            case Shape.Url _ -> pattern("^(mqtt|ws)s?://");
            case Shape.Late _ -> pattern("^(execute|refuse)$|" + DURATION);
            case Shape.Setting _ -> anyOf(List.of(typed("boolean"), typed("number"), typed("string")));
            case Shape.Word word -> choice(word.known());
            case Shape.FromTo range -> two(range("number", range.least(), range.most()));
            case Shape.Fields fields -> fields(fields.keys());
            case Shape.Named named -> map(fields(named.keys()));
            case Shape.ListOf list -> array(shape(list.each()));
            case Shape.OneOrMore more -> anyOf(List.of(shape(more.each()), array(shape(more.each()))));
            case Shape.Command _ -> anyOf(List.of(typed("string"), array(typed("string"))));
            case Shape.Device device -> device(device.role());
            case Shape.Registers _, Shape.Replies _ -> map(pattern("^[0-9A-Fa-f]{2}( +[0-9A-Fa-f]{2})*$"));
        };
    }

    private static JsonObject kind(Kind.Word kind) {
        return switch (kind) {
            case Kind.Whole whole -> range("integer", whole.least(), whole.most());
            case Kind.Decimal decimal -> range("number", decimal.least(), decimal.most());
            case Kind.Choice choice -> choice(choice.values());
            case Kind.Flag _ -> typed("boolean");
            case Kind.Span _ -> anyOf(List.of(pattern(DURATION), range("integer", 0, 0)));
            case Kind.Text text -> pattern("^(" + text.pattern() + ")$");
            case Kind.Pin _ -> range("integer", 0, 27);
            case Kind.AnyPin _ -> anyOf(List.of(range("integer", 0, 27), pattern("^[a-z][a-z0-9_-]*/[0-9]+$")));
            case Kind.PwmPin _ -> choice(Board.PWM_PINS);
            case Kind.Bus _ -> anyOf(List.of(range("integer", 0, 255), pattern("^[a-z][a-z0-9_-]*/[0-9]+$")));
            case Kind.Address address -> choice(address.possible());
            case Kind.Channel channel -> choice(channel.values());
        };
    }

    /** Which other keys there are depends on the type. */
    private JsonObject device(Role role) {
        var object = typed("object");
        var each = new JsonArray();
        for (var driver : drivers) if (Vocabulary.role(driver) == role) each.add(when(driver.name()));
        var properties = new JsonObject();
        properties.add("type", typed("string"));
        object.add("properties", properties);
        object.add("required", array("id", "type"));
        object.add("allOf", each);
        return object;
    }

    private static JsonObject when(String type) {
        var only = new JsonObject();
        only.addProperty("const", type);
        var properties = new JsonObject();
        properties.add("type", only);
        var condition = new JsonObject();
        condition.add("properties", properties);
        condition.add("required", array("type"));
        var then = new JsonObject();
        then.addProperty("$ref", "#/definitions/" + type);
        var rule = new JsonObject();
        rule.add("if", condition);
        rule.add("then", then);
        return rule;
    }

    private static JsonObject typed(String type) {
        var schema = new JsonObject();
        schema.addProperty("type", type);
        return schema;
    }

    private static JsonObject pattern(String pattern) {
        var schema = typed("string");
        schema.addProperty("pattern", pattern);
        return schema;
    }

    private static JsonObject range(String type, Number least, Number most) {
        var schema = typed(type);
        schema.addProperty("minimum", least);
        schema.addProperty("maximum", most);
        return schema;
    }

    private static JsonObject choice(Collection<?> values) {
        var all = new JsonArray();
        for (var value : values) {
            if (value instanceof Number number) all.add(number);
            else {
                var asWritten = json(value.toString());
                if (!asWritten.getAsJsonPrimitive().isString()) all.add(asWritten);
                all.add(value.toString());
            }
        }
        var schema = new JsonObject();
        schema.add("enum", all);
        return schema;
    }

    private static JsonObject anyOf(List<JsonObject> alternatives) {
        var all = new JsonArray();
        alternatives.forEach(all::add);
        var schema = new JsonObject();
        schema.add("anyOf", all);
        return schema;
    }

    private static JsonObject array(JsonObject each) {
        var schema = typed("array");
        schema.add("items", each);
        return schema;
    }

    private static JsonObject two(JsonObject each) {
        var schema = array(each);
        schema.addProperty("minItems", 2);
        schema.addProperty("maxItems", 2);
        return schema;
    }

    private static JsonArray array(String... names) {
        var array = new JsonArray();
        for (var name : names) array.add(name);
        return array;
    }

    private static JsonObject map(JsonObject each) {
        var schema = typed("object");
        schema.add("additionalProperties", each);
        return schema;
    }
}
