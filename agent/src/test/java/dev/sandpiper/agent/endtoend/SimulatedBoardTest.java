package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The board of contract section 8, pasted from there, under the real drivers. */
class SimulatedBoardTest {
    private static final String SECTION_8 = """
            board:
              type: simulated
              trace: trace.log                 # appended: 2026-11-23T06:15:05.002Z gpio 22 high (or: pwm 18 0.5); the first line of a pin is the level it was requested with
              control: control.txt             # read from its beginning at start, then followed: gpio 17 low | i2c 1 0x76 fail | i2c 1 0x76 ok | i2c 1 0x48 0x00 19 10
              sysfs: replay/sys                # read in place of /sys (1-Wire, IIO, hwmon, thermal zones)
              i2c:
                - { bus: 1, address: 0x76, chip: bme280 }                                   # a chip model with slowly changing values
                - { bus: 1, address: 0x48, registers: { 0x00: "19 10", 0x01: "60 A0" } }    # a register file: bytes from a pointer written first
                - { bus: 1, address: 0x44, replies: { "24 00": "61 B8 3C 7F 2E 90" } }      # bytes to read after these bytes were written
            """;

    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void anAgentOnThatBoard() throws IOException {
        site = Site.in(folder, SECTION_8 + """
                sensors:
                  - { id: air, type: bme280, every: 100ms }
                  - { id: soil, type: tmp102, every: 100ms }
                  - { id: computer, type: system, every: 100ms }
                  - { id: door, type: gpio-input, pin: 17, pull: up, active: low }
                actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
                """);
        var zone = Files.createDirectories(site.agent().file("replay/sys/class/thermal/thermal_zone0"));
        Files.writeString(zone.resolve("temp"), "51234\n");
        site.agent().control("gpio 17 low");
        site.start();
    }

    @AfterAll
    static void theEnd() {
        site.close();
    }

    @Test
    void theRegisterFileHoldsTwentyFivePointZeroSixTwoFiveDegreesUntilTheControlFileSaysOtherwise() {
        // TMP102 data sheet (SBOS397), table 6-5: 0x191 in the upper twelve bits is 25.0625 °C, 0x320 is 50 °C.
        assertEquals("25.0625", temperature("soil"));
        site.agent().control("i2c 1 0x48 0x00 32 00");
        site.await(
                "telemetry/soil",
                reading -> reading.get("temperature").getAsString().equals("50.0"));
    }

    @Test
    void theReplayedSysfsStandsInForTheRealOne() {
        assertEquals("51.23", temperature("computer"));
        site.await(
                "health",
                health -> health.getAsJsonObject("board").has("temperature")
                        && health.getAsJsonObject("board")
                                .get("temperature")
                                .getAsString()
                                .equals("51.2"));
    }

    private static String temperature(String sensor) {
        return site.await("telemetry/" + sensor, reading -> reading.has("temperature"))
                .get("temperature")
                .getAsString();
    }

    @Test
    void theControlFileIsReadFromItsBeginningAtStart() {
        var first = site.await("telemetry/door", reading -> reading.has("state"));
        assertTrue(first.get("state").getAsBoolean(), "the file said low before the start: " + first);
    }

    @Test
    void theTraceHasALineForEachLevelBeginningWithTheOneRequested() throws IOException {
        site.ask("pump", "on");
        var lines = Files.readAllLines(site.agent().file("trace.log"));
        var stamp = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
        assertTrue(lines.getFirst().matches(stamp + " gpio 22 low"), lines.toString());
        assertTrue(lines.get(1).matches(stamp + " gpio 22 high"), lines.toString());
        assertEquals(2, lines.size());
    }

    @Test
    void theModelsValuesChangeSlowly() {
        Eventually.until(
                "there are twenty readings", () -> site.on("telemetry/air").size() >= 20);
        var temperatures = site.on("telemetry/air").stream()
                .map(reading -> reading.get("temperature").getAsDouble())
                .toList();
        for (var i = 1; i < temperatures.size(); i++)
            assertEquals(temperatures.get(i - 1), temperatures.get(i), 1.0, temperatures.toString());
    }
}
