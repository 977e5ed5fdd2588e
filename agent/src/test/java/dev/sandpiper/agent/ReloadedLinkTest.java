package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.network.Fault;
import dev.sandpiper.agent.network.SimulatedBroker.Received;
import dev.sandpiper.agent.network.SimulatedNetwork;
import dev.sandpiper.agent.network.Timeline;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reload has to do with the link, on simulated time and with a simulated broker at two addresses. */
class ReloadedLinkTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String LAMP = "{ id: lamp, type: gpio-output, pin: 23, initial: on }";
    private static final String PUMP = "{ id: pump, type: gpio-output, pin: 22, initial: on }";
    private static final String AIR = "{ id: air, type: lm75, every: 1s }";
    private static final String FAN =
            "{ id: fan, type: gpio-output, pin: 24, initial: on, on_link_loss: { after: 10s } }";

    @TempDir(factory = MemoryDisk.class)
    Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private final Random random = new Random(7);
    private final Timeline timeline = new Timeline(time);
    private final SimulatedNetwork network =
            new SimulatedNetwork(timeline, time, random, List.of("broker-1", "broker-2"));
    private final Turns turns = new Turns(time, timeline, random);
    private String sensors = AIR;
    private SimulatedBoard board;
    private Agent agent;
    private Reload reload;

    @BeforeEach
    void anAgentWithALampAndAPumpAtTheFirstAddress() throws Exception {
        var config = AgentConfig.read(file("broker-1", LAMP, PUMP), Environment.ofThisMachine());
        board = Boards.simulated(config, new SimulatedBoard.Clock(time::now, time::wall));
        agent = new Agent(config, new World(board, time, network, network, random, "boot", Set.of(), "test"));
        agent.lanes().forEach(turns::add);
        agent.devices().startsLanesBy(turns::add);
        reload = new Reload(agent, new Changeover(agent, this::together, next -> {}), Environment.ofThisMachine());
        pass(20);
        assertTrue(network.isConnected());
    }

    @AfterEach
    void theEnd() {
        agent.abandon();
    }

    private Path file(String host, String... actuators) throws Exception {
        return Files.writeString(
                folder.resolve("agent.yaml"), """
                device: { id: hut }
                broker: { url: "mqtt://%s", allow_plaintext: true }
                outbox: { directory: outbox }
                board: { type: simulated }
                sensors: [ %s ]
                actuators: [ %s ]
                """.formatted(host, sensors, String.join(", ", actuators)));
    }

    private void reload(String host, String... actuators) throws Exception {
        file(host, actuators);
        reload.run();
        assertEquals(actuators.length, agent.config().actuators().size());
    }

    private Set<Lane> together(Map<Lane, Runnable> tasks) {
        var left = new HashSet<>(tasks.keySet());
        tasks.forEach((lane, task) -> lane.post(() -> {
            task.run();
            left.remove(lane);
        }));
        var end = time.in(HOUR);
        while (!left.isEmpty() && turns.goesOnUntil(end)) turns.stepTowards(end);
        return left;
    }

    private void pass(int seconds) {
        var end = time.in(Duration.ofSeconds(seconds));
        while (turns.goesOnUntil(end)) turns.stepTowards(end);
    }

    private List<Received> received(String topic) {
        return network.broker().received.stream()
                .filter(message -> message.topic().equals("sandpiper/hut/" + topic))
                .toList();
    }

    /** On how many connections the broker was told to keep no state of an output. */
    private long clearings(String output) {
        return clearings("state/", output);
    }

    private long clearings(String kind, String id) {
        return received(kind + id).stream()
                .filter(message -> message.payload().isEmpty() && message.retained())
                .map(Received::connection)
                .distinct()
                .count();
    }

    private Set<String> records(long connection) {
        return network.broker().received.stream()
                .filter(message -> message.connection() == connection)
                .map(Received::payload)
                .filter(payload -> payload.contains("\"seq\":"))
                .map(payload -> payload.replaceFirst(".*(\"seq\":\\d+).*", "$1"))
                .collect(Collectors.toSet());
    }

    @Test
    void anOutputThatJoinsKnowsThatThereIsALink() throws Exception {
        reload("broker-1", LAMP, FAN);
        pass(60);
        assertTrue(board.level(24));
    }

    @Test
    void anOutputThatJoinsWithoutALinkDoesNotTakeItForOne() throws Exception {
        network.suffer(Fault.REFUSED, "broker-1", HOUR);
        network.broker().restart();
        pass(60);
        reload("broker-1", LAMP, FAN);
        pass(5);
        assertTrue(board.level(24));
        pass(10);
        assertFalse(board.level(24));
    }

    @Test
    void outputsHearThatTheLinkIsLostWithTheFormerBroker() throws Exception {
        reload("broker-1", LAMP, FAN);
        network.suffer(Fault.REFUSED, "broker-2", HOUR);
        reload("broker-2", LAMP, FAN);
        pass(60);
        assertFalse(board.level(24));
    }

    @Test
    void whatIsTheSameDoesNotNotice() throws Exception {
        var lamp = agent.devices().outputs().get("lamp");
        var air = agent.devices().samplers().get("air");
        reload("broker-2", LAMP, FAN);
        pass(20);
        assertSame(lamp, agent.devices().outputs().get("lamp"));
        assertSame(air, agent.devices().samplers().get("air"));
        assertEquals(
                1,
                received("state/lamp").stream()
                        .map(Received::payload)
                        .distinct()
                        .count());
    }

    @Test
    void whatTheFormerBrokerDidNotAcknowledgeGoesToTheNextOne() throws Exception {
        var acknowledged = records(1);
        network.suffer(Fault.PUBACK_MISSING, "broker-1", HOUR);
        pass(5);
        reload("broker-2", LAMP, PUMP);
        pass(60);
        var open = records(1);
        open.removeAll(acknowledged);
        assertFalse(open.isEmpty());
        open.removeAll(records(2));
        assertEquals(Set.of(), open);
        assertEquals(List.of(), network.findings().violations);
    }

    @Test
    void aStateIsClearedOnEachConnectionUntilTheBrokerHasForgottenIt() throws Exception {
        network.suffer(Fault.PUBACK_MISSING, "broker-1", Duration.ofSeconds(20));
        reload("broker-1", LAMP);
        pass(2);
        assertEquals(1, clearings("pump"));
        network.broker().restart();
        pass(60);
        assertEquals(2, clearings("pump"));
        network.broker().restart();
        pass(60);
        reload("broker-1", LAMP, FAN);
        pass(5);
        assertEquals(2, clearings("pump"), "it was acknowledged");
        assertEquals(0, clearings("lamp"));
    }

    @Test
    void theLastReadingOfASensorThatIsGoneIsClearedAndThatOfOneThatIsThereIsNot() throws Exception {
        sensors = AIR + ", { id: door, type: gpio-input, pin: 17 }, { id: gate, type: gpio-input, pin: 27 }";
        reload("broker-1", LAMP);
        pass(5);
        sensors = AIR + ", { id: gate, type: gpio-input, pin: 27, retain: true }";
        reload("broker-1", LAMP);
        pass(5);
        assertEquals(1, clearings("telemetry/", "door"));
        assertEquals(0, clearings("telemetry/", "gate"));
        assertEquals(0, clearings("telemetry/", "air"));
    }

    /** It was away when the output went. */
    @Test
    void anotherBrokerForgetsAStateWhenTheDeviceIsThereAgain() throws Exception {
        reload("broker-2", LAMP, PUMP);
        pass(20);
        reload("broker-2", LAMP);
        pass(20);
        assertEquals(1, clearings("pump"));
        reload("broker-1", LAMP);
        pass(20);
        assertEquals(2, clearings("pump"));
        reload("broker-2", LAMP);
        pass(20);
        assertEquals(2, clearings("pump"), "that one has done it");
    }

    @Test
    void anOutputThatIsBackKeepsItsState() throws Exception {
        network.suffer(Fault.PUBACK_MISSING, "broker-1", Duration.ofSeconds(20));
        reload("broker-1", LAMP);
        pass(2);
        reload("broker-1", LAMP, PUMP);
        network.broker().restart();
        pass(60);
        assertEquals(1, clearings("pump"));
        assertFalse(received("state/pump").getLast().payload().isEmpty());
    }
}
