package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Aht20Test {
    private static final String MEASURE = "AC 33 00";

    /**
     * The first three: answers of real chips, published in git.nixo.xyz/nixo/hakkoso (crc8_helper.py) and in the wiki of
     * elixir-sensors/aht20. The others: made with the formulas of section 6 and the check sum in Python 3, with exact
     * decimals.
     */
    @ParameterizedTest
    @CsvSource({
        "1C B8 F5 A5 9C D0 A3, 20.1568603515625, 72.24979400634765625, 0",
        "1C B9 10 95 9C 53 70, 20.13301849365234375, 72.290897369384765625, 0",
        "1C 26 9A 76 42 E7 76, 28.26671600341796875, 15.079402923583984375, 0",
        "18 80 00 06 00 00 23, 25, 50, 0",
        "1C 80 00 04 00 00 C2, 0, 50, 0",
        "1C 80 00 03 FF FF 0C, -0.00019073486328125, 50, 0",
        "1C 80 00 00 CC CC CF, -40.000152587890625, 50, 1",
        "1C 80 00 00 CC CD FE, -39.99996185302734375, 50, 0",
        "1C 80 00 0A CC CC 11, 84.999847412109375, 50, 0",
        "1C 80 00 0A CC CD 20, 85.00003814697265625, 50, 1",
        "1C 80 00 00 00 00 EB, -50, 50, 1",
        "1C 80 00 0F FF FF 77, 149.99980926513671875, 50, 1",
        "1C 00 00 06 00 00 FD, 25, 0, 1",
        "1C 00 00 16 00 00 59, 25, 0.000095367431640625, 0",
        "1C FF FF E6 00 00 E7, 25, 99.99980926513671875, 0",
        "1C FF FF F6 00 00 43, 25, 99.999904632568359375, 1"
    })
    void readsWhatTheFormulasGive(String answer, double celsius, double percent, int clipped) throws DeviceFault {
        try (var bench = Bench.withReplies(0x38, Map.of(MEASURE, answer))) {
            var reading = bench.read(bench.open(Aht20.TYPE, Map.of()));
            assertEquals(celsius, ((Value.Decimal) reading.values().get("temperature")).number(), 1e-9);
            assertEquals(percent, ((Value.Decimal) reading.values().get("humidity")).number(), 1e-9);
            assertEquals(clipped, reading.clipped());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1C B8 F5 A5 9C D0 A2 | wrong check sum from i2c-1 at 0x38: found 0xa2, expected 0xa3; check wiring, cable length and pull-up resistors
            18 B8 F5 A5 9C D0 A3 | wrong check sum from i2c-1 at 0x38: found 0xa3, expected 0xce; check wiring, cable length and pull-up resistors
            00 00 00 00 00 00 00 | wrong check sum from i2c-1 at 0x38: found 0x00, expected 0x6a; check wiring, cable length and pull-up resistors
            FF FF FF FF FF FF FF | aht20 on i2c-1 at 0x38: the measurement did not end within 110 ms (status 0xff)
            9C 80 00 06 00 00 A2 | aht20 on i2c-1 at 0x38: the measurement did not end within 110 ms (status 0x9c)
            14 80 00 06 00 00 94 | aht20 on i2c-1 at 0x38: it is not calibrated (status 0x14); it will be initialised anew
            1C 80 00 06 00 00    | short read from 0x38 on i2c-1: 6 of 7 bytes
            """)
    void whatIsNoMeasurementIsAFault(String answer, String sentence) throws DeviceFault {
        try (var bench = Bench.withReplies(0x38, Map.of(MEASURE, answer))) {
            var sensor = bench.open(Aht20.TYPE, Map.of());
            assertFault(sentence, () -> bench.read(sensor));
        }
    }

    @Test
    void aChipIsInitialisedOnceAndAgainAfterAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Aht20.TYPE, Map.of());
            assertEquals(Duration.ofMillis(90), bench.convert(sensor));
            sensor.read();
            assertEquals(Duration.ofMillis(80), bench.convert(sensor));
            bench.board.inject(1, 0x38, new Fault.BitFlip(3, 0x01));
            assertEquals(
                    Nature.DISTURBED,
                    assertThrows(DeviceFault.class, sensor::read).nature());
            bench.board.heal(1, 0x38);
            assertEquals(Duration.ofMillis(90), bench.convert(sensor));
        }
    }

    @Test
    void theZerosOfAResetAreNeverAValue() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Aht20.TYPE, Map.of());
            bench.convert(sensor);
            bench.board.unplug(1, 0x38);
            bench.board.heal(1, 0x38);
            assertFault(
                    "aht20 on i2c-1 at 0x38: it is not calibrated (status 0x10); it will be initialised anew",
                    sensor::read);
        }
    }

    @Test
    void aSlowChipIsGivenThirtyMillisecondsMore() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Aht20.TYPE, Map.of());
            bench.read(sensor);
            sensor.start();
            bench.pass(Duration.ofMillis(60));
            assertEquals(Duration.ofMillis(10), sensor.goOn().orElseThrow());
            bench.pass(Duration.ofMillis(10));
            assertEquals(Duration.ofMillis(10), sensor.goOn().orElseThrow());
            bench.pass(Duration.ofMillis(10));
            assertTrue(sensor.goOn().isEmpty());
            assertEquals(0, sensor.read().clipped());
        }
    }

    @Test
    void aMeasurementThatDoesNotEndIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Aht20.TYPE, Map.of());
            bench.read(sensor);
            bench.board.inject(1, 0x38, new Fault.Stuck());
            assertFault(
                    "aht20 on i2c-1 at 0x38: the measurement did not end within 110 ms (status 0x98)",
                    () -> bench.read(sensor));
        }
    }
}
