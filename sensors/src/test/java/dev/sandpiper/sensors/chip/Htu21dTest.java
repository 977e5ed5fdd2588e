package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Htu21dTest {

    private static Reading read(String temperature, String humidity) throws DeviceFault {
        try (var bench = Bench.withReplies(0x40, Map.of("F3", temperature, "F5", humidity))) {
            return bench.read(bench.open(Htu21d.TYPE, Map.of()));
        }
    }

    /**
     * The first row: the two answers in the data sheet's section "CRC checksum"; 24.7 °C and 32.3 %. The others: its
     * formulas with the status bits cleared, and the check sums, with exact decimals in Python 3.
     */
    @ParameterizedTest
    @CsvSource({
        "68 3A 7C, 4E 85 6B, 24.6864013671875, 32.33770751953125, 0",
        "68 38 1E, 4E 86 38, 24.6864013671875, 32.33770751953125, 0",
        "63 50 06, 7C 80 F5, 21.318720703125, 54.791015625, 0",
        "44 40 37, D9 12 26, -0.0027734375, 99.987548828125, 0",
        "00 00 00, 7C 82 97, -46.85, 54.791015625, 1",
        "09 F4 85, 7C 82 97, -40.01811279296875, 54.791015625, 1",
        "09 F8 F8, 7C 82 97, -40.0073876953125, 54.791015625, 1",
        "09 FC 3C, 7C 82 97, -39.99666259765625, 54.791015625, 0",
        "FA 5C F5, D9 16 E2, 124.99823974609375, 99.99517822265625, 0",
        "FA 60 4D, D9 1A 9F, 125.00896484375, 100, 2",
        "68 38 1E, 0C 4A 52, 24.6864013671875, 0, 1",
        "68 38 1E, 00 02 62, 24.6864013671875, 0, 1",
        "FF FC 7E, FF FE 1C, 128.85927490234375, 100, 2"
    })
    void readsWhatTheFormulasGiveAndCutsHumidityOffAtItsEnds(
            String temperature, String humidity, double celsius, double percent, int clipped) throws DeviceFault {
        var reading = read(temperature, humidity);
        assertEquals(celsius, ((Value.Decimal) reading.values().get("temperature")).number(), 1e-9);
        assertEquals(percent, ((Value.Decimal) reading.values().get("humidity")).number(), 1e-9);
        assertEquals(clipped, reading.clipped());
    }

    @Test
    void temperatureComesFirst() throws DeviceFault {
        assertEquals(
                "{temperature=24.686, humidity=32.338}",
                read("68 3A 7C", "4E 85 6B").values().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "68 3A 7D, 4E 85 6B, 'found 0x7d, expected 0x7c'",
        "68 3A 7C, 4E 85 6A, 'found 0x6a, expected 0x6b'",
        "FF FF FF, 4E 85 6B, 'found 0xff, expected 0x2d'"
    })
    void aWrongCheckSumOfEitherIsAFault(String temperature, String humidity, String sums) {
        assertFault(
                "wrong check sum from i2c-1 at 0x40: " + sums + "; check wiring, cable length and pull-up resistors",
                () -> read(temperature, humidity));
    }

    @Test
    void anAnswerWithoutItsCheckSumIsAFault() {
        assertFault("short read from 0x40 on i2c-1: 2 of 3 bytes", () -> read("68 3A", "4E 85 6B"));
        assertFault("short read from 0x40 on i2c-1: 2 of 3 bytes", () -> read("68 3A 7C", "4E 85"));
    }

    @Test
    void aHumidityThatDoesNotAnswerIsAFaultAndNotHalfAReading() throws DeviceFault {
        try (var bench = Bench.withReplies(0x40, Map.of("F3", "68 3A 7C"))) {
            var sensor = bench.open(Htu21d.TYPE, Map.of());
            assertFault("no acknowledgement from 0x40 on i2c-1", () -> bench.read(sensor));
        }
    }

    @ParameterizedTest
    @CsvSource({"12/14, 02, 114", "11/11, 83, 26", "10/13, 82, 52", "8/12, 03, 26"})
    void eachResolutionIsSetAndHasItsTime(String resolution, String register, long millis) throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Htu21d.TYPE, Map.of("resolution", resolution));
            assertEquals(Duration.ofMillis(15 + millis), bench.convert(sensor));
            sensor.read();
            assertEquals(Duration.ofMillis(millis), bench.convert(sensor));
            sensor.read();
            assertArrayEquals(Bench.bytes(register), bench.board.i2c(1, 0x40).readRegister(0xE7, 1));
        }
    }

    /** The Si7021 has 0x3A after a reset (Silicon Labs Si7021-A20, revision 1.1, section 6.1); bits 3 to 5 are reserved. */
    @Test
    void theReservedBitsOfTheUserRegisterStayWhatTheyAre() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x40, Map.of(0xE7, "3A"))) {
            var sensor = bench.open(Htu21d.TYPE, Map.of("resolution", "8/12"));
            bench.pass(sensor.start());
            sensor.goOn();
            assertArrayEquals(Bench.bytes("3B"), bench.board.i2c(1, 0x40).readRegister(0xE6, 1));
        }
    }

    @Test
    void itIsResetOnceAndAgainAfterAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Htu21d.TYPE, Map.of());
            bench.read(sensor);
            assertEquals(Duration.ofMillis(85), sensor.start());
            bench.pass(Duration.ofMillis(85));
            bench.board.inject(1, 0x40, new Fault.BitFlip(0, 0x80));
            assertEquals(
                    Nature.DISTURBED,
                    assertThrows(DeviceFault.class, sensor::goOn).nature());
            bench.board.heal(1, 0x40);
            assertEquals(Duration.ofMillis(15), sensor.start());
        }
    }

    @Test
    void aMeasurementThatDoesNotEndIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Htu21d.TYPE, Map.of());
            bench.read(sensor);
            bench.board.inject(1, 0x40, new Fault.Stuck());
            assertFault("no acknowledgement from 0x40 on i2c-1", () -> bench.read(sensor));
        }
    }

    @Test
    void aChipThatLosesItsSupplyBetweenTheTwoIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Htu21d.TYPE, Map.of());
            bench.read(sensor);
            bench.pass(sensor.start());
            bench.board.unplug(1, 0x40);
            bench.board.heal(1, 0x40);
            assertFault("no acknowledgement from 0x40 on i2c-1", sensor::goOn);
        }
    }
}
