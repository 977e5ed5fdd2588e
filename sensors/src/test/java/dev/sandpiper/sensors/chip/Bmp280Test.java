package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Bmp280Test {
    /** The constants of the worked example: BMP280 data sheet BST-BMP280-DS001 rev. 1.23, section 3.12. */
    private static final String CALIBRATION = "70 6B 43 67 18 FC 7D 8E 43 D6 D0 0B 27 0B 8C 00 F9 FF 8C 3C F8 C6 70 17";

    private static Map<Integer, String> registers(String id, String calibration, String data) {
        return new HashMap<>(Map.of(0xD0, id, 0x88, calibration, 0xF7, data));
    }

    @Test
    void readsTheWorkedExampleOfTheDatasheet() throws DeviceFault {
        // UT = 519888, UP = 415148; T = 25.08 °C, p = 100653.27 Pa
        try (var bench = Bench.withRegisters(0x76, registers("58", CALIBRATION, "65 5A C0 7E ED 00"))) {
            var reading = bench.read(bench.open(Bmp280.TYPE, Map.of()));
            assertEquals(
                    "{temperature=25.082, pressure=1006.5327}", reading.values().toString());
            assertEquals(0, reading.clipped());
        }
    }

    @Test
    void aBme280InItsPlaceIsNamed() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x77, registers("60", CALIBRATION, "65 5A C0 7E ED 00"))) {
            var sensor = bench.open(Bmp280.TYPE, Map.of("address", 0x77L));
            assertFault(
                    "bmp280 on i2c-1 at 0x77: chip id is 0x60 (a bme280), expected 0x58; use type: bme280",
                    sensor::start);
        }
    }

    @Test
    void anUnknownChipInItsPlaceIsDescribed() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x76, Map.of(0x00, "12 34"))) {
            var sensor = bench.open(Bmp280.TYPE, Map.of());
            assertFault(
                    "bmp280 on i2c-1 at 0x76: chip id is 0x00, expected 0x58; check type and address", sensor::start);
        }
    }

    @Test
    void aPressureThatWasSkippedIsAFault() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x76, registers("58", CALIBRATION, "80 00 00 7E ED 00"))) {
            var sensor = bench.open(Bmp280.TYPE, Map.of());
            assertFault(
                    "bmp280 on i2c-1 at 0x76: pressure was not measured (it reads 0x80000); the chip lost its settings",
                    () -> bench.read(sensor));
        }
    }

    @Test
    void aTemperatureThatWasSkippedIsAFault() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x76, registers("58", CALIBRATION, "65 5A C0 80 00 00"))) {
            var sensor = bench.open(Bmp280.TYPE, Map.of());
            assertFault(
                    "bmp280 on i2c-1 at 0x76: temperature was not measured (it reads 0x80000); the chip lost its settings",
                    () -> bench.read(sensor));
        }
    }

    @Test
    void valuesBeyondTheChipsRangeAreToldAndCounted() throws DeviceFault {
        // Full-scale codes: far too warm, and no pressure left.
        try (var bench = Bench.withRegisters(0x76, registers("58", CALIBRATION, "FF FF F0 FF FF F0"))) {
            var reading = bench.read(bench.open(Bmp280.TYPE, Map.of()));
            assertEquals(2, reading.clipped());
            assertEquals(2, reading.values().size());
        }
    }

    @Test
    void calibrationOfZerosIsAFault() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x76, Map.of(0xD0, "58"))) {
            var sensor = bench.open(Bmp280.TYPE, Map.of());
            assertFault(
                    "bmp280 on i2c-1 at 0x76: its calibration at 0x88 reads as zeros; the chip is damaged or not what it says it is",
                    sensor::start);
        }
    }

    @Test
    void aChipThatIsStillStartingUpIsAFault() throws DeviceFault {
        var registers = registers("58", CALIBRATION, "65 5A C0 7E ED 00");
        registers.put(0xF3, "01");
        try (var bench = Bench.withRegisters(0x76, registers)) {
            var sensor = bench.open(Bmp280.TYPE, Map.of());
            assertFault(
                    "bmp280 on i2c-1 at 0x76: still starting up (status bit im_update is set); it will be tried again",
                    sensor::start);
        }
    }

    @Test
    void aConversionThatDoesNotEndIsAFault() throws DeviceFault {
        var registers = registers("58", CALIBRATION, "65 5A C0 7E ED 00");
        registers.put(0xF3, "08");
        try (var bench = Bench.withRegisters(0x76, registers)) {
            var sensor = bench.open(Bmp280.TYPE, Map.of());
            assertFault(
                    "bmp280 on i2c-1 at 0x76: the conversion did not end in the longest time of the data sheet",
                    () -> bench.read(sensor));
        }
    }
}
