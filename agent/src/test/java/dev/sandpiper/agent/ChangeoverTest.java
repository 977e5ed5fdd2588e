package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.link.Network;
import dev.sandpiper.agent.link.PahoTransport;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stages of a reload, on an agent whose lanes have their turns when the test says so. */
class ChangeoverTest {
    private static final String AIR = "{ id: air, type: lm75 }";
    private static final String PUMP = "{ id: pump, type: gpio-output, pin: 22, initial: on }";
    private static final String FAN = "{ id: fan, type: gpio-output, pin: 22, initial: on }";

    @TempDir(factory = MemoryDisk.class)
    Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private final List<String> plans = new ArrayList<>();
    private Set<String> stuck = Set.of();
    private SimulatedBoard board;
    private Agent agent;
    private Reload reload;

    @BeforeEach
    void anAgent() throws Exception {
        var config = AgentConfig.read(file("", AIR, PUMP), Environment.ofThisMachine());
        board = Boards.simulated(config, new SimulatedBoard.Clock(time::now, time::wall));
        agent = new Agent(
                config,
                new World(board, time, PahoTransport::new, Network.unseen(), new Random(1), "boot", Set.of(), "test"));
        reload = new Reload(agent, new Changeover(agent, this::together, this::plan), Environment.ofThisMachine());
        devicesHaveTheirTurn();
    }

    @AfterEach
    void theEnd() {
        agent.abandon();
    }

    private Path file(String rest, String sensors, String... actuators) throws Exception {
        return Files.writeString(
                folder.resolve("agent.yaml"), """
                broker: { url: "mqtt://127.0.0.1" }
                outbox: { directory: outbox }
                board: { type: simulated }
                sensors: [ %s ]
                actuators: [ %s ]
                %s
                """.formatted(sensors, String.join(", ", actuators), rest));
    }

    private void plan(AgentConfig config) {
        plans.add("%s, pin %s, there: %s"
                .formatted(
                        config.actuatorIds(),
                        board.level(22) ? "high" : "low",
                        agent.devices().outputs().keySet()));
    }

    private Set<Lane> together(Map<Lane, Runnable> tasks) {
        tasks.forEach(Lane::post);
        tasks.keySet().stream()
                .filter(lane -> !isStuck(lane))
                .forEach(lane -> lane.mailbox().runAll());
        return tasks.keySet().stream().filter(this::isStuck).collect(Collectors.toSet());
    }

    private boolean isStuck(Lane lane) {
        return stuck.contains(lane.name());
    }

    private void devicesHaveTheirTurn() {
        time.pass(Duration.ofSeconds(1));
        agent.devices().lanes().stream().filter(lane -> !isStuck(lane)).forEach(Lane::run);
    }

    private String problems() {
        return agent.healthMessage()
                .replaceFirst(".*\"problems\":\\[(\"not connected yet\",?)?", "")
                .replaceFirst("\\],.*", "");
    }

    @Test
    void thePlanForTheSafeStateIsWrittenWhenTheOldIsSafeAndBeforeTheNewBegins() throws Exception {
        assertTrue(board.level(22));
        file("", AIR, FAN);
        reload.run();
        assertEquals(List.of("[fan], pin low, there: []"), plans);
        assertFalse(board.level(22));
        devicesHaveTheirTurn();
        assertTrue(board.level(22));
        assertEquals(Set.of("fan"), agent.devices().outputs().keySet());
    }

    @Test
    void anOutputOfWhichOnlyRulesChangedStaysWhereItIsAndObeysThem() throws Exception {
        file("", AIR, PUMP.replace("initial: on", "initial: on, max_on: 5s"));
        reload.run();
        assertEquals(List.of("[pump], pin high, there: [pump]"), plans);
        assertTrue(board.level(22));
        for (var second = 0; second < 5; second++) devicesHaveTheirTurn();
        assertFalse(board.level(22));
    }

    @Test
    void withoutAnotherOutputThePlanStays() throws Exception {
        file("health: { every: 5s }", "{ id: water, type: lm75 }", PUMP);
        reload.run();
        assertEquals(List.of(), plans);
        assertEquals(Set.of("water"), agent.devices().samplers().keySet());
        assertTrue(agent.healthMessage().contains("\"sensors\":{\"air\""), "until its lane has its turn");
        agent.lanes().getLast().mailbox().runAll();
        assertTrue(agent.healthMessage().contains("\"sensors\":{\"water\""), agent.healthMessage());
    }

    @Test
    void nothingIsTakenWhileALaneHangsAndThatIsTold() throws Exception {
        stuck = Set.of("i2c-1");
        file("", "{ id: water, type: lm75 }", FAN);
        reload.run();
        assertEquals("\"the configuration on the disk is not in use: i2c-1 is stuck\"", problems());
        assertEquals(Set.of("pump"), agent.devices().outputs().keySet());
        assertTrue(board.level(22));
        stuck = Set.of();
        reload.run();
        assertEquals("", problems());
        assertEquals(Set.of("fan"), agent.devices().outputs().keySet());
    }

    @Test
    void whatNeedsARestartKeepsTheRestFromBeingTaken() throws Exception {
        file("device: { id: other }\ndrivers: [ { type: mine, jar: mine.jar, class: Mine } ]", AIR, FAN);
        reload.run();
        assertEquals(
                "\"the configuration on the disk is not in use: a change of device, drivers needs a restart\"",
                problems());
        assertEquals(List.of("pump"), agent.config().actuatorIds());
        assertTrue(board.level(22));
    }

    @Test
    void aFileThatIsWrongIsToldUntilTheOldOneIsBack() throws Exception {
        file("healt: { every: 5s }", AIR, FAN);
        reload.run();
        assertTrue(
                problems().contains("is not in use: " + folder.resolve("agent.yaml") + ":6:1: healt: unknown key"),
                problems());
        assertEquals(List.of("pump"), agent.config().actuatorIds());
        file("", AIR, PUMP);
        reload.run();
        assertEquals("", problems());
        assertTrue(board.level(22));
    }

    @Test
    void whatIsTooLargeToBeToldHomeAssistantIsToldInHealth() throws Exception {
        var file = file("home_assistant: { discovery: true }", AIR, PUMP);
        Files.writeString(file, Files.readString(file).replace("127.0.0.1\"", "127.0.0.1\", max_packet: 2KiB"));
        reload.run();
        agent.linkLane().mailbox().runAll();
        assertTrue(problems().contains("Home Assistant is not told of this device"), problems());
    }

    @Test
    void aFileThatIsGoneIsToldToo() throws Exception {
        Files.delete(folder.resolve("agent.yaml"));
        reload.run();
        assertTrue(problems().contains("the configuration on the disk is not in use: "), problems());
    }
}
