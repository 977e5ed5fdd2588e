package dev.sandpiper.agent.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * The members of a JSON object as text: numbers keep every digit they were written with, so that a part of an answer
 * can be passed on as it came.
 */
public final class Members {
    private Members() {}

    /**
     * Takes an object apart, in its order.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static SequencedMap<String, String> of(String object) {
        try (var reader = new JsonReader(new StringReader(object))) {
            reader.setStrictness(Strictness.STRICT);
            return members(reader);
        } catch (IOException | IllegalStateException broken) {
            throw new IllegalArgumentException("not a JSON object: " + object, broken);
        }
    }

    private static SequencedMap<String, String> members(JsonReader reader) throws IOException {
        var members = new LinkedHashMap<String, String>();
        reader.beginObject();
        while (reader.hasNext()) members.put(reader.nextName(), value(reader));
        reader.endObject();
        return members;
    }

    private static String value(JsonReader reader) throws IOException {
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(members(reader));
            case BEGIN_ARRAY -> array(reader);
            case STRING -> Json.quote(reader.nextString());
            case NUMBER -> reader.nextString();
            case BOOLEAN -> Boolean.toString(reader.nextBoolean());
            case NULL -> {
                reader.nextNull();
                yield "null";
            }
            case END_ARRAY, END_OBJECT, END_DOCUMENT, NAME -> throw new IllegalStateException("no value");
        };
    }

    private static String object(SequencedMap<String, String> members) {
        var json = new Json();
        members.forEach(json::raw);
        return json.toString();
    }

    private static String array(JsonReader reader) throws IOException {
        return Json.array(elements(reader));
    }

    private static List<String> elements(JsonReader reader) throws IOException {
        var elements = new ArrayList<String>();
        reader.beginArray();
        while (reader.hasNext()) elements.add(value(reader));
        reader.endArray();
        return elements;
    }

    /** A member's value for people: a text without its quotes, everything else as it is. */
    public static String plain(String value) {
        return value.startsWith("\"") ? texts("[" + value + "]").getFirst() : value;
    }

    /**
     * The elements of an array, each as JSON.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static List<String> elements(String array) {
        try (var reader = new JsonReader(new StringReader(array))) {
            reader.setStrictness(Strictness.STRICT);
            return elements(reader);
        } catch (IOException | IllegalStateException broken) {
            throw new IllegalArgumentException("not an array: " + array, broken);
        }
    }

    /** The elements of an array of texts. */
    public static List<String> texts(String array) {
        try (var reader = new JsonReader(new StringReader(array))) {
            var texts = new ArrayList<String>();
            reader.beginArray();
            while (reader.hasNext()) texts.add(reader.nextString());
            return texts;
        } catch (IOException | IllegalStateException broken) {
            throw new IllegalArgumentException("not an array of texts: " + array, broken);
        }
    }
}
