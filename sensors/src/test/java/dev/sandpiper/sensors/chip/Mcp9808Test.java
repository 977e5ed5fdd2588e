package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Mcp9808Test {

    private static Bench chip(String temperature) throws DeviceFault {
        return Bench.withRegisters(0x18, Map.of(0x05, temperature, 0x06, "00 54", 0x07, "04 00"));
    }

    /**
     * Register 5-4: the alert's three bits, then 13 bits in two's complement, 1/16 °C each; worked out by hand. After a
     * reset all limits are 0 °C, so that the first row's upper two bits are those of a chip above it.
     */
    @ParameterizedTest
    @CsvSource({
        "C1 94, 25.25, 0",
        "01 94, 25.25, 0",
        "21 94, 25.25, 0",
        "E1 94, 25.25, 0",
        "00 00, 0.0, 0",
        "C0 01, 0.0625, 0",
        "3F FF, -0.0625, 0",
        "1F FC, -0.25, 0",
        "3E 70, -25.0, 0",
        "3D 80, -40.0, 0",
        "3D 7F, -40.0625, 1",
        "C7 D0, 125.0, 0",
        "C7 D1, 125.0625, 1",
        "CF FF, 255.9375, 1",
        "30 00, -256.0, 1"
    })
    void readsTheTemperatureAndNotTheAlertBits(String register, String celsius, int clipped) throws DeviceFault {
        try (var bench = chip(register)) {
            var sensor = bench.open(Mcp9808.TYPE, Map.of());
            for (var i = 0; i < 3; i++) {
                var reading = bench.read(sensor);
                assertEquals(celsius, reading.values().get("temperature").toString());
                assertEquals(clipped, reading.clipped());
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            00 00 | 04 00 | manufacturer id is 0x0000, expected 0x0054; check type and address
            10 4A | 04 00 | manufacturer id is 0x104a, expected 0x0054; check type and address
            00 54 | 02 01 | device id is 0x02 (an mcp9804), expected 0x04; check type and address
            00 54 | 00 04 | device id is 0x00, expected 0x04; check type and address
            """)
    void anotherChipIsAFault(String manufacturer, String device, String what) throws DeviceFault {
        var registers = Map.of(0x05, "C1 94", 0x06, manufacturer, 0x07, device);
        try (var bench = Bench.withRegisters(0x1F, registers)) {
            var sensor = bench.open(Mcp9808.TYPE, Map.of("address", 0x1FL));
            assertFault("mcp9808 on i2c-1 at 0x1f: " + what, sensor::start);
        }
    }

    @Test
    void aLaterRevisionIsReadAsWell() throws DeviceFault {
        var registers = Map.of(0x05, "C1 94", 0x06, "00 54", 0x07, "04 07");
        try (var bench = Bench.withRegisters(0x18, registers)) {
            var reading = bench.read(bench.open(Mcp9808.TYPE, Map.of()));
            assertEquals("25.25", reading.values().get("temperature").toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0625, 03, 300", "0.125, 02, 156", "0.25, 01, 78", "0.5, 00, 36"})
    void eachResolutionIsSetAndHasItsTime(String resolution, String code, long millis) throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Mcp9808.TYPE, Map.of("resolution", resolution));
            assertEquals(Duration.ofMillis(millis), bench.convert(sensor));
            var celsius = sensor.read().values().get("temperature").toString();
            assertEquals(0, Double.parseDouble(celsius) % Double.parseDouble(resolution), celsius);
            assertArrayEquals(Bench.bytes(code), bench.board.i2c(1, 0x18).readRegister(0x08, 1));
            assertEquals(Duration.ZERO, sensor.start());
        }
    }

    @Test
    void theSettingsOfAnAlertStayWhatTheyAre() throws DeviceFault {
        try (var bench = new Bench()) {
            var port = bench.board.i2c(1, 0x18);
            var sensor = bench.open(Mcp9808.TYPE, Map.of());
            port.write(Bench.bytes("01 00 08"));
            port.write(Bench.bytes("02 01 E0"));
            bench.read(sensor);
            assertArrayEquals(Bench.bytes("00 08"), port.readRegister(0x01, 2));
            assertArrayEquals(Bench.bytes("01 E0"), port.readRegister(0x02, 2));
        }
    }

    @Test
    void aChipThatWasShutDownIsWokenAndGivenItsTime() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Mcp9808.TYPE, Map.of());
            bench.read(sensor);
            bench.board.i2c(1, 0x18).write(Bench.bytes("01 01 00"));
            bench.pass(Duration.ofSeconds(100));
            assertEquals(Duration.ofMillis(300), bench.convert(sensor));
            // The model's air at that moment, as a thermometer with the full resolution has it.
            assertEquals("24.125", sensor.read().values().get("temperature").toString());
        }
    }

    @Test
    void aChipThatIsLockedWhileShutDownIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Mcp9808.TYPE, Map.of());
            bench.board.i2c(1, 0x18).write(Bench.bytes("01 01 40"));
            assertFault(
                    "mcp9808 on i2c-1 at 0x18: it is shut down and locked (configuration 0x0140); switch its supply off and on",
                    sensor::start);
        }
    }

    @Test
    void aChipWhoseConfigurationCannotBeWrittenIsAFault() throws DeviceFault {
        // Fixed replies take a write and forget it.
        try (var bench = Bench.withReplies(0x18, Map.of("06", "00 54", "07", "04 00", "01", "00 00", "05", "C1 94"))) {
            var sensor = bench.open(Mcp9808.TYPE, Map.of());
            assertFault("mcp9808 on i2c-1 at 0x18: it does not keep its configuration (0x0000)", sensor::start);
        }
    }

    @Test
    void theZeroDegreesOfAResetAreNeverAValue() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Mcp9808.TYPE, Map.of());
            bench.read(sensor);
            bench.convert(sensor);
            bench.board.unplug(1, 0x18);
            bench.board.heal(1, 0x18);
            assertFault(
                    "mcp9808 on i2c-1 at 0x18: lost its settings during the conversion; check its supply",
                    sensor::read);
            assertEquals(Duration.ofMillis(300), sensor.start());
        }
    }

    @Test
    void aResetBetweenTwoReadingsIsNoticed() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Mcp9808.TYPE, Map.of());
            bench.read(sensor);
            bench.board.unplug(1, 0x18);
            bench.board.heal(1, 0x18);
            assertEquals(Duration.ofMillis(300), sensor.start());
        }
    }
}
