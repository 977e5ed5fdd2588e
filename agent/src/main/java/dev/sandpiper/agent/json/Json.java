package dev.sandpiper.agent.json;

import com.google.gson.stream.JsonWriter;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One JSON object under construction; its members keep their order. Each member is kept as finished text, so that an
 * object can be taken apart and put into another without being written again.
 */
public final class Json {
    private final List<String> members = new ArrayList<>();

    public Json put(String name, String text) {
        return raw(name, quote(text));
    }

    public Json put(String name, long number) {
        return raw(name, Long.toString(number));
    }

    public Json put(String name, boolean flag) {
        return raw(name, Boolean.toString(flag));
    }

    public Json put(String name, Value value) {
        return raw(name, of(value));
    }

    /** A number with at most {@code decimals} decimals, always at least one. */
    public Json put(String name, double number, int decimals) {
        return put(name, new Value.Decimal(number, decimals));
    }

    public Json put(String name, Json object) {
        return raw(name, object.toString());
    }

    public Json put(String name, List<String> texts) {
        return raw(name, array(texts.stream().map(Json::quote).toList()));
    }

    public Json put(String name, Map<String, Json> objects) {
        var all = new Json();
        objects.forEach(all::put);
        return put(name, all);
    }

    public Json putNull(String name) {
        return raw(name, "null");
    }

    public Json putAll(Reading reading) {
        reading.values().forEach(this::put);
        return this;
    }

    /** All members of another one. */
    public Json putAll(Json other) {
        members.addAll(other.members);
        return this;
    }

    /** A member whose value is JSON already. */
    public Json raw(String name, String json) {
        members.add(quote(name) + ":" + json);
        return this;
    }

    /** All members, without the braces: what can be put behind other members. */
    public String body() {
        return String.join(",", members);
    }

    @Override
    public String toString() {
        return "{" + body() + "}";
    }

    public static String array(List<String> elements) {
        return "[" + String.join(",", elements) + "]";
    }

    public static String of(Value value) {
        return value instanceof Value.Text(String text) ? quote(text) : value.toString();
    }

    public static String quote(String text) {
        return isPlain(text) ? '"' + text + '"' : escaped(text);
    }

    // As names are, of which each record has several: a writer for each would be most of what a record costs in memory.
    private static boolean isPlain(String text) {
        for (var i = 0; i < text.length(); i++) {
            var character = text.charAt(i);
            if (character < ' ' || character > '~' || character == '"' || character == '\\') return false;
        }
        return true;
    }

    private static String escaped(String text) {
        var out = new StringWriter(text.length() + 2);
        try (var writer = new JsonWriter(out)) {
            writer.setHtmlSafe(false);
            writer.value(text);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toString();
    }
}
