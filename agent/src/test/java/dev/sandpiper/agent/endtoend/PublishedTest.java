package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What `mosquitto_sub -t 'sandpiper/#' -v` shows beside a running agent: contract sections 1, 2 and 5. */
class PublishedTest {
    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private static final String BEGINNING = "\\{\"ts\":\"" + TIME + "\",\"run\":\\d+,\"seq\":\\d+,";
    private static final String LOG_LINE = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d (INFO|WARN|ERROR) +\\S.*";
    private static final String DECIMAL = "-?\\d+\\.\\d+";

    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void anAgentWithOneOfEachKind() {
        site = Site.in(folder, """
                sensors:
                  - { id: air, type: bme280, every: 200ms }
                  - { id: barometer, type: bmp280, address: 0x77, every: 200ms }
                  - { id: room, type: lm75, every: 200ms }
                  - { id: outdoor, type: tmp102, address: 0x49, every: 200ms }
                  - { id: door, type: gpio-input, pin: 17, pull: up, active: low, debounce: 20ms }
                  - { id: computer, type: system, every: 200ms }
                actuators:
                  - { id: pump, type: gpio-output, pin: 22 }
                  - { id: valve, type: gpio-output, pin: 23, active: low, safe: on, initial: on }
                """).start();
        for (var id : List.of("air", "barometer", "room", "outdoor", "computer"))
            Eventually.until(
                    id + " was published three times",
                    () -> site.on("telemetry/" + id).size() >= 3);
        site.await("health", health -> health.get("ok").getAsBoolean());
    }

    @AfterAll
    static void theEnd() {
        site.close();
    }

    @Test
    void statusIsTheWordOnline() {
        assertEquals(List.of("online"), site.recorder().on("sandpiper/hut/status"));
    }

    @Test
    void nothingIsPublishedOutsideTheDevicesTopics() {
        var topics = site.recorder().messages().stream()
                .map(Recorder.Message::topic)
                .filter(topic -> !topic.matches(
                        "sandpiper/hut/(status|info|health|telemetry/\\w+|state/\\w+|reply/\\w+|command/\\w+)"))
                .toList();
        assertEquals(List.of(), topics);
    }

    @Test
    void everythingTheAgentPublishesHasQosOne() throws IOException {
        var published = Files.readString(site.broker().log())
                .lines()
                .filter(line -> line.contains("Received PUBLISH from hut"))
                .toList();
        assertFalse(published.isEmpty());
        assertEquals(
                List.of(),
                published.stream().filter(line -> !line.contains(", q1,")).toList());
    }

    @Test
    void aBme280ReadingHasItsKeysInThisForm() {
        assertAllMatch(
                "air", BEGINNING + "\"temperature\":%1$s,\"humidity\":%1$s,\"pressure\":%1$s}".formatted(DECIMAL));
    }

    @Test
    void aBmp280ReadingHasTemperatureAndPressure() {
        assertAllMatch("barometer", BEGINNING + "\"temperature\":%1$s,\"pressure\":%1$s}".formatted(DECIMAL));
    }

    @Test
    void thermometersPublishTheirTemperatureOnly() {
        assertAllMatch("room", BEGINNING + "\"temperature\":" + DECIMAL + "}");
        assertAllMatch("outdoor", BEGINNING + "\"temperature\":" + DECIMAL + "}");
    }

    @Test
    void theComputerPublishesLoadMemoryDiskAndUptimeInWholeSeconds() {
        assertAllMatch(
                "computer",
                BEGINNING
                        + "(\"temperature\":%1$s,)?\"load\":%1$s,\"memory_used\":%1$s,\"disk_used\":%1$s,\"uptime\":\\d+}"
                                .formatted(DECIMAL));
    }

    private static void assertAllMatch(String sensor, String pattern) {
        var odd = site.recorder().on("sandpiper/hut/telemetry/" + sensor).stream()
                .filter(payload -> !payload.matches(pattern))
                .toList();
        assertEquals(List.of(), odd, "expected: " + pattern);
    }

    @Test
    void theValuesAreThoseOfAHabitableRoom() {
        var air = site.on("telemetry/air").getFirst();
        assertBetween(-10, 50, air, "temperature");
        assertBetween(0, 100, air, "humidity");
        assertBetween(850, 1100, air, "pressure");
    }

    private static void assertBetween(double least, double most, JsonObject reading, String name) {
        var value = reading.get(name).getAsDouble();
        assertTrue(value >= least && value <= most, name + " is " + value);
    }

    @Test
    void timeStampsAreUtcAndNow() {
        var age = Duration.between(instant(site.on("telemetry/air").getFirst()), Instant.now());
        assertFalse(age.isNegative(), "it comes from the future: " + age);
        assertTrue(age.compareTo(Duration.ofMinutes(5)) < 0, "it comes from the past: " + age);
    }

    private static Instant instant(JsonObject message) {
        return Instant.parse(message.get("ts").getAsString());
    }

    @Test
    void readingsOfOneSensorAreInOrder() {
        var numbers = site.on("telemetry/air").stream()
                .map(reading -> reading.get("seq").getAsLong())
                .toList();
        assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
    }

    @Test
    void seqCountsReadingsAndStatesOfARunFromOneWithoutAHole() {
        Eventually.until(
                "no record is under way", () -> site.arrivals().missing(run()).isEmpty());
        assertEquals(List.of(run()), site.arrivals().runs());
        site.arrivals().assertDuplicatesAreIdentical();
    }

    @Test
    void aNewStoreBeginsItsRunsBetweenOneAndTwoThousandMillions() {
        assertTrue(run() >= 1_000_000_000L && run() < 2_000_000_000L, "run is " + run());
    }

    private static long run() {
        return site.on("info").getFirst().get("run").getAsLong();
    }

    @Test
    void stateTellsTheInitialValueWithItsCause() {
        assertTrue(site.recorder()
                .await("sandpiper/hut/state/pump", _ -> true)
                .matches(BEGINNING + "\"value\":false,\"cause\":\"start\"}"));
        assertTrue(site.recorder()
                .await("sandpiper/hut/state/valve", _ -> true)
                .matches(BEGINNING + "\"value\":true,\"cause\":\"start\"}"));
    }

    @Test
    void anOutputIsRequestedWithItsInitialLevelAtOnce() {
        assertEquals("low", site.agent().levels(22).getFirst());
        assertEquals("low", site.agent().levels(23).getFirst());
    }

    @Test
    void infoSaysWhatTheDeviceIs() {
        var info = site.on("info").getFirst();
        assertTrue(info.get("agent").getAsString().matches("\\d+\\.\\d+\\.\\d+.*"), info.toString());
        assertTrue(info.get("config").getAsString().matches("sha256:[0-9a-f]{64}"), info.toString());
        for (var key : List.of("boot", "board", "os"))
            assertFalse(info.get(key).getAsString().isBlank(), key);
        assertFalse(info.has("previous"), "nothing came before a new store: " + info);
        var temperature = info.getAsJsonObject("sensors")
                .getAsJsonObject("air")
                .getAsJsonObject("values")
                .get("temperature");
        assertEquals("{\"unit\":\"°C\",\"resolution\":0.01}", temperature.toString());
        assertEquals(
                "{\"type\":\"gpio-output\",\"safe\":false}",
                info.getAsJsonObject("actuators").get("pump").toString());
        assertEquals(
                "{\"type\":\"gpio-output\",\"safe\":true}",
                info.getAsJsonObject("actuators").get("valve").toString());
        assertEquals(
                Set.of("air", "barometer", "room", "outdoor", "door", "computer"),
                info.getAsJsonObject("sensors").keySet());
    }

    @Test
    void valueNamesInInfoAreThoseInReadings() {
        var told = site.on("info").getFirst().getAsJsonObject("sensors");
        for (var id : List.of("air", "barometer", "room", "outdoor"))
            assertEquals(
                    told.getAsJsonObject(id).getAsJsonObject("values").keySet(),
                    values(site.on("telemetry/" + id).getFirst()));
    }

    private static Set<String> values(JsonObject reading) {
        return reading.keySet().stream()
                .filter(key -> !Set.of("ts", "run", "seq").contains(key))
                .collect(Collectors.toSet());
    }

    @Test
    void healthHasTheKeysOfTheContract() {
        var health = site.await("health", message -> message.get("ok").getAsBoolean());
        assertHas(health, "ts run ok problems uptime clock link outbox sensors actuators process board");
        assertHas(health.getAsJsonObject("link"), "since connects last_loss keep_alive rtt_ms");
        assertHas(health.getAsJsonObject("outbox"), "records bytes oldest dropped store");
        assertHas(health.getAsJsonObject("sensors").getAsJsonObject("air"), "ok last errors clipped");
        assertHas(health.getAsJsonObject("actuators").getAsJsonObject("pump"), "ok value");
        assertHas(health.getAsJsonObject("process"), "rss_mib threads");
        assertHas(health.getAsJsonObject("board"), "disk_free_mib");
        assertTrue(health.get("ts").getAsString().matches(TIME));
        assertEquals("synchronised", health.get("clock").getAsString());
        assertEquals("ok", health.getAsJsonObject("outbox").get("store").getAsString());
        assertEquals(60, health.getAsJsonObject("link").get("keep_alive").getAsInt());
        assertTrue(health.getAsJsonArray("problems").isEmpty());
    }

    private static void assertHas(JsonObject object, String keys) {
        var missing = new TreeSet<>(List.of(keys.split(" ")));
        missing.removeAll(object.keySet());
        assertTrue(missing.isEmpty(), "no " + missing + " in " + object);
    }

    @Test
    void theFirstHealthAlreadyKnowsOfTheConnection() {
        var first = site.on("health").getFirst();
        assertTrue(first.get("ok").getAsBoolean(), first.toString());
        assertEquals(1, first.getAsJsonObject("link").get("connects").getAsInt());
        assertTrue(first.getAsJsonObject("link").get("since").getAsString().matches(TIME), first.toString());
    }

    @Test
    void healthIsOkExactlyWhileThereAreNoProblems() {
        for (var health : site.on("health"))
            assertEquals(
                    health.getAsJsonArray("problems").isEmpty(),
                    health.get("ok").getAsBoolean(),
                    health.toString());
    }

    @Test
    void aDoorThatOpensAndClosesIsPublishedAtOnce() {
        site.await("telemetry/door", reading -> !reading.get("state").getAsBoolean());
        site.agent().control("gpio 17 low");
        site.await("telemetry/door", reading -> reading.get("state").getAsBoolean());
        var closed = site.on("telemetry/door").size();
        site.agent().control("gpio 17 high");
        Eventually.until("it is open again", () -> site.on("telemetry/door").size() > closed);
        var states = site.on("telemetry/door").stream()
                .map(reading -> reading.get("state").getAsBoolean())
                .toList();
        assertEquals(List.of(false, true, false), states);
        assertAllMatch("door", BEGINNING + "\"state\":(true|false)}");
    }

    @Test
    void whoComesLaterFindsStatusInfoHealthStatesAndInputsButNoOldReadings() {
        site.await("telemetry/door", _ -> true);
        try (var newcomer = Recorder.on(site.broker(), "newcomer")) {
            Eventually.until(
                    "it gets what is retained", () -> retained(newcomer).contains("status"));
            newcomer.await("sandpiper/hut/telemetry/computer", _ -> true);
            assertEquals(
                    Set.of("status", "info", "health", "state/pump", "state/valve", "telemetry/door"),
                    retained(newcomer));
        }
    }

    private static Set<String> retained(Recorder recorder) {
        return recorder.messages().stream()
                .filter(Recorder.Message::retained)
                .map(message -> message.topic().substring(Site.BASE.length()))
                .collect(Collectors.toSet());
    }

    @Test
    void standardOutputStaysEmptyAndTheLogTellsChangesOnly() {
        assertEquals("", site.agent().output());
        assertEquals(
                1, site.agent().logLinesWith("connected to mqtt://127.0.0.1").size());
        var odd = site.agent()
                .log()
                .lines()
                .filter(line -> !line.matches(LOG_LINE))
                .toList();
        assertEquals(List.of(), odd);
    }
}
