package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.chip.SystemSensor;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import dev.sandpiper.sensors.sim.SimulatedBoard.Clock;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HandsTest {
    private static final SensorType DEFECTIVE =
            SensorType.of("odd", "a driver with a defect", List.of(), List.of(), "", (_, _) -> {
                throw new IllegalStateException("no table for it");
            });

    private static SensorConfig sensor(String id, SensorType type) {
        return new SensorConfig(id, type, new Section(Map.of()), Optional.empty(), false, Map.of());
    }

    @Test
    void aDefectOfOneDriverLeavesTheOthersTheirValues() throws DeviceFault {
        try (var board = new SimulatedBoard(Setup.plain(), Clock.system(), _ -> {})) {
            var answer = new Hands(board, _ -> {})
                    .read(List.of(sensor("strange", DEFECTIVE), sensor("computer", SystemSensor.TYPE)));
            assertEquals(
                    Map.of("strange", "the driver has a defect: java.lang.IllegalStateException: no table for it"),
                    answer.faults());
            assertEquals(Set.of("computer"), answer.readings().keySet());
        }
    }
}
