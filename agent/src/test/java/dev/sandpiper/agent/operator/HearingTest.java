package dev.sandpiper.agent.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages are those of the contract, sections 2, 3 and 5. */
class HearingTest {
    private static final Optional<String> TS = Optional.of("2026-11-23T06:15:04.120Z");

    private final Hearing hearing = new Hearing("plant/hall-2");

    private List<Heard> hear(String topic, String payload) {
        return hearing.of("plant/hall-2/" + topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    private Heard one(String topic, String payload) {
        var heard = hear(topic, payload);
        assertEquals(1, heard.size(), heard.toString());
        return heard.getFirst();
    }

    @Test
    void aReadingKeepsItsValuesAsTheyWereWritten() {
        var reading = (Heard.Reading)
                one(
                        "greenhouse-1/telemetry/air",
                        "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1483920511,\"seq\":4321,\"temperature\":21.40,\"humidity\":48.1}");
        assertEquals(TS, reading.ts());
        assertEquals("{temperature=21.40, humidity=48.1}", reading.values().toString());
        assertEquals(Optional.empty(), reading.error());
    }

    @Test
    void anErrorReadingHasNoValues() {
        var reading = (Heard.Reading)
                one(
                        "greenhouse-1/telemetry/air",
                        "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1,\"seq\":4322,\"error\":\"no acknowledgement from 0x76 on i2c-1\"}");
        assertEquals(Map.of(), reading.values());
        assertEquals(Optional.of("no acknowledgement from 0x76 on i2c-1"), reading.error());
    }

    @Test
    void aStateIsInTheWordsOfPeople() {
        assertEquals(
                new Heard.State("hut", "pump", TS, "on", "command 7f3a"),
                one(
                        "hut/state/pump",
                        "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"run\":1,\"seq\":2,\"value\":true,\"cause\":\"command\",\"command\":\"7f3a\"}"));
    }

    @Test
    void aReplyTellsItsReasonOrItsValue() {
        assertEquals(
                new Heard.Answer("hut", "pump", TS, "7f3a done, on"),
                one(
                        "hut/reply/pump",
                        "{\"id\":\"7f3a\",\"result\":\"done\",\"value\":true,\"ts\":\"2026-11-23T06:15:04.120Z\"}"));
        assertEquals(
                new Heard.Answer("hut", "pump", Optional.empty(), "rejected: too often"),
                one("hut/reply/pump", "{\"result\":\"rejected\",\"reason\":\"too often\"}"));
    }

    @Test
    void aReplyOfTheAgentTellsItsData() {
        assertEquals(
                new Heard.Answer("hut", "agent", Optional.empty(), "2 done, temperature 21.40, humidity 48"),
                one(
                        "hut/reply/agent",
                        "{\"id\":\"2\",\"result\":\"done\",\"data\":{\"temperature\":21.40,\"humidity\":48}}"));
    }

    @Test
    void historyIsEachOfItsReadingsAndStates() {
        var heard = hear(
                "hut/history/x",
                "{\"readings\":[{\"ts\":\"2026-11-23T06:15:04.120Z\",\"temperature\":1.0},{\"value\":false,\"cause\":\"start\"}]}");
        assertEquals(2, heard.size());
        assertTrue(heard.getFirst() instanceof Heard.Reading reading
                && reading.ts().equals(TS));
        assertEquals(new Heard.State("hut", "x", Optional.empty(), "off", "start"), heard.getLast());
    }

    @Test
    void aRecordThatLeavesLateByItselfIsHistoryToo() { // outbox.batch: 1
        assertEquals(
                new Heard.State("hut", "x", Optional.empty(), "off", "start"),
                one("hut/history/x", "{\"value\":false,\"cause\":\"start\"}"));
    }

    @Test
    void inSenmlItIsTheSameInTheUnitsOfTheContract() {
        var pack = "[{\"bn\":\"hut/air/\",\"bt\":1795414504.120,\"n\":\"run\",\"v\":1},{\"n\":\"seq\",\"v\":2},"
                + "{\"n\":\"temperature\",\"u\":\"Cel\",\"v\":21.40},{\"n\":\"pressure\",\"u\":\"Pa\",\"v\":101320},"
                + "{\"n\":\"flow\",\"u\":\"l/s\",\"v\":0.2083},{\"n\":\"signal\",\"u\":\"dBW\",\"v\":-91},"
                + "{\"n\":\"mood\",\"vs\":\"good\"},{\"n\":\"state\",\"vb\":true}";
        for (var topic : List.of("telemetry", "history")) {
            var reading = (Heard.Reading) one("hut/%s/air".formatted(topic), pack + "]");
            assertEquals(TS, reading.ts());
            assertEquals(
                    "{temperature=21.40, pressure=1013.2, flow=12.498, signal=-61, mood=good, state=true}",
                    reading.values().toString());
        }
        var state = "{\"bn\":\"hut/pump/\",\"bt\":0,\"n\":\"value\",\"vb\":true},{\"n\":\"cause\",\"vs\":\"start\"}";
        var told = new Heard.State("hut", "pump", Optional.empty(), "on", "start");
        assertEquals(told, one("hut/state/pump", "[" + state + "]"));
        assertEquals(List.of(told, told), hear("hut/history/pump", "[" + state + "," + state + "]"));
    }

    @Test
    void plainItIsAValueOfASensorOrAState() {
        assertEquals(
                new Heard.Value("hut", "air", "temperature", "21.40"), one("hut/telemetry/air/temperature", "21.40"));
        assertEquals(new Heard.State("hut", "pump", Optional.empty(), "on", ""), one("hut/state/pump", "true"));
    }

    @Test
    void theRestIsToldInShort() {
        assertEquals(new Heard.Status("hut", "online"), one("hut/status", "online"));
        assertEquals(
                new Heard.Health("hut", TS, List.of("air: dead")),
                one("hut/health", "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"ok\":false,\"problems\":[\"air: dead\"]}"));
        assertEquals(
                new Heard.Gap("hut", TS, "120 records, full"),
                one("hut/gap", "{\"ts\":\"2026-11-23T06:15:04.120Z\",\"dropped\":120,\"reason\":\"full\"}"));
        assertEquals(
                new Heard.Birth(
                        "hut",
                        "agent 1.0.0 on Raspberry Pi 4 Model B Rev 1.4",
                        Map.of("air", Map.of("temperature", "°C"))),
                one(
                        "hut/info",
                        "{\"agent\":\"1.0.0\",\"board\":\"Raspberry Pi 4 Model B Rev 1.4\",\"sensors\":{\"air\":{\"type\":\"bme280\",\"values\":{\"temperature\":{\"unit\":\"°C\",\"resolution\":0.01}}}}}"));
    }

    @Test
    void anEmptyPayloadOnlyTakesAwayWhatTheBrokerKept() {
        assertEquals(List.of(), hear("hut/status", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h t/status",
                "/status",
                "hut/telemetry/a/b/c",
                "hut/telemetry/a/B",
                "hut/state/a/b",
                "hut/telemetry/\u001b[2J",
                "hut/command/pump",
                "hut",
                ""
            })
    void whatIsNotADevicesTopicIsNothing(String topic) {
        assertEquals(List.of(), hear(topic, "{}"));
    }

    @Test
    void anothersPrefixIsNothing() {
        assertEquals(List.of(), hearing.of("plant/hall-20/hut/status", new byte[] {'x'}));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "7",
                "null",
                "\"\u0000\"",
                "{\"ts\":7}{",
                "{\"problems\":{}}",
                "{\"problems\":[{}]}",
                "{\"readings\":7}",
                "{\"readings\":[7]}",
                "{\"sensors\":[]}",
                "{\"sensors\":{\"air\":7}}",
                "[7]",
                "[{}]",
                "[{\"n\":\"x\",\"v\":1e999999999}]",
                "[{\"bn\":{},\"bt\":1e999999999,\"n\":\"pressure\",\"u\":\"Pa\",\"v\":1}]",
                "[{\"n\":\"pressure\",\"u\":\"Pa\",\"v\":1e999999999}]",
                "[{\"n\":\"pressure\",\"u\":\"Pa\",\"v\":[]}]"
            })
    void nonsenseIsToldAsSuchAndNothingElse(String payload) {
        for (var topic : List.of("info", "health", "gap", "telemetry/air", "state/air", "reply/air", "history/air"))
            for (var heard : hear("hut/" + topic, payload)) assertEquals("hut", heard.device());
        assertTrue(one("hut/telemetry/air", "{\"a\":") instanceof Heard.Unreadable);
    }

    @Test
    void nothingThatCommandsATerminalComesThroughAndNothingLong() {
        var evil = "\\u001b]0;evil\\u0007" + "x".repeat(100_000);
        for (var topic : List.of("info", "health", "gap", "telemetry/air", "state/air", "reply/air")) {
            var payload =
                    "{\"ts\":\"%1$s\",\"%1$s\":\"%1$s\",\"error\":\"%1$s\",\"value\":\"%1$s\",\"cause\":\"%1$s\",\"command\":\"%1$s\",\"result\":\"%1$s\",\"id\":\"%1$s\",\"reason\":\"%1$s\",\"dropped\":\"%1$s\",\"agent\":\"%1$s\",\"board\":\"%1$s\",\"problems\":[\"%1$s\"],\"sensors\":{\"air\":{\"values\":{\"t\":{\"unit\":\"%1$s\"}}}}}"
                            .formatted(evil);
            var told = one("hut/" + topic, payload).toString();
            assertTrue(told.contains("evil"), told);
            assertTrue(told.chars().noneMatch(c -> c < ' ' || c == 0x7f), told);
            assertTrue(told.length() < 5000, told);
        }
        assertEquals(new Heard.Status("hut", "?[2J"), one("hut/status", "\u001b[2J"));
    }

    @Test
    void whateverTheBytesItIsHeardOrNot() {
        var random = RandomGenerator.of("L64X128MixRandom");
        var alphabet = "{}[]\":,0123456789.-eE\\utfnrlsa \u001b\u009b";
        for (var i = 0; i < 20_000; i++) {
            var payload = new StringBuilder("{");
            for (var length = random.nextInt(40); length > 0; length--)
                payload.append(alphabet.charAt(random.nextInt(alphabet.length())));
            for (var topic : List.of("info", "health", "telemetry/a", "history/a")) hear("hut/" + topic, payload + "}");
        }
    }
}
