package dev.sandpiper.agent.command;

import dev.sandpiper.agent.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A command as it was sent: well formed, not yet judged.
 *
 * @param value a {@code Boolean}, {@code Double} or {@code String}; empty for an agent command
 * @param agent the members of an agent command; empty for an actuator's
 * @param content the same for the same command however it was written: what an id stands for; a digest of it when long
 */
record Command(
        Optional<String> id,
        Optional<Object> value,
        Optional<JsonObject> agent,
        Optional<Duration> holdFor,
        Optional<Instant> expires,
        String content) {

    static final int LONGEST_PAYLOAD = 8 * 1024;
    private static final int LONGEST_ID = 64;
    private static final String BYTE_ORDER_MARK = "\uFEFF";
    private static final Set<String> KEYS = Set.of("id", "value", "for", "expires");

    /** A payload that is no command; {@code id} where one could be read nevertheless, and what stood under it. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        private final String id;
        private final String content;

        Malformed(String sentence) {
            super(sentence);
            id = "";
            content = "";
        }

        Malformed(JsonObject object, String sentence) {
            super(sentence);
            id = object.text("id").orElse("");
            content = contentOf(object);
        }

        Optional<String> id() {
            return id.isEmpty() ? Optional.empty() : Optional.of(id);
        }

        String content() {
            return content;
        }
    }

    /** A command for an actuator: a JSON object, or the value itself. */
    static Command forActuator(byte[] payload) throws Malformed {
        var text = text(payload).strip();
        if (!text.startsWith("{")) return plain(text);
        var object = object(text);
        var id = id(object);
        for (var key : object.members().keySet())
            if (!KEYS.contains(key))
                throw new Malformed(
                        object, "unknown key '%s'; a command has value, id, for, expires".formatted(shown(key)));
        return new Command(
                id, Optional.of(value(object)), Optional.empty(), holdFor(object), expires(object), contentOf(object));
    }

    /** A command for the agent: a JSON object with {@code do}. */
    static Command forAgent(byte[] payload) throws Malformed {
        var object = object(text(payload).strip());
        var id = id(object);
        if (object.text("do").isEmpty())
            throw new Malformed(object, "'do' is missing; for example {\"id\":\"1\",\"do\":\"ping\"}");
        return new Command(
                id, Optional.empty(), Optional.of(object), Optional.empty(), expires(object), contentOf(object));
    }

    private static String contentOf(JsonObject object) {
        return Digest.ofLong(object.canonical());
    }

    private static Command plain(String text) throws Malformed {
        if (text.length() > LONGEST_ID) throw new Malformed("neither a JSON object nor a value: " + shown(text));
        return new Command(
                Optional.empty(),
                Optional.of(text.startsWith("\"") ? unquoted(text) : PlainValue.of(text)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                text);
    }

    // Who writes a value with a JSON library sends a text in quotes.
    private static Object unquoted(String text) {
        try {
            var alone = JsonObject.parse("{\"value\":" + text + "}");
            return alone.members().size() == 1 ? alone.text("value").orElse(text) : text;
        } catch (JsonObject.Malformed noText) {
            return text;
        }
    }

    private static String text(byte[] payload) throws Malformed {
        if (payload.length > LONGEST_PAYLOAD)
            throw new Malformed("more than the %d bytes that are read".formatted(LONGEST_PAYLOAD));
        var text = decoded(payload);
        // Nobody sees it in an answer that repeats the value.
        if (text.startsWith(BYTE_ORDER_MARK))
            throw new Malformed("the payload begins with a byte order mark; send it without");
        return text;
    }

    private static String decoded(byte[] payload) throws Malformed {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(payload))
                    .toString();
        } catch (CharacterCodingException binary) {
            throw new Malformed("the payload is not UTF-8 text");
        }
    }

    private static JsonObject object(String text) throws Malformed {
        try {
            return JsonObject.parse(text);
        } catch (JsonObject.Malformed malformed) {
            throw new Malformed("the payload " + malformed.getMessage());
        }
    }

    private static Optional<String> id(JsonObject object) throws Malformed {
        if (!object.has("id")) return Optional.empty();
        var id = object.text("id").orElse("");
        var bytes = id.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > LONGEST_ID) throw new Malformed("'id' must be a text of 1 to 64 bytes");
        return Optional.of(id);
    }

    private static Object value(JsonObject object) throws Malformed {
        return switch (object.members().get("value")) {
            case Boolean flag -> flag;
            case Double number -> number;
            case String word -> word;
            case null -> throw new Malformed(object, "'value' is missing");
            default -> throw new Malformed(object, "'value' must be a boolean, a number or a text");
        };
    }

    private static Optional<Duration> holdFor(JsonObject object) throws Malformed {
        if (!object.has("for")) return Optional.empty();
        var duration = object.text("for").flatMap(Spans::duration).filter(Duration::isPositive);
        if (duration.isEmpty())
            throw new Malformed(object, "'for' must be a duration such as \"30s\" or \"5m\", at most 36500d");
        return duration;
    }

    private static Optional<Instant> expires(JsonObject object) throws Malformed {
        if (!object.has("expires")) return Optional.empty();
        var instant = object.text("expires").flatMap(Spans::instant);
        if (instant.isEmpty())
            throw new Malformed(object, "'expires' must be an RFC 3339 time such as 2026-11-23T06:16:00Z");
        return instant;
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
