package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.command.Past;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.link.Network;
import dev.sandpiper.agent.link.PahoTransport;
import dev.sandpiper.agent.measure.Memory;
import dev.sandpiper.agent.measure.SensorReport;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.sim.Fault;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thermometer, and a relay on an expander, on one bus. */
class DevicesTest {
    @TempDir
    Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private SimulatedBoard board;
    private Devices devices;

    @BeforeEach
    void open() throws Exception {
        var file = Files.writeString(folder.resolve("agent.yaml"), """
                broker: { url: "mqtt://127.0.0.1" }
                board: { type: simulated }
                sensors: [ { id: air, type: lm75, bus: 1, address: 0x48 } ]
                actuators:
                  - { id: expander1, type: pcf8574, bus: 1, address: 0x20 }
                  - { id: pump, type: gpio-output, pin: expander1/7, active: low }
                """);
        var config = AgentConfig.read(file, Environment.ofThisMachine());
        board = Boards.simulated(config, new SimulatedBoard.Clock(time::now, time::wall));
        var world =
                new World(board, time, PahoTransport::new, Network.unseen(), new Random(1), "boot", Set.of(), "test");
        devices = new Devices(config, world, draft -> {}, draft -> {}, Memory.none(), Past.NONE);
    }

    @AfterEach
    void close() {
        board.close();
    }

    private void pass(Duration span) {
        for (var end = time.in(span); time.now() < end; time.pass(Duration.ofMillis(500)))
            devices.lanes().forEach(lane -> lane.run());
    }

    private String trouble() {
        return devices.samplers()
                .get("air")
                .report()
                .fault()
                .map(SensorReport.Fault::sentence)
                .orElse("none");
    }

    @Test
    void aBusIsNotStuckAsLongAsAnExpanderOnItAnswers() {
        pass(Duration.ofSeconds(5));
        board.inject(1, 0x48, new Fault.HeldBus());
        pass(Duration.ofSeconds(60));
        assertEquals(
                "no end of the transfer with 0x48: i2c-1 is held down; check wiring and pull-up resistors", trouble());
    }

    @Test
    void anExpanderOnWhichNoTransferEndsMakesItStuck() {
        pass(Duration.ofSeconds(5));
        board.inject(1, 0x48, new Fault.HeldBus());
        board.inject(1, 0x20, new Fault.HeldBus());
        pass(Duration.ofSeconds(60));
        assertEquals(
                "i2c-1 is held down: no transfer ends; check wiring and pull-up resistors, and switch its chips off and on",
                trouble());
    }
}
