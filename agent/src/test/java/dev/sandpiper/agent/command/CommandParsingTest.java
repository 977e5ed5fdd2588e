package dev.sandpiper.agent.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.command.Command.Malformed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandParsingTest {

    private static Command parse(String payload) throws Malformed {
        return Command.forActuator(payload.getBytes(UTF_8));
    }

    private static Malformed refused(byte[] payload) {
        return assertThrows(Malformed.class, () -> Command.forActuator(payload));
    }

    private static Malformed refused(String payload) {
        return refused(payload.getBytes(UTF_8));
    }

    @Test
    void aCommandHasItsParts() throws Malformed {
        var command = parse("{\"id\":\"7f3a\",\"value\":true,\"for\":\"30s\",\"expires\":\"2026-11-23T06:16:00Z\"}");
        assertEquals(Optional.of("7f3a"), command.id());
        assertEquals(Optional.of(true), command.value());
        assertEquals(Optional.of(Duration.ofSeconds(30)), command.holdFor());
        assertEquals(Optional.of(Instant.parse("2026-11-23T06:16:00Z")), command.expires());
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "True", "TRUE", " true\n"})
    void aPayloadThatIsNoObjectIsTheValue(String payload) throws Malformed {
        assertEquals(Optional.of(true), parse(payload).value());
        assertEquals(Optional.empty(), parse(payload).id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"on\"", " \"on\"\n", "\"\\u006fn\""})
    void aTextInQuotesIsTheText(String payload) throws Malformed {
        assertEquals(Optional.of("on"), parse(payload).value());
        assertEquals(Optional.empty(), parse(payload).holdFor());
    }

    @ParameterizedTest
    @CsvSource({"1,1.0", "0.75,0.75", "-1,-1.0", "1e-3,0.001", "007,7.0", "0.30000000000000004,0.30000000000000004"})
    void aPlainNumberIsANumber(String payload, double expected) throws Malformed {
        assertEquals(Optional.of(expected), parse(payload).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ON",
                "toggle",
                "0x1",
                "NaN",
                "Infinity",
                "1e400",
                "-1e400",
                "1d",
                "1f",
                ".5",
                "1.",
                "1,5",
                "null",
                "[true]",
                "\"on",
                "\"on\",\"for\":\"1s\"",
                "١"
            })
    void anyOtherPlainPayloadIsAWordThatTheActuatorJudges(String payload) throws Malformed {
        assertEquals(Optional.of(payload), parse(payload).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{}",
                "{\"value\":true",
                "{\"value\":true}}",
                "{\"value\":true} x",
                "{\"value\":true}{\"value\":false}",
                "{\"value\":true}\n{\"value\":true}",
                "{\"value\":true,\"value\":true}",
                "{\"value\":NaN}",
                "{\"value\":1e999}",
                "{\"value\":null}",
                "{\"value\":[true]}",
                "{\"value\":{\"on\":true}}",
                "{value:true}",
                "{'value':true}",
                "{\"value\":true,}",
                "{\"value\":true/**/}",
                "{\"value\":\"\\ud800\"}",
                "{\"value\":true,\"for\":30}",
                "{\"value\":true,\"for\":\"\"}",
                "{\"value\":true,\"for\":\"0s\"}",
                "{\"value\":true,\"for\":\"-5s\"}",
                "{\"value\":true,\"for\":\"999999d\"}",
                "{\"value\":true,\"for\":null}",
                "{\"value\":true,\"expires\":1700000000}",
                "{\"value\":true,\"expires\":\"2026-11-23\"}",
                "{\"value\":true,\"expires\":null}",
                "{\"value\":true,\"id\":7}",
                "{\"value\":true,\"id\":\"\"}",
                "{\"value\":true,\"id\":null}",
                "{\"value\":true,\"duration\":\"5s\"}",
                "{\"Value\":true}"
            })
    void nonsenseIsMalformed(String payload) {
        assertTrue(refused(payload).getMessage().length() > 10);
    }

    @Test
    void aComplaintIsOneShortLineWhateverTheSenderWrote() {
        assertEquals(
                "unknown key '%s…'; a command has value, id, for, expires".formatted("k".repeat(40)),
                refused("{\"" + "k".repeat(5000) + "\":1}").getMessage());
        assertEquals(
                "neither a JSON object nor a value: %s…".formatted("v".repeat(40)),
                refused("v".repeat(5000)).getMessage());
    }

    @Test
    void nestingOfAnyDepthIsRefusedWithoutHarm() {
        assertEquals(
                "the payload is nested too deeply",
                refused("{\"value\":".repeat(900)).getMessage());
        assertEquals(
                "the payload is nested too deeply",
                refused("{\"value\":" + "[".repeat(8000)).getMessage());
    }

    @Test
    void anIdHasAtMostSixtyFourBytesNotCharacters() throws Malformed {
        assertEquals(
                Optional.of("é".repeat(32)),
                parse("{\"id\":\"" + "é".repeat(32) + "\",\"value\":1}").id());
        var sentence = "'id' must be a text of 1 to 64 bytes";
        assertEquals(
                sentence,
                refused("{\"id\":\"" + "é".repeat(32) + "x\",\"value\":1}").getMessage());
    }

    @Test
    void aMalformedCommandIsAnsweredUnderItsIdWhereThatIsGood() {
        assertEquals(Optional.of("a"), refused("{\"id\":\"a\"}").id());
        assertEquals(
                Optional.of("a"),
                refused("{\"value\":1,\"for\":\"x\",\"id\":\"a\"}").id());
        assertEquals(Optional.empty(), refused("{\"id\":7,\"value\":1}").id());
        assertEquals(Optional.empty(), refused("{\"id\":\"a\",\"value\":").id());
    }

    @Test
    void atMostEightKilobytesAreRead() throws Malformed {
        var filler = " ".repeat(8 * 1024 - 14);
        assertEquals(Optional.of(true), parse("{\"value\":true" + filler + "}").value());
        assertEquals(
                "more than the 8192 bytes that are read",
                refused("{\"value\":true " + filler + "}").getMessage());
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        var sentence = "the payload is not UTF-8 text";
        assertEquals(sentence, refused("ön".getBytes(ISO_8859_1)).getMessage());
        assertEquals(
                sentence,
                refused(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}).getMessage());
        assertEquals(sentence, refused(new byte[] {(byte) 0xC0, (byte) 0xAF}).getMessage());
        assertEquals(sentence, refused(new byte[] {0x7B, (byte) 0xFF}).getMessage());
    }

    @Test
    void randomBytesAreACommandOrMalformedAndNothingElse() {
        var random = new Random(1);
        var alphabet = "{}[]\":,\\u0tfale idvorxps17-+.e \n".getBytes(UTF_8);
        for (var round = 0; round < 20_000; round++) {
            var payload = new byte[random.nextInt(1, 60)];
            for (var at = 0; at < payload.length; at++)
                payload[at] =
                        random.nextInt(20) == 0 ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
            var before = payload.clone();
            try {
                assertTrue(Command.forActuator(payload).value().isPresent());
            } catch (Malformed expected) {
                assertFalse(expected.getMessage().isBlank());
            }
            assertArrayEquals(before, payload);
        }
    }

    @Test
    void theSameCommandWrittenOtherwiseHasTheSameContent() throws Malformed {
        assertEquals(
                parse("{\"id\":\"a\",\"value\":1,\"for\":\"30s\"}").content(),
                parse(" {\"for\":\"30s\",\"value\":1.0,\n\"id\":\"\\u0061\"}").content());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"a\",\"value\":true}",
                "{\"id\":\"a\",\"value\":\"1\"}",
                "{\"id\":\"a\",\"value\":2}",
                "{\"id\":\"a\",\"value\":1,\"for\":\"30s\"}",
                "{\"id\":\"a\",\"value\":1,\"expires\":\"2030-01-01T00:00:00Z\"}"
            })
    void anotherCommandHasOtherContent(String payload) throws Malformed {
        assertNotEquals(
                parse("{\"id\":\"a\",\"value\":1}").content(), parse(payload).content());
    }

    @Test
    void longContentsDifferWhereverTheyDo() throws Malformed {
        var one = parse("{\"value\":\"" + "x".repeat(500) + "a\"}");
        var other = parse("{\"value\":\"" + "x".repeat(500) + "b\"}");
        assertNotEquals(one.content(), other.content());
        assertTrue(one.content().length() < 200);
    }

    @Test
    void anAgentCommandNeedsAnObjectThatSaysWhatToDo() throws Malformed {
        assertEquals(
                Optional.of("1"),
                Command.forAgent("{\"id\":\"1\",\"do\":\"ping\"}".getBytes(UTF_8))
                        .id());
        for (var payload : new String[] {"ping", "{\"id\":\"1\"}", "{\"do\":1}", "[]", "{\"do\":null}"})
            assertThrows(Malformed.class, () -> Command.forAgent(payload.getBytes(UTF_8)), payload);
    }
}
