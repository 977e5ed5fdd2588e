package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.command.Cause;
import dev.sandpiper.agent.command.Order;
import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.command.Past;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.link.Network;
import dev.sandpiper.agent.link.PahoTransport;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.measure.Memory;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sensors and outputs under one configuration after the other, on simulated time. */
class ReloadedDevicesTest {
    private static final String AIR = "{ id: air, type: lm75 }";
    private static final String LAMP = "{ id: lamp, type: gpio-output, pin: 23 }";
    private static final String PUMP = "{ id: pump, type: gpio-output, pin: 22 }";

    @TempDir
    Path folder;

    private final SimulatedTime time = new SimulatedTime();
    private final Map<String, String> kept = new HashMap<>();
    private final List<Lane> started = new ArrayList<>();
    private SimulatedBoard board;
    private Devices devices;
    private AgentConfig config;

    @AfterEach
    void close() {
        board.close();
    }

    private AgentConfig read(String sensors, String... actuators) throws Exception {
        return AgentConfig.read(
                Files.writeString(folder.resolve("agent.yaml"), """
                broker: { url: "mqtt://127.0.0.1" }
                board: { type: simulated }
                sensors: [ %s ]
                actuators: [ %s ]
                """.formatted(sensors, String.join(", ", actuators))),
                Environment.ofThisMachine());
    }

    private void start(String sensors, String... actuators) throws Exception {
        config = read(sensors, actuators);
        board = Boards.simulated(config, new SimulatedBoard.Clock(time::now, time::wall));
        var world =
                new World(board, time, PahoTransport::new, Network.unseen(), new Random(1), "boot", Set.of(), "test");
        devices = new Devices(config, world, draft -> {}, draft -> {}, Memory.none(), new Notebook());
        devices.startsLanesBy(started::add);
        devices.linkUp();
        pass(1);
    }

    private final class Notebook implements Past {
        @Override
        public String boot() {
            return "boot";
        }

        @Override
        public Optional<String> recall(String output) {
            return Optional.ofNullable(kept.get(output));
        }

        @Override
        public void keepWithNextCommit(String output, String text) {
            kept.put(output, text);
        }

        @Override
        public void keepNow(String output, String text) {
            kept.put(output, text);
        }
    }

    private void pass(int seconds) {
        for (var tick = 0; tick < 10 * seconds; tick++) {
            devices.lanes().forEach(Lane::run);
            time.pass(Duration.ofMillis(100));
        }
    }

    private void leave(AgentConfig next) {
        run(devices.leaving(new Difference(config, next).leaving()));
    }

    private void join(AgentConfig next) {
        var difference = new Difference(config, next);
        next.sensors().forEach(sensor -> board.expect(sensor.type().name(), sensor.options()));
        run(devices.joining(next, difference.joining()));
        run(devices.goingOn(next, difference.goingOn()));
        devices.linkUp(difference.joiningOutputs());
        config = next;
        pass(1);
    }

    private void reload(String sensors, String... actuators) throws Exception {
        var next = read(sensors, actuators);
        leave(next);
        join(next);
    }

    private static void run(Map<Lane, Runnable> tasks) {
        tasks.forEach((lane, task) -> {
            lane.post(task);
            lane.run();
        });
    }

    private Outcome set(String id, boolean on) {
        var told = new ArrayList<Outcome>();
        var action = new Action.Set(new Value.Flag(on));
        var order =
                new Order(action, Optional.empty(), Cause.COMMAND, Optional.empty(), time.in(Duration.ofSeconds(3)));
        devices.carryOut(id, order, told::add);
        devices.lanes().forEach(Lane::run);
        return told.getFirst();
    }

    private String refusal(String id) {
        return set(id, true) instanceof Outcome.Refused(var result, var reason) ? reason : "none";
    }

    @Test
    void whatIsTheSameStaysAndWhatChangedBeginsAnew() throws Exception {
        start(AIR + ", { id: water, type: tmp102, address: 0x49 }", LAMP, PUMP);
        set("lamp", true);
        set("pump", true);
        var lamp = devices.outputs().get("lamp");
        var air = devices.samplers().get("air");
        var water = devices.samplers().get("water");
        reload(
                AIR + ", { id: water, type: tmp102, address: 0x49, every: 1s }",
                LAMP,
                "{ id: pump, type: gpio-output, pin: 22, active: low }");
        assertSame(lamp, devices.outputs().get("lamp"));
        assertSame(air, devices.samplers().get("air"));
        assertNotSame(water, devices.samplers().get("water"));
        assertTrue(board.level(23), "the lamp");
        assertTrue(board.level(22), "the pump is off while its pin is high");
        assertTrue(devices.samplers().get("water").report().last().isPresent());
    }

    @Test
    void whatGoesIsSafeBeforeAnythingElseBeginsAndCannotBeReached() throws Exception {
        start(AIR, LAMP, PUMP);
        set("pump", true);
        var next = read("", LAMP, "{ id: fan, type: gpio-output, pin: 22, initial: on }");
        leave(next);
        assertFalse(board.level(22));
        assertEquals("pump: the configuration is being read again; try again", refusal("pump"));
        join(next);
        assertTrue(board.level(22), "another output on its pin");
        assertEquals(Set.of("lamp", "fan"), devices.outputs().keySet());
        assertEquals(Set.of(), devices.samplers().keySet());
    }

    @Test
    void aDeviceOnABusOfItsOwnGetsALane() throws Exception {
        start(AIR);
        assertEquals(List.of(), started);
        reload(AIR + ", { id: water, type: tmp102, bus: 3, address: 0x49 }");
        assertEquals(List.of("i2c-3"), started.stream().map(Lane::name).toList());
        pass(1);
        assertTrue(devices.samplers().get("water").report().last().isPresent());
        reload(AIR);
        reload(AIR + ", { id: water, type: tmp102, bus: 3, address: 0x49 }");
        assertEquals(1, started.size());
    }

    @Test
    void anOutputThatIsOnCountsForARuleThatIsNew() throws Exception {
        start(AIR, LAMP);
        set("lamp", true);
        var interlocked = "{ id: pump, type: gpio-output, pin: 22, interlock: [lamp], initial: on }";
        reload(AIR, LAMP, interlocked);
        assertTrue(board.level(23), "the lamp did not notice");
        assertEquals("pump: interlocked with lamp, which is on", refusal("pump"));
        assertFalse(board.level(22));
        set("lamp", false);
        assertTrue(set("pump", true) instanceof Outcome.Done);
        assertEquals("lamp: interlocked with pump, which is on", refusal("lamp"));
    }

    @Test
    void aRuleThatIsGoneHoldsNobodyUp() throws Exception {
        start(AIR, LAMP, "{ id: pump, type: gpio-output, pin: 22, interlock: [lamp] }");
        set("lamp", true);
        reload(AIR, LAMP, PUMP);
        assertTrue(set("pump", true) instanceof Outcome.Done);
        assertTrue(board.level(23));
    }

    @Test
    void anOutputThatIsOnStaysOnUnderOtherRules() throws Exception {
        start(AIR, LAMP, "{ id: pump, type: gpio-output, pin: 22, max_on: 60s }");
        set("pump", true);
        var pump = devices.outputs().get("pump");
        pass(40);
        reload(AIR, LAMP, "{ id: pump, type: gpio-output, pin: 22, max_on: 50s, rate_limit: 1/h }");
        assertSame(pump, devices.outputs().get("pump"));
        assertTrue(board.level(22));
        pass(10);
        assertFalse(board.level(22), "max_on counts from when it went on");
    }

    @Test
    void anOutputThatChangedGoesOnWithItsLastValueAndItsTimers() throws Exception {
        start(AIR, "{ id: pump, type: gpio-output, pin: 22, initial: last, max_on: 60s }");
        set("pump", true);
        pass(40);
        reload(AIR, "{ id: pump, type: gpio-output, pin: 22, initial: last, max_on: 60s, rate_limit: 10/m }");
        assertTrue(board.level(22));
        pass(17);
        assertTrue(board.level(22));
        pass(3);
        assertFalse(board.level(22), "max_on counts from before");
    }

    @Test
    void channelsOfOneChipComeAndGo() throws Exception {
        var first = "{ id: first, type: ads1115, channel: 0 }";
        var second = "{ id: second, type: ads1115, channel: 1 }";
        start(first + ", " + second);
        var kept = devices.samplers().get("first");
        reload(first + ", { id: third, type: ads1115, channel: 2 }");
        pass(1);
        assertSame(kept, devices.samplers().get("first"));
        assertTrue(devices.samplers().get("third").report().last().isPresent());
    }
}
