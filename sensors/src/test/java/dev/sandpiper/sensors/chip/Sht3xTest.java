package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.sim.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sht3xTest {

    /**
     * The first row is the example of Sensirion's SCD4x data sheet, whose formulas and check sums are the same: 25 °C and
     * 37 %, rounded. The others: the formulas of section 4.13 and the check sums, with exact decimals in Python 3.
     */
    @ParameterizedTest
    @CsvSource({
        "66 67 A2 5E B9 3C, 25.0027, 37.0016, 0",
        "61 B8 26 7F 2E BA, 21.8009, 49.6803, 0",
        "41 D4 3C 0C 49 80, 0.0004, 4.799, 0",
        "00 00 81 00 00 81, -45.0, 0.0, 2",
        "00 01 B0 00 01 B0, -44.9973, 0.0015, 1",
        "07 50 51 40 00 08, -40.0011, 25.0004, 1",
        "07 51 60 40 00 08, -39.9985, 25.0004, 0",
        "80 00 A2 80 00 A2, 42.5013, 50.0008, 0",
        "F8 AE 4D C0 00 2B, 124.9985, 75.0011, 0",
        "F8 AF 7C C0 00 2B, 125.0011, 75.0011, 1",
        "FF FE 9D FF FE 9D, 129.9973, 99.9985, 1",
        "FF FF AC FF FF AC, 130.0, 100.0, 2"
    })
    void readsWhatTheFormulasGive(String answer, String celsius, String percent, int clipped) throws DeviceFault {
        try (var bench = Bench.withReplies(0x44, Map.of("24 00", answer))) {
            var reading = bench.read(bench.open(Sht3x.TYPE, Map.of()));
            assertEquals(
                    "{temperature=%s, humidity=%s}".formatted(celsius, percent),
                    reading.values().toString());
            assertEquals(clipped, reading.clipped());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "61 B8 27 7F 2E BA, 'found 0x27, expected 0x26'",
        "61 B9 26 7F 2E BA, 'found 0x26, expected 0x17'",
        "61 B8 26 7F 2E 3A, 'found 0x3a, expected 0xba'",
        "FF FF FF FF FF FF, 'found 0xff, expected 0xac'",
        "00 00 00 00 00 00, 'found 0x00, expected 0x81'"
    })
    void aWrongCheckSumOfEitherWordIsAFault(String answer, String sums) throws DeviceFault {
        try (var bench = Bench.withReplies(0x44, Map.of("24 00", answer))) {
            var sensor = bench.open(Sht3x.TYPE, Map.of());
            assertFault(
                    "wrong check sum from i2c-1 at 0x44: " + sums
                            + "; check wiring, cable length and pull-up resistors",
                    () -> bench.read(sensor));
        }
    }

    @Test
    void anAnswerWithoutItsLastCheckSumIsAFault() throws DeviceFault {
        try (var bench = Bench.withReplies(0x45, Map.of("24 00", "61 B8 26 7F 2E"))) {
            var sensor = bench.open(Sht3x.TYPE, Map.of("address", 0x45L));
            assertFault("short read from 0x45 on i2c-1: 5 of 6 bytes", () -> bench.read(sensor));
        }
    }

    @ParameterizedTest
    @CsvSource({"high, 24 00, 15500", "medium, 24 0B, 6500", "low, 24 16, 4500"})
    void eachRepeatabilityHasItsCommandAndItsTime(String repeatability, String command, long microseconds)
            throws DeviceFault {
        try (var bench = Bench.withReplies(0x44, Map.of(command, "61 B8 26 7F 2E BA"))) {
            var sensor = bench.open(Sht3x.TYPE, Map.of("repeatability", repeatability));
            bench.read(sensor);
            assertEquals(Duration.ofNanos(1000 * microseconds), sensor.start());
        }
    }

    @ParameterizedTest
    @CsvSource({"high", "medium", "low"})
    void theModelIsReadWithEachRepeatability(String repeatability) throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Sht3x.TYPE, Map.of("repeatability", repeatability));
            for (var i = 0; i < 3; i++)
                assertEquals(
                        "[temperature, humidity]",
                        bench.read(sensor).values().keySet().toString());
        }
    }

    @Test
    void aChipThatAnotherProgramLeftMeasuringByItselfIsStopped() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Sht3x.TYPE, Map.of());
            bench.board.i2c(1, 0x44).write((byte) 0x21, (byte) 0x30);
            assertEquals(
                    "[temperature, humidity]",
                    bench.read(sensor).values().keySet().toString());
        }
    }

    @Test
    void itIsStoppedOnceOnlyAndAgainAfterAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Sht3x.TYPE, Map.of());
            var withBreak = Duration.ofNanos(16_500_000);
            assertEquals(withBreak, bench.convert(sensor));
            sensor.read();
            assertEquals(Duration.ofNanos(15_500_000), bench.convert(sensor));
            bench.board.inject(1, 0x44, new Fault.BitFlip(1, 0x10));
            assertEquals(
                    Nature.DISTURBED,
                    assertThrows(DeviceFault.class, sensor::read).nature());
            bench.board.heal(1, 0x44);
            assertEquals(withBreak, bench.convert(sensor));
        }
    }

    @Test
    void aConversionThatDoesNotEndIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Sht3x.TYPE, Map.of());
            bench.board.inject(1, 0x44, new Fault.Stuck());
            assertFault("no acknowledgement from 0x44 on i2c-1", () -> bench.read(sensor));
        }
    }

    @Test
    void aChipReadBeforeTheConversionIsDoneIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Sht3x.TYPE, Map.of());
            bench.read(sensor);
            bench.pass(sensor.start().minusNanos(1_000_000));
            assertFault("no acknowledgement from 0x44 on i2c-1", sensor::read);
        }
    }
}
