package dev.sandpiper.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.command.Command.Malformed;
import dev.sandpiper.agent.json.JsonObject;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** For a fuzzer: any payload is a command or malformed, for an actuator as for the agent. */
public final class CommandTarget {
    private static final int LONGEST_SENTENCE = 200;
    private static final int LONGEST_CONTENT = 100;

    private CommandTarget() {}

    private interface Reader {
        Command read(byte[] payload) throws Malformed;
    }

    /** Called by the fuzzer, by this name. */
    public static void fuzzerTestOneInput(byte[] payload) throws JsonObject.Malformed {
        var forActuator = read(Command::forActuator, payload);
        if (forActuator != null) assertTrue(forActuator.value().isPresent() && hasBounds(forActuator));
        var forAgent = read(Command::forAgent, payload);
        if (forAgent != null) sameWhenWrittenAgain(forAgent.agent().orElseThrow());
    }

    private static @Nullable Command read(Reader reader, byte[] payload) {
        try {
            var command = reader.read(payload.clone());
            assertEquals(command, again(reader, payload));
            return command;
        } catch (Malformed malformed) {
            assertTrue(malformed.getMessage().length() <= LONGEST_SENTENCE, malformed.getMessage());
            assertTrue(malformed.id().stream().allMatch(CommandTarget::isId));
            return null;
        }
    }

    private static @Nullable Command again(Reader reader, byte[] payload) {
        try {
            return reader.read(payload);
        } catch (Malformed impossible) {
            return null;
        }
    }

    private static boolean hasBounds(Command command) {
        return command.id().stream().allMatch(CommandTarget::isId)
                && command.content().length() <= LONGEST_CONTENT
                && command.holdFor().stream().allMatch(span -> span.isPositive() && span.toDays() <= 36_500)
                && (!(command.value().orElseThrow() instanceof Double number) || Double.isFinite(number));
    }

    /** What comes back as it was sent: at most 64 bytes, and text. */
    static boolean isId(String id) {
        var bytes = id.getBytes(StandardCharsets.UTF_8);
        return bytes.length > 0 && bytes.length <= 64 && new String(bytes, StandardCharsets.UTF_8).equals(id);
    }

    private static void sameWhenWrittenAgain(JsonObject object) throws JsonObject.Malformed {
        var written = object.canonical();
        assertEquals(written, JsonObject.parse(written).canonical());
    }
}
