package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Sht4xTest {

    /** The formulas of section "Conversion of signal output" and the check sums, with exact decimals in Python 3. */
    @ParameterizedTest
    @CsvSource({
        "66 66 93 7F FF 8F, 25.0, 56.499, 0",
        "61 B8 26 7F 2E BA, 21.8009, 56.1004, 0",
        "00 00 81 00 00 81, -45.0, 0.0, 2",
        "07 50 51 40 00 08, -40.0011, 25.2505, 1",
        "07 51 60 40 00 08, -39.9985, 25.2505, 0",
        "41 D4 3C 0C 49 80, 0.0004, 0.0, 1",
        "41 D5 0D 0C 4A D3, 0.0031, 0.0006, 0",
        "66 66 93 D9 16 63, 25.0, 100.0, 1",
        "66 66 93 D9 15 30, 25.0, 99.9987, 0",
        "F8 AE 4D C0 00 2B, 124.9985, 87.7514, 0",
        "F8 AF 7C C0 00 2B, 125.0011, 87.7514, 1",
        "FF FF AC FF FF AC, 130.0, 100.0, 2"
    })
    void readsWhatTheFormulasGiveAndCutsHumidityOffAtItsEnds(String answer, String celsius, String percent, int clipped)
            throws DeviceFault {
        try (var bench = Bench.withReplies(0x44, Map.of("FD", answer))) {
            var reading = bench.read(bench.open(Sht4x.TYPE, Map.of()));
            assertEquals(
                    "{temperature=%s, humidity=%s}".formatted(celsius, percent),
                    reading.values().toString());
            assertEquals(clipped, reading.clipped());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "61 B8 27 7F 2E BA, 'found 0x27, expected 0x26'",
        "61 B8 26 7F 2F BA, 'found 0xba, expected 0x8b'",
        "FF FF FF FF FF FF, 'found 0xff, expected 0xac'"
    })
    void aWrongCheckSumOfEitherWordIsAFault(String answer, String sums) throws DeviceFault {
        try (var bench = Bench.withReplies(0x46, Map.of("FD", answer))) {
            var sensor = bench.open(Sht4x.TYPE, Map.of("address", 0x46L));
            assertFault(
                    "wrong check sum from i2c-1 at 0x46: " + sums
                            + "; check wiring, cable length and pull-up resistors",
                    () -> bench.read(sensor));
        }
    }

    @ParameterizedTest
    @CsvSource({"high, FD, 8300", "medium, F6, 4500", "low, E0, 1700"})
    void eachPrecisionHasItsCommandAndItsTime(String precision, String command, long microseconds) throws DeviceFault {
        try (var bench = Bench.withReplies(0x44, Map.of(command, "61 B8 26 7F 2E BA"))) {
            var sensor = bench.open(Sht4x.TYPE, Map.of("precision", precision));
            for (var i = 0; i < 3; i++) {
                assertEquals(Duration.ofNanos(1000 * microseconds), bench.convert(sensor));
                assertEquals(
                        "21.8009", sensor.read().values().get("temperature").toString());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"high", "medium", "low"})
    void theModelIsReadWithEachPrecision(String precision) throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Sht4x.TYPE, Map.of("precision", precision));
            for (var i = 0; i < 3; i++)
                assertEquals(
                        "[temperature, humidity]",
                        bench.read(sensor).values().keySet().toString());
        }
    }

    @Test
    void aConversionThatDoesNotEndIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Sht4x.TYPE, Map.of());
            bench.board.inject(1, 0x44, new Fault.Stuck());
            assertFault("no acknowledgement from 0x44 on i2c-1", () -> bench.read(sensor));
        }
    }

    @Test
    void aChipReadBeforeTheConversionIsDoneIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Sht4x.TYPE, Map.of());
            bench.pass(sensor.start().minusNanos(1_000_000));
            assertFault("no acknowledgement from 0x44 on i2c-1", sensor::read);
        }
    }
}
