package dev.sandpiper.agent.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A JSON object that somebody sent, read strictly: no duplicate keys, nothing behind its end, at most
 * {@value #DEEPEST} levels. Numbers are {@link Double}s, arrays {@link List}s, objects {@code JsonObject}s.
 */
public record JsonObject(Map<String, Object> members) {
    private static final int DEEPEST = 8;

    /** What was wrong, as a clause: {@code is no JSON object: …}. */
    public static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed(String clause) {
            super(clause);
        }
    }

    public static JsonObject parse(String text) throws Malformed {
        try (var reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            if (reader.peek() != JsonToken.BEGIN_OBJECT) throw new Malformed("is no JSON object");
            var object = object(reader, 1);
            if (reader.peek() != JsonToken.END_DOCUMENT) throw new Malformed("has something behind the JSON object");
            return object;
        } catch (IOException | IllegalStateException | NumberFormatException broken) {
            throw new Malformed("is no valid JSON");
        }
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The member, when it is there and of that type. */
    public <T> Optional<T> get(String name, Class<T> type) {
        return Optional.ofNullable(members.get(name)).filter(type::isInstance).map(type::cast);
    }

    public Optional<String> text(String name) {
        return get(name, String.class);
    }

    private static JsonObject object(JsonReader reader, int depth) throws IOException, Malformed {
        var members = new LinkedHashMap<String, Object>();
        reader.beginObject();
        while (reader.hasNext()) {
            var name = reader.nextName();
            if (members.containsKey(name)) throw new Malformed("has the key %s twice".formatted(Json.quote(name)));
            members.put(name, value(reader, depth));
        }
        reader.endObject();
        return new JsonObject(members);
    }

    private static Object value(JsonReader reader, int depth) throws IOException, Malformed {
        if (depth >= DEEPEST) throw new Malformed("is nested too deeply");
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(reader, depth + 1);
            case BEGIN_ARRAY -> array(reader, depth + 1);
            case STRING -> reader.nextString();
            case NUMBER -> number(reader.nextString());
            case BOOLEAN -> reader.nextBoolean();
            case NULL -> {
                reader.nextNull();
                yield Optional.empty();
            }
            case END_ARRAY, END_OBJECT, END_DOCUMENT, NAME -> throw new Malformed("is no valid JSON");
        };
    }

    private static List<Object> array(JsonReader reader, int depth) throws IOException, Malformed {
        var elements = new ArrayList<>();
        reader.beginArray();
        while (reader.hasNext()) elements.add(value(reader, depth));
        reader.endArray();
        return elements;
    }

    private static Double number(String digits) throws Malformed {
        if (digits.length() > 100) throw new Malformed("has a number of more than 100 characters");
        var number = new BigDecimal(digits).doubleValue();
        if (!Double.isFinite(number)) throw new Malformed("has a number out of range: " + digits);
        return number;
    }

    /** The same object as text, members sorted: equal objects give equal texts. */
    public String canonical() {
        return members.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(member -> Json.quote(member.getKey()) + ":" + canonical(member.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String canonical(Object value) {
        return switch (value) {
            case String text -> Json.quote(text);
            case JsonObject object -> object.canonical();
            case List<?> list -> list.stream().map(JsonObject::canonical).collect(Collectors.joining(",", "[", "]"));
            case Optional<?> nothing -> "null";
            default -> value.toString();
        };
    }
}
