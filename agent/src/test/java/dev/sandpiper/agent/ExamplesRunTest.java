package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.network.SimulatedNetwork;
import dev.sandpiper.agent.network.Timeline;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every configuration in the folder config runs on the simulated board: each sensor is read, each output is set. */
class ExamplesRunTest {
    /** Every sensor is read at the start, whatever its cycle is. */
    private static final Duration LENGTH = Duration.ofSeconds(90);

    private final Path shipped = Path.of("").toAbsolutePath().resolveSibling("config");

    @TempDir
    private Path folder;

    @Test
    void everyExampleMeasuresAndSwitches() throws IOException, ConfigErrors, DeviceFault {
        try (var examples = Files.list(shipped.resolve("examples"))) {
            for (var example : examples.sorted().toList()) measuresAndSwitches(example);
        }
    }

    @Test
    void theCommentedExampleMeasuresAndSwitches() throws IOException, ConfigErrors, DeviceFault {
        measuresAndSwitches(shipped.resolve("agent.yaml"));
    }

    private void measuresAndSwitches(Path example) throws IOException, ConfigErrors, DeviceFault {
        var health = Members.of(healthAfterARun(simulated(example)));
        assertEquals("[]", health.get("problems"), example.toString());
        Members.of(health.get("sensors"))
                .forEach((id, one) -> assertNotEquals("null", Members.of(one).get("last"), example + ": " + id));
        Members.of(health.get("actuators"))
                .forEach((id, one) -> assertNotEquals("null", Members.of(one).get("value"), example + ": " + id));
        assertTrue(Members.of(health.get("link")).get("since").startsWith("\""), example.toString());
    }

    // The broker's place, its certificates and the folders are this machine's; all else is the example's.
    private AgentConfig simulated(Path example) throws IOException, ConfigErrors {
        var own = Files.createDirectories(folder.resolve(example.getFileName()));
        var yaml = Files.readString(example)
                .replaceAll("(?m)^broker:.*\\n((  | *#).*\\n)*", "broker: { url: mqtt://localhost }\n")
                .replaceAll("(?m)^outbox:.*\\n(  .*\\n)*", "")
                .replace("type: auto", "type: simulated")
                .replace("/tmp/", own + "/");
        var board = yaml.contains("board:") ? "" : "board: { type: simulated }\n";
        var file = own.resolve("agent.yaml");
        Files.writeString(file, yaml + board + "outbox: { directory: outbox }\n");
        return AgentConfig.read(file, Environment.ofThisMachine());
    }

    private static String healthAfterARun(AgentConfig config) throws IOException, DeviceFault {
        Files.createDirectories(config.outbox().directory());
        var time = new SimulatedTime();
        var timeline = new Timeline(time);
        var random = new Random(1);
        var network = new SimulatedNetwork(timeline, time, random, List.of("localhost"));
        var board = Boards.simulated(config, new SimulatedBoard.Clock(time::now, time::wall));
        var agent = new Agent(config, new World(board, time, network, network, random, "boot", Set.of(), "0"));
        var turns = new Turns(time, timeline, random);
        agent.lanes().forEach(turns::add);
        turns.runUntil(LENGTH.toNanos(), () -> {});
        var health = agent.healthMessage();
        agent.abandon();
        return health;
    }
}
