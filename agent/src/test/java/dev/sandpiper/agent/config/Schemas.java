package dev.sandpiper.agent.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Pieces of JSON Schema, draft 7. */
final class Schemas {

    private Schemas() {}

    static JsonObject with(String keyword, JsonElement value) {
        var schema = new JsonObject();
        schema.add(keyword, value);
        return schema;
    }

    static JsonObject typed(String type) {
        return with("type", new JsonPrimitive(type));
    }

    static JsonObject constant(String value) {
        return with("const", new JsonPrimitive(value));
    }

    static JsonObject pattern(String pattern) {
        var schema = typed("string");
        schema.addProperty("pattern", pattern);
        return schema;
    }

    static JsonObject range(String type, Number least, Number most) {
        var schema = typed(type);
        schema.addProperty("minimum", least);
        schema.addProperty("maximum", most);
        return schema;
    }

    /** One of these; those that are numbers may be written as one. */
    static JsonObject choice(Collection<?> values) {
        var all = new JsonArray();
        for (var value : values) {
            if (value instanceof Number number) all.add(number);
            else {
                var asWritten = scalar(value.toString());
                if (!asWritten.isString()) all.add(asWritten);
                all.add(value.toString());
            }
        }
        return with("enum", all);
    }

    /** What YAML makes of a word without quotes. */
    static JsonPrimitive scalar(String text) {
        var scalar = YamlTree.plain(text, Spot.START);
        return switch (scalar.sort()) {
            case FLAG -> new JsonPrimitive(Boolean.parseBoolean(text));
            case WHOLE -> new JsonPrimitive(Scalars.number(scalar).orElseThrow());
            case DECIMAL -> new JsonPrimitive(Double.parseDouble(text));
            case TEXT, NOTHING -> new JsonPrimitive(text);
        };
    }

    static JsonObject anyOf(JsonObject... alternatives) {
        return with("anyOf", all(List.of(alternatives)));
    }

    static JsonObject oneOf(List<JsonObject> alternatives) {
        return with("oneOf", all(alternatives));
    }

    static JsonArray all(List<JsonObject> schemas) {
        var all = new JsonArray();
        schemas.forEach(all::add);
        return all;
    }

    static JsonObject array(JsonObject each) {
        var schema = typed("array");
        schema.add("items", each);
        return schema;
    }

    static JsonObject atLeastOne(JsonObject each) {
        var schema = array(each);
        schema.addProperty("minItems", 1);
        return schema;
    }

    static JsonObject several(int least, int most, JsonObject each) {
        var schema = array(each);
        schema.addProperty("minItems", least);
        schema.addProperty("maxItems", most);
        return schema;
    }

    /** Two different ones. */
    static JsonObject two(JsonObject each) {
        var schema = several(2, 2, each);
        schema.addProperty("uniqueItems", true);
        return schema;
    }

    /** Names that the file chooses, each with one of these. */
    static JsonObject map(JsonObject each, String names) {
        var schema = typed("object");
        schema.add("propertyNames", with("pattern", new JsonPrimitive(names)));
        schema.add("additionalProperties", each);
        return schema;
    }

    static JsonObject property(String name, JsonElement schema) {
        return with("properties", with(name, schema));
    }

    static JsonObject required(String... names) {
        return with("required", names(names));
    }

    static JsonArray names(String... names) {
        var array = new JsonArray();
        Arrays.stream(names).forEach(array::add);
        return array;
    }

    static JsonObject when(JsonObject condition, JsonObject then) {
        var rule = with("if", condition);
        rule.add("then", then);
        return rule;
    }
}
