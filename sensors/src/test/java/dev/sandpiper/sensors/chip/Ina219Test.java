package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.sim.Fault;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Ina219Test {
    private static final String PLACE = "ina219 on i2c-1 at 0x40: ";

    private static Reading read(String shunt, String bus, Map<String, Object> options) throws DeviceFault {
        try (var bench = Bench.withRegisters(0x40, Map.of(0x01, shunt, 0x02, bus))) {
            return bench.read(bench.open(Ina219.TYPE, options));
        }
    }

    private static String value(Reading reading, String name) {
        return reading.values().get(name).toString();
    }

    /** SBOS448F, table 3: 10 A through 2 mΩ at 12 V; the flag of an ended conversion is not set there. */
    @Test
    void readsTheWorkedExampleOfTheDatasheet() throws DeviceFault {
        var reading = read("07 D0", "5D 98", Map.of("shunt", 0.002, "max_current", 10.0));
        assertEquals("11.98", value(reading, "voltage"));
        assertEquals("10.0", value(reading, "current"));
        assertEquals("119.8", value(reading, "power"));
        assertEquals("0.02", value(reading, "shunt_voltage"));
        assertEquals(0, reading.clipped());
    }

    /** SBOS448G, section 8.6.3.1: two's complement, 10 µV a step; full scale of ±320 mV is ±32000. */
    @ParameterizedTest
    @CsvSource({
        "7D 00, 0.32, 3.2, 1",
        "7C FF, 0.31999, 3.1999, 0",
        "00 01, 0.00001, 0.0001, 0",
        "00 00, 0.0, 0.0, 0",
        "FF FF, -0.00001, -0.0001, 0",
        "83 01, -0.31999, -3.1999, 0",
        "83 00, -0.32, -3.2, 1",
        "80 00, -0.32768, -3.2768, 1"
    })
    void readsTheShuntVoltage(String code, String volts, String amperes, int clipped) throws DeviceFault {
        var reading = read(code, "00 02", Map.of());
        assertEquals(volts, value(reading, "shunt_voltage"));
        assertEquals(amperes, value(reading, "current"));
        assertEquals(clipped, reading.clipped());
    }

    /** SBOS448G, section 8.6.3.2: 4 mV a step from bit 3 on; full scale is 8000. */
    @ParameterizedTest
    @CsvSource({
        "FA 02, 32.0, 1",
        "F9 FA, 31.996, 0",
        "00 0A, 0.004, 0",
        "00 02, 0.0, 0",
        "00 06, 0.0, 0",
        "FF FA, 32.764, 1"
    })
    void readsTheBusVoltage(String code, String volts, int clipped) throws DeviceFault {
        var reading = read("00 00", code, Map.of());
        assertEquals(volts, value(reading, "voltage"));
        assertEquals(clipped, reading.clipped());
    }

    @Test
    void powerHasTheSignOfTheCurrent() throws DeviceFault {
        assertEquals("-12.0", value(read("D8 F0", "17 72", Map.of("shunt", 0.025)), "power"));
    }

    /**
     * SBOS448G, section 8.6.2.1 and table 5: 32 V; PG of 40, 80, 160, 320 mV; BADC and SADC; both voltages, triggered. The
     * calibration by equation 1, without bit 0: for the default 0.04096 / (3.2 A / 2^15 × 0.1 Ω) = 4194.3.
     */
    @ParameterizedTest
    @CsvSource({
        "0.1, 3.2, 1, 39 9B, 10 62",
        "0.1, 0.4, 1, 21 9B, 83 12",
        "0.1, 0.41, 1, 29 9B, 7F E0",
        "0.1, 0.8, 2, 2C CB, 41 88",
        "0.01, 16, 128, 37 FB, 20 C4",
        "0.1, 100, 16, 3E 63, 00 86",
        "0.0001, 0.001, 1, 21 9B, FF FE"
    })
    void choosesRangeAveragingAndCalibration(
            double shunt, double most, String samples, String configuration, String calibration) throws DeviceFault {
        try (var bench = Bench.withRegisters(0x40, Map.of(0x01, "00 00"))) {
            bench.read(bench.open(Ina219.TYPE, Map.of("shunt", shunt, "max_current", most, "samples", samples)));
            var port = bench.board.i2c(1, 0x40);
            assertArrayEquals(Bench.bytes(configuration), port.readRegister(0x00, 2));
            assertArrayEquals(Bench.bytes(calibration), port.readRegister(0x05, 2));
        }
    }

    @Test
    void theEndOfARangeIsClipped() throws DeviceFault {
        assertEquals(1, read("0F A0", "00 02", Map.of("max_current", 0.4)).clipped());
        assertEquals(0, read("0F 9F", "00 02", Map.of("max_current", 0.4)).clipped());
    }

    /** Electrical characteristics: 586 µs at most for 12 bits, each of two voltages. */
    @ParameterizedTest
    @CsvSource({"1, 1172", "2, 2344", "128, 150016"})
    void aConversionTakesItsLongestTime(String samples, long microseconds) throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(Ina219.TYPE, Map.of("samples", samples))) {
            assertEquals(microseconds, sensor.start().toNanos() / 1000);
            assertEquals(0, bench.read(sensor).clipped());
        }
    }

    @Test
    void theOverflowFlagIsAFault() {
        assertFault(
                PLACE
                        + "its overflow flag is set: the current is beyond max_current, 3.2 A; raise it, or take a smaller shunt",
                () -> read("07 D0", "5D 9B", Map.of()));
    }

    // From 20 to 25 mV across 0.1 Ω
    @Test
    void moreThanMaxCurrentOverflowsInTheModel() throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(Ina219.TYPE, Map.of("max_current", 0.21))) {
            assertEquals("0.2", value(bench.read(sensor), "current"));
            bench.pass(Duration.ofSeconds(150));
            assertFault(
                    PLACE
                            + "its overflow flag is set: the current is beyond max_current, 0.21 A; raise it, or take a smaller shunt",
                    () -> bench.read(sensor));
        }
    }

    @Test
    void theModelMeasuresWhatTheChipWouldCalculate() throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(Ina219.TYPE, Map.of())) {
            var reading = bench.read(sensor);
            var step = 3.2 / 32768;
            var port = bench.board.i2c(1, 0x40);
            var current = (port.readRegister(4, 2)[0] & 0xFF) << 8 | port.readRegister(4, 2)[1] & 0xFF;
            var power = (port.readRegister(3, 2)[0] & 0xFF) << 8 | port.readRegister(3, 2)[1] & 0xFF;
            assertEquals(current * step, Double.parseDouble(value(reading, "current")), 2 * step);
            assertEquals(power * 20 * step, Double.parseDouble(value(reading, "power")), 40 * step);
        }
    }

    @Test
    void aConversionThatDoesNotEndIsAFault() throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(Ina219.TYPE, Map.of())) {
            bench.read(sensor);
            bench.board.inject(1, 0x40, new Fault.Stuck());
            for (var i = 0; i < 2; i++)
                assertFault(
                        PLACE + "the conversion did not end in the longest time of the data sheet",
                        () -> bench.read(sensor));
        }
    }

    @Test
    void theSettingsOfAResetAreNoticed() throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(Ina219.TYPE, Map.of())) {
            bench.pass(sensor.start());
            bench.board.unplug(1, 0x40);
            bench.board.heal(1, 0x40);
            assertFault(
                    PLACE
                            + "its configuration is 0x399f, expected 0x399b: it lost its supply or is another chip; check type, address and supply",
                    sensor::read);
        }
    }

    @Test
    void anIna226InItsPlaceIsRecognised() throws DeviceFault {
        try (var bench = new Bench()) {
            bench.board.expect(1, 0x40, "ina226");
            var sensor = bench.open(Ina219.TYPE, Map.of());
            assertFault(
                    PLACE
                            + "its configuration is 0x499b, expected 0x399b: it lost its supply or is another chip, perhaps an ina226; check type",
                    () -> bench.read(sensor));
        }
    }
}
