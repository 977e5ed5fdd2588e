package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.DriverJars;
import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sensors that fail, come back, bounce or are filtered: contract sections 2 and 5. */
class SensorTest {
    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void anAgent() {
        site = Site.in(folder, """
                sensors:
                  - { id: air, type: bme280, every: 100ms }
                  - { id: room, type: lm75, every: 100ms }
                  - { id: absent, type: tmp102, address: 0x49, every: 100ms }
                  - { id: offset, type: tmp102, address: 0x4a, every: 100ms, values: { temperature: { offset: -10.0 } } }
                  - { id: calm, type: tmp102, address: 0x4b, every: 100ms, values: { temperature: { deadband: 1.0 } } }
                  - { id: door, type: gpio-input, pin: 17, pull: up, active: low, debounce: 200ms }
                  - { id: edges, type: gpio-input, pin: 18, pull: down, debounce: 0ms }
                  - { id: hanging, type: my-chip, address: 0x49, bus: 2, every: 100ms, hangs: true }
                  - { id: beside, type: lm75, address: 0x48, bus: 2, every: 100ms }
                drivers: [ { type: my-chip, jar: ../my-chip.jar, class: com.example.MyChip } ]
                """);
        DriverJars.jar(folder.resolve("my-chip.jar"));
        site.agent().control("i2c 1 0x49 fail");
        site.agent().control("i2c 1 0x4a 0x00 19 10");
        site.agent().control("i2c 1 0x4b 0x00 19 10");
        site.start();
    }

    @AfterAll
    static void theEnd() {
        site.close();
    }

    @Test
    void aSensorThatFailsGivesOneErrorReadingAndTheOthersGoOn() {
        site.await("telemetry/air", reading -> reading.has("pressure"));
        site.agent().control("i2c 1 0x76 fail");
        var error = site.await("telemetry/air", reading -> reading.has("error"));
        assertEquals(List.of("ts", "run", "seq", "error"), List.copyOf(error.keySet()));
        assertTrue(error.get("error").getAsString().contains("0x76 on i2c-1"), error.toString());
        var problem =
                site.await("health", health -> health.get("problems").toString().contains("air: "));
        assertFalse(problem.get("ok").getAsBoolean());
        var air = problem.getAsJsonObject("sensors").getAsJsonObject("air");
        assertFalse(air.get("ok").getAsBoolean());
        assertTrue(air.get("errors").getAsLong() > 0, air.toString());
        assertEquals(error.get("error"), air.get("error"));
        var others = site.on("telemetry/room").size();
        Eventually.until("the others go on", () -> site.on("telemetry/room").size() > others + 5);
        assertEquals(1, errors("air").size());
        assertTrue(site.on("telemetry/air").getLast().has("error"), "no value is invented or repeated");

        site.agent().control("i2c 1 0x76 ok");
        Eventually.until(
                "it answers again", () -> site.on("telemetry/air").getLast().has("pressure"));
        assertEquals(1, errors("air").size());
        Eventually.until(
                "health says so",
                () -> !site.on("health").getLast().get("problems").toString().contains("air: "));
        assertEquals(
                1,
                site.agent()
                        .logLinesWith("air (bme280, i2c-1 0x76) stopped answering: ")
                        .size());
        assertEquals(
                1,
                site.agent()
                        .logLinesWith("air (bme280, i2c-1 0x76) answers again")
                        .size());
    }

    @Test
    void aSensorThatNeverAnsweredIsAProblemAndNothingMore() {
        site.await("health", health -> health.get("problems").toString().contains("absent: "));
        assertEquals(1, errors("absent").size());
        assertEquals(1, site.on("telemetry/absent").size());
    }

    @Test
    void aDriverFromAJarThatHangsIsAProblemAndTheOthersOfItsBusGoOn() {
        var error = site.await("telemetry/hanging", reading -> reading.has("error"));
        assertEquals(
                "com.example.MyChip has a defect: read has not come back after 2 s; left alone until it does",
                error.get("error").getAsString());
        var others = site.on("telemetry/beside").size();
        Eventually.until("the others go on", () -> site.on("telemetry/beside").size() > others + 5);
        assertEquals(1, errors("hanging").size());
    }

    private static List<JsonObject> errors(String sensor) {
        return site.on("telemetry/" + sensor).stream()
                .filter(reading -> reading.has("error"))
                .toList();
    }

    @Test
    void anOffsetIsAddedToWhatTheChipSays() {
        var reading = site.await("telemetry/offset", message -> message.has("temperature"));
        assertEquals("15.0625", reading.get("temperature").getAsString());
    }

    @Test
    void aChangeWithinTheDeadbandIsNotPublished() {
        site.await(
                "telemetry/calm",
                reading -> reading.get("temperature").getAsString().equals("25.0625"));
        site.agent().control("i2c 1 0x4b 0x00 19 90"); // 25.5625 °C
        var others = site.on("telemetry/room").size();
        Eventually.until(
                "it was read some times", () -> site.on("telemetry/room").size() > others + 5);
        site.agent().control("i2c 1 0x4b 0x00 1a 10"); // 26.0625 °C
        site.await(
                "telemetry/calm",
                reading -> reading.get("temperature").getAsString().equals("26.0625"));
        assertEquals(
                2, site.on("telemetry/calm").size(), site.on("telemetry/calm").toString());
    }

    @Test
    void aContactThatBouncesGivesOneReading() {
        site.await("telemetry/door", reading -> !reading.get("state").getAsBoolean());
        site.agent().control("gpio 17 low\ngpio 17 high\ngpio 17 low\ngpio 17 high\ngpio 17 low");
        site.await("telemetry/door", reading -> reading.get("state").getAsBoolean());
        site.agent().control("gpio 17 high");
        Eventually.until("it is open again", () -> site.on("telemetry/door").size() >= 3);
        assertEquals(List.of(false, true, false), states("door"));
    }

    @Test
    void withoutADebounceTimeEachEdgeIsAReading() {
        site.await("telemetry/edges", reading -> !reading.get("state").getAsBoolean());
        site.agent().control("gpio 18 high\ngpio 18 low\ngpio 18 high\ngpio 18 low");
        Eventually.until("all came", () -> site.on("telemetry/edges").size() >= 5);
        assertEquals(List.of(false, true, false, true, false), states("edges"));
    }

    private static List<Boolean> states(String sensor) {
        return site.on("telemetry/" + sensor).stream()
                .map(reading -> reading.get("state").getAsBoolean())
                .toList();
    }
}
