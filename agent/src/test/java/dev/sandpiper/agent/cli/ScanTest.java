package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From outside, on the simulated board. */
class ScanTest {
    @TempDir
    private Path folder;

    private Workbench bench;

    @BeforeEach
    void setUp() throws IOException {
        bench = new Workbench(folder);
        Files.createDirectories(folder.resolve("sys"));
    }

    private static final String BOARD = """
            board:
              type: simulated
              sysfs: sys
              control: control.txt
              i2c:
                - { bus: 1, address: 0x76, chip: bme280 }
                - { bus: 1, address: 0x20, chip: mcp23017 }
                - { bus: 1, address: 0x60, chip: mcp4725 }
                - { bus: 1, address: 0x48, registers: { 0x00: "19 10", 0x01: "60 A0" } }
                - { bus: 1, address: 0x49, registers: { 0x00: "19 10", 0x01: "60 A0" } }
                - { bus: 1, address: 0x68, registers: { 0x00: "00" } }
            """;

    private Typed scan(String yaml, Object... words) {
        var line = new java.util.ArrayList<Object>(List.of("scan", "--config", bench.write("agent.yaml", yaml)));
        line.addAll(List.of(words));
        return Typed.line(line.toArray());
    }

    @Test
    void eachChipIsALineAndAnEntry() {
        var typed = scan(BOARD);
        assertEquals("""
                i2c-1
                  0x20  mcp23008 or mcp23017 or pcf8574                               possible  by its address only: a pcf8574 would take a question for a setting
                  0x48  tmp102                                                        likely    as after power-on: 0x01 is 0x6000
                  0x49  tmp102                                                        likely    as after power-on: 0x01 is 0x6000
                  0x60  mcp4725 or pca9685                                            possible  by its address only
                  0x68  ds3231 (no driver yet) or mpu6050 (no driver yet) or pca9685  possible  by its address only
                  0x76  bme280                                                        certain   0xd0 is 0x60

                # beneath broker:
                sensors:
                  - { id: tmp102, type: tmp102, bus: 1, address: 0x48, every: 10s }  # likely
                  - { id: tmp102-2, type: tmp102, bus: 1, address: 0x49, every: 10s }  # likely
                  - { id: bme280, type: bme280, bus: 1, address: 0x76, every: 10s }
                actuators:
                  - { id: expander1, type: mcp23008, bus: 1, address: 0x20 }  # possibly; or mcp23017, pcf8574
                  # - { id: mcp4725, type: mcp4725, bus: 1, address: 0x60, supply: 3.3, safe: 0 }  # possibly; or pca9685
                """, typed.out());
        assertEquals("", typed.err());
        assertEquals(0, typed.code());
    }

    @Test
    void theEntriesAreAConfiguration() {
        var snippet = scan(BOARD).out().replaceFirst("(?s).*# beneath broker:\n", "");
        var pasted = "broker: { url: \"mqtt://127.0.0.1:1\" }\n" + BOARD + snippet;
        var file = bench.write("pasted.yaml", pasted);
        var checked = Typed.line("check", "--config", file);
        assertEquals(0, checked.code(), checked.err());
        var again = Typed.line("scan", "--config", file);
        assertTrue(again.out().contains("0xd0 is 0x60; configured as bme280\n"), again.out());
        assertFalse(again.out().contains("sensors:"), again.out());
    }

    @Test
    void programsGetAnObject() throws JsonObject.Malformed {
        var typed = scan("""
                board:
                  type: simulated
                  sysfs: sys
                  i2c: [ { bus: 3, address: 0x76, chip: bme280 } ]
                """, "--bus", 3, "--json");
        var object = JsonObject.parse(typed.out());
        assertEquals(
                "{\"address\":\"0x76\",\"certainty\":\"certain\",\"chips\":[{\"about\":\"Bosch BME280: temperature, humidity, air pressure\",\"driver\":true,\"name\":\"bme280\"}],\"configured\":null,\"state\":\"answers\",\"why\":\"0xd0 is 0x60\"}",
                device(object).canonical());
        assertEquals(
                "sensors:\n  - { id: bme280, type: bme280, bus: 3, address: 0x76, every: 10s }\n",
                object.text("snippet").orElseThrow());
    }

    private static JsonObject device(JsonObject object) {
        var bus = (JsonObject) object.get("i2c", List.class).orElseThrow().getFirst();
        return (JsonObject) bus.get("devices", List.class).orElseThrow().getFirst();
    }

    @Test
    void whatIsBehindAConfiguredMultiplexerIsFoundThere() {
        var typed = scan("""
                board:
                  type: simulated
                  sysfs: sys
                  i2c: [ { bus: mux1/3, address: 0x76, chip: bme280 }, { bus: 1, address: 0x18, chip: mcp9808 } ]
                actuators: [ { id: mux1, type: tca9548a, address: 0x70 } ]
                """);
        assertTrue(typed.out().contains("mux1/3\n  0x76  bme280  certain  0xd0 is 0x60\n"), typed.out());
        assertTrue(typed.out().contains("{ id: bme280, type: bme280, bus: mux1/3, address: 0x76, every: 10s }"));
        assertEquals(
                1,
                typed.out()
                        .lines()
                        .filter(line -> line.contains("0x18  mcp9808"))
                        .count(),
                typed.out());
        assertEquals(
                7,
                typed.out()
                        .lines()
                        .filter(line -> line.contains("nothing answers"))
                        .count(),
                typed.out());
    }

    @Test
    void aBusThatIsNotThereIsOneSentenceAndTheOthersAreNamed() {
        var typed = scan(BOARD, "--bus", 20);
        assertEquals("sandpiper: there is no I2C bus 20 here; there is i2c-1\n", typed.err());
        assertEquals("", typed.out());
        assertEquals(1, typed.code());
    }

    @Test
    void aHeldBusIsAFailure() {
        bench.write("control.txt", "i2c 1 held\n");
        var typed = scan(BOARD);
        assertEquals("i2c-1 cannot be scanned\n", typed.out());
        assertEquals(
                "sandpiper: no end of the transfer with 0x0a: i2c-1 is held down; check wiring and pull-up resistors\n",
                typed.err());
        assertEquals(1, typed.code());
    }

    @Test
    void anEmptyBusSaysWhatToLookAt() {
        var typed = scan("board: { type: simulated, sysfs: sys }\n");
        assertEquals(0, typed.code(), typed.err());
        assertTrue(typed.out().startsWith("i2c-1: nothing answers; check supply, ground, SDA and SCL"), typed.out());
    }

    @Test
    void withoutI2cItSaysHowToSwitchItOn() throws Failure {
        for (var buses : List.of(List.<Integer>of(), List.of(20, 21)))
            assertEquals(
                    List.of("I2C is switched off on this Pi: run 'sudo raspi-config nonint do_i2c 0', then scan again"),
                    assertThrowsFailure(() -> new ScanBuses(buses).only(1)).lines());
        assertEquals(
                1, assertThrowsFailure(() -> new ScanBuses(List.of()).all()).code());
        assertEquals(List.of(20, 21), new ScanBuses(List.of(20, 21)).all());
    }

    private static Failure assertThrowsFailure(org.junit.jupiter.api.function.Executable what) {
        return org.junit.jupiter.api.Assertions.assertThrows(Failure.class, what);
    }
}
