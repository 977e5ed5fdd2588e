package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Lm75Test {

    /** NXP LM75B rev. 6.1, table 10 (11-bit values, here left-aligned as in table 9). */
    @ParameterizedTest
    @CsvSource({
        "7F 00, 127.0, 1",
        "7E E0, 126.875, 1",
        "7D 00, 125.0, 0",
        "19 00, 25.0, 0",
        "00 20, 0.125, 0",
        "00 00, 0.0, 0",
        "FF E0, -0.125, 0",
        "E7 20, -24.875, 0",
        "E7 00, -25.0, 0",
        "C9 20, -54.875, 0",
        "C9 00, -55.0, 0",
        "C8 E0, -55.125, 1",
        "80 00, -128.0, 1"
    })
    void readsTheTemperaturesOfTheDatasheet(String register, String celsius, int clipped) throws DeviceFault {
        try (var bench = Bench.withRegisters(0x48, Map.of(0x00, register))) {
            var reading = bench.read(bench.open(Lm75.TYPE, Map.of()));
            assertEquals(celsius, reading.values().get("temperature").toString());
            assertEquals(clipped, reading.clipped());
        }
    }

    @Test
    void theFiveUndefinedBitsMeanNothing() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x48, Map.of(0x00, "19 1F"))) {
            var sensor = bench.open(Lm75.TYPE, Map.of());
            assertEquals("25.0", bench.read(sensor).values().get("temperature").toString());
            assertEquals("25.0", bench.read(sensor).values().get("temperature").toString());
        }
    }

    @Test
    void aChipThatWasShutDownIsWokenAndGivenItsTime() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x4F, Map.of(0x00, "19 00", 0x01, "09"))) {
            var sensor = bench.open(Lm75.TYPE, Map.of("address", 0x4FL));
            bench.read(sensor);
            assertEquals(0x08, bench.board.i2c(1, 0x4F).readRegister(0x01, 1)[0]);
            assertEquals(Duration.ZERO, sensor.start());
        }
    }

    @Test
    void theFirstConversionAfterAFaultIsWaitedFor() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Lm75.TYPE, Map.of());
            assertEquals(Duration.ofMillis(300), sensor.start());
            assertEquals(Duration.ZERO, sensor.start());
            bench.board.unplug(1, 0x48);
            ContractTest.assertFault("no acknowledgement from 0x48 on i2c-1", sensor::read);
            bench.board.heal(1, 0x48);
            assertEquals(Duration.ofMillis(300), sensor.start());
        }
    }

    // The model's first conversion after a reset takes its 100 ms; then it is 22.9 °C.
    @Test
    void theZeroOfAResetBetweenTwoReadingsIsWaitedOut() throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(Lm75.TYPE, Map.of())) {
            var before = bench.read(sensor);
            reset(bench);
            assertEquals(Duration.ofMillis(300), bench.convert(sensor));
            assertEquals(before.values(), sensor.read().values());
        }
    }

    @Test
    void theZeroOfAResetJustBeforeReadingIsAFault() throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(Lm75.TYPE, Map.of())) {
            bench.convert(sensor);
            reset(bench);
            ContractTest.assertFault(
                    "lm75 on i2c-1 at 0x48: lost its value before it was read; check its supply", sensor::read);
        }
    }

    private static void reset(Bench bench) {
        bench.board.unplug(1, 0x48);
        bench.board.heal(1, 0x48);
    }

    @Test
    void theModelsTemperatureIsTheOneRead() throws DeviceFault {
        try (var bench = new Bench()) {
            // Put from outside: 0x1910 has the undefined bit 4 set.
            var sensor = bench.open(Lm75.TYPE, Map.of());
            bench.board.put(1, 0x48, 0x00, Bench.bytes("19 10"));
            assertEquals(
                    new Value.Decimal(25.0, 3).toString(),
                    bench.read(sensor).values().get("temperature").toString());
        }
    }
}
