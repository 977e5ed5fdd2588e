package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpioInputTest {
    private static boolean state(Reading reading) {
        return ((Value.Flag) reading.values().get("state")).on();
    }

    private static Sensor open(Bench bench, String pull, String active, Duration debounce) throws DeviceFault {
        return bench.open(GpioInput.TYPE, Map.of("pin", 17L, "pull", pull, "active", active, "debounce", debounce));
    }

    @ParameterizedTest
    @CsvSource({"up, high, true", "up, low, false", "down, high, false", "down, low, true", "off, high, false"})
    void restsWhereItsPullPutsIt(String pull, String active, boolean state) throws DeviceFault {
        try (var bench = new Bench()) {
            assertEquals(state, state(bench.read(open(bench, pull, active, Duration.ZERO))));
        }
    }

    @Test
    void withADebounceTimeTheLevelAfterItIsRead() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = open(bench, "up", "low", Duration.ofMillis(20));
            var changes = new AtomicInteger();
            sensor.onChange(changes::incrementAndGet);
            for (var high : List.of(false, true, false)) bench.board.drive(17, high);
            assertEquals(3, changes.get());
            assertEquals(Duration.ofMillis(20), sensor.start());
            assertEquals(true, state(sensor.read()));
            assertEquals(true, state(sensor.read()));
        }
    }

    @Test
    void withoutADebounceTimeEachEdgeIsReadWithItsOwnLevelInOrder() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = open(bench, "down", "high", Duration.ZERO);
            var changes = new AtomicInteger();
            sensor.onChange(changes::incrementAndGet);
            var driven = List.of(true, false, true, false, true);
            for (var high : driven) bench.board.drive(17, high);
            var read = new ArrayList<Boolean>();
            for (var i = 0; i < changes.get(); i++) read.add(state(bench.read(sensor)));
            assertEquals(driven, read);
            assertEquals(true, state(bench.read(sensor)));
        }
    }

    @Test
    void aLevelThatStaysIsNoEdge() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = open(bench, "down", "high", Duration.ZERO);
            var changes = new AtomicInteger();
            sensor.onChange(changes::incrementAndGet);
            bench.board.drive(17, false);
            bench.board.drive(17, true);
            bench.board.drive(17, true);
            assertEquals(1, changes.get());
        }
    }

    @Test
    void edgesThatFoundNoRoomAreToldOnce() throws DeviceFault {
        try (var bench = new Bench()) {
            var sensor = open(bench, "down", "high", Duration.ZERO);
            sensor.onChange(() -> {});
            for (var i = 1; i <= 1003; i++) bench.board.drive(17, i % 2 == 1);
            for (var i = 1; i <= 1000; i++) assertEquals(i % 2 == 1, state(sensor.read()));
            assertFault(
                    "pin 17: 3 edges came faster than they were read and are lost; set a debounce time", sensor::read);
            assertEquals(true, state(sensor.read()));
        }
    }

    @Test
    void aPinInUseIsAFault() throws DeviceFault {
        try (var bench = new Bench()) {
            open(bench, "off", "high", Duration.ZERO);
            assertFault("pin 17 is already in use by this program", () -> open(bench, "off", "high", Duration.ZERO));
        }
    }
}
