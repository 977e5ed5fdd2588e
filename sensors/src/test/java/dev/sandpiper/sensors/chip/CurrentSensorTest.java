package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.sim.Fault;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What INA219 and INA226 do alike, each with its own codes. */
abstract class CurrentSensorTest {
    private static final int SHUNT_VOLTAGE = 0x01;
    private static final int BUS_VOLTAGE = 0x02;

    private final SensorType type;
    private final Map<Integer, String> ids;
    final String place;

    /** @param ids what the chip says of itself, by register */
    CurrentSensorTest(SensorType type, Map<Integer, String> ids) {
        this.type = type;
        this.ids = ids;
        this.place = type.name() + " on i2c-1 at 0x40: ";
    }

    /** The configuration after a reset, and that of one conversion with the defaults. */
    abstract String resetAndOurConfiguration();

    final Map<Integer, String> chip(String shunt, String bus) {
        var registers = new HashMap<>(ids);
        registers.put(SHUNT_VOLTAGE, shunt);
        registers.put(BUS_VOLTAGE, bus);
        return registers;
    }

    final Reading read(Map<Integer, String> registers, Map<String, Object> options) throws DeviceFault {
        try (var bench = Bench.withRegisters(0x40, registers)) {
            return bench.read(bench.open(type, options));
        }
    }

    final Reading read(String shunt, String bus) throws DeviceFault {
        return read(chip(shunt, bus), Map.of());
    }

    static String value(Reading reading, String name) {
        return reading.values().get(name).toString();
    }

    final void assertShunt(String volts, String amperes, int clipped, Reading reading) {
        assertEquals(volts, value(reading, "shunt_voltage"));
        assertEquals(amperes, value(reading, "current"));
        assertEquals(clipped, reading.clipped());
    }

    final void assertBus(String volts, int clipped, Reading reading) {
        assertEquals(volts, value(reading, "voltage"));
        assertEquals(clipped, reading.clipped());
    }

    /** 10 A through 2 mΩ at 12 V: the worked example of both data sheets. */
    final void assertWorkedExample(Reading reading) {
        assertShunt("0.02", "10.0", 0, reading);
        assertBus("11.98", 0, reading);
        assertEquals("119.8", value(reading, "power"));
    }

    final void assertWritten(String configuration, String calibration, Map<String, Object> options) throws DeviceFault {
        try (var bench = Bench.withRegisters(0x40, chip("00 00", "00 00"))) {
            bench.read(bench.open(type, options));
            var port = bench.board.i2c(1, 0x40);
            assertArrayEquals(Bench.bytes(configuration), port.readRegister(0x00, 2));
            assertArrayEquals(Bench.bytes(calibration), port.readRegister(0x05, 2));
        }
    }

    final void assertTakes(long microseconds, String samples) throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, Map.of("samples", samples))) {
            assertEquals(microseconds, sensor.start().toNanos() / 1000);
            assertEquals(0, bench.read(sensor).clipped());
        }
    }

    final void assertOverflow(Map<Integer, String> registers) {
        assertFault(place + overflow("3.2"), () -> read(registers, Map.of()));
    }

    private static String overflow(String amperes) {
        return "its overflow flag is set: the current is beyond max_current, %s A; raise it, or take a smaller shunt"
                .formatted(amperes);
    }

    /** With the model of another chip at its address. */
    final void assertRecognised(String model, String sentence) throws DeviceFault {
        try (var bench = new Bench()) {
            bench.board.expect(1, 0x40, model);
            var sensor = bench.open(type, Map.of());
            assertFault(place + sentence, () -> bench.read(sensor));
        }
    }

    // From 20 to 25 mV across 0.1 Ω
    @Test
    void moreThanMaxCurrentOverflowsInTheModel() throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, Map.of("max_current", 0.21))) {
            assertEquals("0.2", value(bench.read(sensor), "current"));
            bench.pass(Duration.ofSeconds(150));
            assertFault(place + overflow("0.21"), () -> bench.read(sensor));
        }
    }

    @Test
    void aConversionThatDoesNotEndIsAFault() throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, Map.of())) {
            bench.read(sensor);
            bench.board.inject(1, 0x40, new Fault.Stuck());
            for (var i = 0; i < 2; i++)
                assertFault(
                        place + "the conversion did not end in the longest time of the data sheet",
                        () -> bench.read(sensor));
        }
    }

    @Test
    void theSettingsOfAResetAreNoticed() throws DeviceFault {
        try (var bench = new Bench();
                var sensor = bench.open(type, Map.of())) {
            bench.pass(sensor.start());
            bench.board.unplug(1, 0x40);
            bench.board.heal(1, 0x40);
            assertFault(
                    place + "its configuration is " + resetAndOurConfiguration()
                            + ": it lost its supply or is another chip; check type, address and supply",
                    sensor::read);
        }
    }
}
