package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Bh1750Test {

    /** 83 90: the example on page 10, 28067 lx. 00 01 and FF FF: the ends of the register, over 1.2. */
    @ParameterizedTest
    @CsvSource({
        "83 90, 28066.67, 0",
        "00 01, 0.83, 0",
        "00 06, 5.0, 0",
        "01 00, 213.33, 0",
        "80 00, 27306.67, 0",
        "FF FE, 54611.67, 0",
        "FF FF, 54612.5, 1"
    })
    void readsWhatTheDatasheetsFormulaGives(String answer, String lux, int clipped) throws DeviceFault {
        try (var bench = Bench.withReplies(0x23, Map.of("20", answer))) {
            var sensor = bench.open(Bh1750.TYPE, Map.of());
            for (var i = 0; i < 3; i++) {
                var reading = bench.read(sensor);
                assertEquals("{illuminance=%s}".formatted(lux), reading.values().toString());
                assertEquals(clipped, reading.clipped());
            }
        }
    }

    /** Page 11: 1 count is 1 / 1.2 × 69 / X lx, and a measurement takes X / 69 times as long. */
    @ParameterizedTest
    @CsvSource({
        "0.45, 81, 54662.1, 121556.85",
        "1.0, 180, 24558.33, 54612.5",
        "2.0, 360, 12279.17, 27306.25",
        "3.68, 663, 6671.36, 14835.68"
    })
    void theSensitivityChangesRangeAndTime(double sensitivity, long millis, String lux, String highest)
            throws DeviceFault {
        try (var bench = Bench.withReplies(0x5C, Map.of("20", "73 1E"))) {
            var sensor = bench.open(Bh1750.TYPE, Map.of("address", 0x5CL, "sensitivity", sensitivity));
            assertEquals(Duration.ofMillis(millis), sensor.start());
            assertEquals(lux, sensor.read().values().get("illuminance").toString());
        }
        try (var bench = Bench.withReplies(0x23, Map.of("20", "FF FF"))) {
            var reading = bench.read(bench.open(Bh1750.TYPE, Map.of("sensitivity", sensitivity)));
            assertEquals(highest, reading.values().get("illuminance").toString());
            assertEquals(1, reading.clipped());
        }
    }

    @ParameterizedTest
    @CsvSource({"0.45", "1.0", "3.68"})
    void theModelsLightIsTheSameWithEachSensitivity(double sensitivity) throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Bh1750.TYPE, Map.of("sensitivity", sensitivity));
            bench.pass(Duration.ofMinutes(5));
            var lux = (Value.Decimal) bench.read(sensor).values().get("illuminance");
            assertEquals(500, lux.number(), 4);
        }
    }

    @Test
    void aSensitivityLeftByAnotherProgramIsUndone() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Bh1750.TYPE, Map.of());
            bench.pass(Duration.ofMinutes(5));
            bench.board.i2c(1, 0x23).write((byte) 0x47);
            bench.board.i2c(1, 0x23).write((byte) 0x7E);
            var lux = (Value.Decimal) bench.read(sensor).values().get("illuminance");
            assertEquals(500, lux.number(), 4);
        }
    }

    @Test
    void darknessIsBelievedWhenItWasMeasuredTwice() throws DeviceFault {
        try (var bench = Bench.withReplies(0x23, Map.of("20", "00 00"))) {
            var sensor = bench.open(Bh1750.TYPE, Map.of());
            for (var night = 0; night < 3; night++) {
                assertEquals(Duration.ofMillis(360), bench.convert(sensor));
                assertEquals("{illuminance=0.0}", sensor.read().values().toString());
            }
        }
    }

    @Test
    void aResetDuringTheMeasurementIsNotTakenForDarkness() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Bh1750.TYPE, Map.of());
            bench.pass(sensor.start());
            bench.board.unplug(1, 0x23);
            bench.board.heal(1, 0x23);
            assertEquals(Optional.of(Duration.ofMillis(180)), sensor.goOn());
            bench.pass(Duration.ofMillis(180));
            assertTrue(sensor.goOn().isEmpty());
            var lux = (Value.Decimal) sensor.read().values().get("illuminance");
            assertEquals(500, lux.number(), 4);
        }
    }

    @Test
    void aResetAfterTheMeasurementIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Bh1750.TYPE, Map.of());
            bench.convert(sensor);
            bench.board.unplug(1, 0x23);
            bench.board.heal(1, 0x23);
            assertFault("bh1750 on i2c-1 at 0x23: lost its value before it was read; check its supply", sensor::read);
        }
    }

    @Test
    void halfAnAnswerIsAFault() throws DeviceFault {
        try (var bench = Bench.withReplies(0x23, Map.of("20", "83"))) {
            var sensor = bench.open(Bh1750.TYPE, Map.of());
            assertFault("short read from 0x23 on i2c-1: 1 of 2 bytes", () -> bench.read(sensor));
        }
    }
}
