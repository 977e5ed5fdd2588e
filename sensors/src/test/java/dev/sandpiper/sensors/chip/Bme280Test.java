package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bme280Test {
    private static final String DATA = "65 5A C0 7E ED 00 75 30";

    /**
     * One chip with the constants of Bosch's example and humidity constants as real chips have them; a second one with
     * signs the other way round, to catch a byte taken as unsigned.
     */
    private static Map<Integer, String> chip(String which, String data) {
        var registers = new HashMap<>(Map.of(0xD0, "60", 0xA1, "4B", 0xF7, data));
        switch (which) {
            case "first" -> {
                registers.put(0x88, "70 6B 43 67 18 FC 7D 8E 43 D6 D0 0B 27 0B 8C 00 F9 FF 8C 3C F8 C6 70 17");
                registers.put(0xE1, "6A 01 00 13 2B 03 1E");
            }
            case "second" -> {
                registers.put(0x88, "45 6F 6F 68 32 00 82 8F 75 D6 D0 0B 44 1B FC FF F9 FF AC 26 0A D8 BD 10");
                registers.put(0xE1, "80 01 02 FF F4 FE E2");
            }
            default -> throw new IllegalArgumentException(which);
        }
        return registers;
    }

    private static Reading read(Map<Integer, String> registers) throws DeviceFault {
        try (var bench = Bench.withRegisters(0x76, registers)) {
            return bench.read(bench.open(Bme280.TYPE, Map.of()));
        }
    }

    private static double number(Reading reading, String name) {
        return ((Value.Decimal) reading.values().get(name)).number();
    }

    /**
     * Expected values: Bosch's double-precision C code (BST-BME280-DS002 rev. 1.6, section 8.1) transcribed to Python 3
     * and run over the same constants and codes, t_fine not cut to a whole number: only so does it give the 100653.27 Pa
     * of the worked example (BMP280 data sheet, section 3.12); the cut would give 100653.26.
     */
    @ParameterizedTest
    @CsvSource({
        "first, 65 5A C0 7E ED 00 75 30, 25.082477931, 54.288766011, 1006.532667758, 0",
        "first, 65 5A C0 7E ED 00 50 00, 25.082477931, 0.917972730, 1006.532667758, 0",
        "first, 55 73 00 61 A8 00 61 A8, -12.643606730, 27.171540788, 1054.920448571, 0",
        "first, 65 5A C0 50 91 00 52 08, -34.822162758, 7.911492236, 916.288402324, 0",
        "first, AA E6 00 7E ED 00 75 30, 25.082477931, 54.288766011, 518.984503816, 0",
        "first, 65 5A C0 3D 09 00 75 30, -60.305508138, 50.001038884, 879.487209577, 1",
        "first, 65 5A C0 AF C1 00 75 30, 87.290684440, 55.624911652, 1103.137166121, 2",
        "first, 65 5A C0 7E ED 00 FF FF, 25.082477931, 100.000000000, 1006.532667758, 1",
        "first, 65 5A C0 7E ED 00 00 00, 25.082477931, 0.000000000, 1006.532667758, 1",
        "second, 50 91 00 83 D6 00 1F 40, 26.851830264, 49.975267700, 1034.863529078, 0",
        "second, 50 91 00 61 A8 00 17 70, -17.769281183, 41.272947454, 962.432974146, 0",
        "second, 57 E4 00 92 7C 00 2E E0, 45.981984951, 69.669458430, 1013.514748561, 0"
    })
    void readsWhatBoschsFormulasGive(
            String chip, String data, double celsius, double percent, double hectopascal, int clipped)
            throws DeviceFault {
        var reading = read(chip(chip, data));
        assertEquals(celsius, number(reading, "temperature"), 1e-8);
        assertEquals(percent, number(reading, "humidity"), 1e-8);
        assertEquals(hectopascal, number(reading, "pressure"), 1e-8);
        assertEquals(clipped, reading.clipped());
    }

    @Test
    void temperatureComesFirstThenHumidityThenPressure() throws DeviceFault {
        assertEquals(
                List.of("temperature", "humidity", "pressure"),
                List.copyOf(read(chip("first", DATA)).values().keySet()));
    }

    @Test
    void aBmp280InItsPlaceIsNamed() throws DeviceFault {
        var registers = chip("first", DATA);
        registers.put(0xD0, "58");
        assertFault(
                "bme280 on i2c-1 at 0x76: chip id is 0x58 (a bmp280), expected 0x60; use type: bmp280",
                () -> read(registers));
    }

    @Test
    void aHumidityThatWasSkippedIsAFault() {
        assertFault(
                "bme280 on i2c-1 at 0x76: humidity was not measured (it reads 0x8000); the chip lost its settings",
                () -> read(chip("first", "65 5A C0 7E ED 00 80 00")));
    }

    @Test
    void humidityConstantsOfZerosAreAFault() {
        var registers = chip("first", DATA);
        registers.remove(0xE1);
        assertFault(
                "bme280 on i2c-1 at 0x76: its calibration at 0xe1 reads as zeros; the chip is damaged",
                () -> read(registers));
    }

    @Test
    void itMeasuresOnceAndAsksForHumidityBefore() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x76, chip("first", DATA))) {
            bench.read(bench.open(Bme280.TYPE, Map.of()));
            var port = bench.board.i2c(1, 0x76);
            assertEquals(0x01, port.readRegister(0xF2, 1)[0]);
            assertEquals(0b010_101_01, port.readRegister(0xF4, 1)[0]);
        }
    }

    @Test
    void itCanBeReadTenTimesOnEndFromPlainRegisters() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x76, chip("first", DATA))) {
            var sensor = bench.open(Bme280.TYPE, Map.of());
            var first = bench.read(sensor).values().toString();
            for (var i = 0; i < 9; i++)
                assertEquals(first, bench.read(sensor).values().toString());
        }
    }

    @Test
    void aConversionOfAStuckChipIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Bme280.TYPE, Map.of());
            bench.board.inject(1, 0x76, new Fault.Stuck());
            assertFault(
                    "bme280 on i2c-1 at 0x76: the conversion did not end in the longest time of the data sheet",
                    () -> bench.read(sensor));
        }
    }

    @Test
    void aChipReadBeforeTheConversionIsDoneIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Bme280.TYPE, Map.of());
            bench.pass(sensor.start().minusMillis(2));
            assertThrows(DeviceFault.class, sensor::read);
        }
    }

    @Test
    void aChipChangedForAnotherBetweenTwoReadingsIsSetUpAnew() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Bme280.TYPE, Map.of());
            bench.read(sensor);
            bench.board.unplug(1, 0x76);
            bench.board.heal(1, 0x76);
            bench.pass(Duration.ofSeconds(1));
            // The other chip's constants; nobody saw the moment without one.
            bench.board.put(1, 0x76, 0x88, Bench.bytes("45 6F 6F 68 32 00 82 8F 75 D6 D0 0B"));
            bench.board.put(1, 0x76, 0xF7, Bench.bytes("50 91 00 83 D6 00 75 30"));
            assertEquals(26.851830263767624, number(bench.read(sensor), "temperature"), 0.001);
        }
    }

    @Test
    void aBitTurnedOverInTheIdIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Bme280.TYPE, Map.of());
            bench.board.inject(1, 0x76, new Fault.BitFlip(0, 0x04));
            assertFault(
                    "bme280 on i2c-1 at 0x76: chip id is 0x64, expected 0x60; check type and address", sensor::start);
        }
    }
}
