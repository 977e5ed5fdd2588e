package dev.sandpiper.sensors.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.chip.Bme280;
import dev.sandpiper.sensors.chip.Bmp280;
import dev.sandpiper.sensors.chip.Lm75;
import dev.sandpiper.sensors.chip.Tmp102;
import dev.sandpiper.sensors.sim.SimulatedBoard.Contents;
import dev.sandpiper.sensors.sim.SimulatedBoard.Device;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SimulatedBoardTest {

    static Stream<SensorType> thermometers() {
        return Stream.of(Bme280.TYPE, Bmp280.TYPE, Lm75.TYPE, Tmp102.TYPE);
    }

    private static double number(Reading reading, String name) {
        return ((Value.Decimal) reading.values().get(name)).number();
    }

    private static long elapsed(Bench bench) {
        return Duration.between(Bench.BEGINNING, bench.wall()).toNanos();
    }

    private static void assertFault(String sentence, Executable action) {
        assertEquals(sentence, assertThrows(DeviceFault.class, action).getMessage());
    }

    @ParameterizedTest
    @MethodSource("thermometers")
    void theDriverReadsTheTemperatureTheModelMeasured(SensorType type) throws DeviceFault {
        var step = type.quantities()
                .apply(Bench.section(type, Map.of()))
                .getFirst()
                .resolution();
        try (var bench = new Bench()) {
            var sensor = bench.open(type, Map.of());
            for (var minute = 0; minute < 20; minute++) {
                bench.pass(Duration.ofMinutes(1));
                var reading = bench.read(sensor);
                assertEquals(Climate.celsius(elapsed(bench)), number(reading, "temperature"), step);
            }
        }
    }

    @Test
    void theDriverReadsTheHumidityAndPressureTheModelMeasured() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = bench.open(Bme280.TYPE, Map.of());
            for (var step = 0; step < 50; step++) {
                bench.pass(Duration.ofSeconds(97));
                var reading = bench.read(sensor);
                assertEquals(Climate.humidity(elapsed(bench)), number(reading, "humidity"), 0.02);
                assertEquals(Climate.pascal(elapsed(bench)) / 100, number(reading, "pressure"), 0.005);
            }
        }
    }

    @Test
    void aListedChipIsNotReplacedByTheExpectedOne() throws DeviceFault {
        try (var bench = new Bench(Setup.plain().with(new Device(1, 0x76, new Contents.Model("bmp280"))))) {
            assertFault(
                    "bme280 on i2c-1 at 0x76: chip id is 0x58 (a bmp280), expected 0x60; use type: bmp280",
                    bench.open(Bme280.TYPE, Map.of())::start);
        }
    }

    @Test
    void anAddressWithNothingAtItDoesNotAcknowledge() throws DeviceFault {
        try (var bench = new Bench()) {
            var port = bench.board.i2c(1, 0x20);
            assertFault("no acknowledgement from 0x20 on i2c-1", () -> port.read(1));
            assertFault("no acknowledgement from 0x20 on i2c-1", () -> port.readRegister(0, 1));
            assertFault("no acknowledgement from 0x20 on i2c-1", () -> port.write((byte) 0));
        }
    }

    @Test
    void aHeldBusIsATimeOut() throws DeviceFault {
        try (var bench = new Bench()) {
            bench.board.inject(1, 0x20, new Fault.HeldBus());
            var port = bench.board.i2c(1, 0x20);
            assertFault(
                    "no end of the transfer with 0x20: i2c-1 is held down; check wiring and pull-up resistors",
                    () -> port.read(1));
        }
    }

    @Test
    void aShortReadTellsHowMuchCame() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x20, Map.of(0, "01 02 03"))) {
            bench.board.inject(1, 0x20, new Fault.ShortRead(2));
            var port = bench.board.i2c(1, 0x20);
            assertFault("short read from 0x20 on i2c-1: 2 of 3 bytes", () -> port.readRegister(0, 3));
        }
    }

    @Test
    void busesAreSeparate() throws DeviceFault {
        try (var bench = Bench.withRegisters(0x20, Map.of(0, "01"))) {
            assertEquals(1, bench.board.i2c(1, 0x20).readRegister(0, 1)[0]);
            var port = bench.board.i2c(3, 0x20);
            assertFault("no acknowledgement from 0x20 on i2c-3", () -> port.read(1));
        }
    }

    @Test
    void aChipWithoutAModelIsAFaultThatNamesThoseThereAre() {
        assertFault(
                "simulated i2c-1 at 0x76: there is no model of a chip 'bme208'; expected one of "
                        + String.join(", ", SimulatedBoard.chips()),
                () -> new Bench(Setup.plain().with(new Device(1, 0x76, new Contents.Model("bme208")))));
    }

    @Test
    void aPinIsFreeAgainAfterItWasClosedAlsoForTheOtherDirection() throws DeviceFault {
        try (var bench = new Bench()) {
            bench.board.output(5, true).close();
            try (var input = bench.board.input(5, Pull.DOWN, Trigger.BOTH)) {
                assertEquals(false, input.level().high());
            }
            bench.board.output(5, true).close();
            assertEquals(true, bench.board.level(5));
        }
    }

    @Test
    void twoRunsOnTheSameTimeAreTheSame() throws DeviceFault {
        assertEquals(anHour(), anHour());
    }

    private static String anHour() throws DeviceFault {
        var values = new StringBuilder();
        try (var bench = new Bench()) {
            var sensor = bench.open(Bme280.TYPE, Map.of());
            for (var i = 0; i < 60; i++) {
                bench.pass(Duration.ofMinutes(1));
                values.append(bench.read(sensor).values());
            }
        }
        return values.toString();
    }
}
