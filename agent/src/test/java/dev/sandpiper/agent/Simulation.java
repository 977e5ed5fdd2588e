package dev.sandpiper.agent;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BoardConfig;
import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.DeviceConfig;
import dev.sandpiper.agent.config.HomeAssistantConfig;
import dev.sandpiper.agent.config.Initial;
import dev.sandpiper.agent.config.LateCommands;
import dev.sandpiper.agent.config.Limits;
import dev.sandpiper.agent.config.OutboxConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.network.SimulatedBroker;
import dev.sandpiper.agent.network.SimulatedNetwork;
import dev.sandpiper.agent.network.Timeline;
import dev.sandpiper.agent.network.Weather;
import dev.sandpiper.agent.testing.BrokerDefaults;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole agent on one thread and simulated time, against a simulated broker: a schedule of outages, lost connections,
 * commands, clock faults, clean stops and crashes at any step, all drawn from one seed.
 */
final class Simulation {
    static final Duration COMMIT_EVERY = Duration.ofSeconds(1);
    static final Duration RECONNECT_MAX = BrokerDefaults.RECONNECT_MAX;
    private static final Duration CALM = Duration.ofMinutes(5);
    private static final int MOST_CALMS = 36;

    final SimulatedTime time = new SimulatedTime();
    final Random random;
    final SimulatedNetwork network;
    final SimulatedBroker broker;
    final SimulatedDevices devices;
    final Suspends suspends;
    final Map<String, Long> commands = new LinkedHashMap<>();
    final List<Long> crashes = new ArrayList<>();
    final List<Long> crashedRuns = new ArrayList<>();
    private final Schedule schedule;
    private final Timeline timeline = new Timeline(time);
    private final Weather weather;
    private final AgentConfig config;
    private final Turns turns;
    private @Nullable Agent agent;
    private int boots = 1;
    private int lastCommand;
    private boolean stopping;
    private boolean stopped;

    Simulation(long seed, Schedule schedule, Path directory) {
        this.schedule = schedule;
        random = new Random(seed);
        turns = new Turns(time, timeline, random);
        network = new SimulatedNetwork(timeline, time, random, List.of("broker-1", "broker-2"));
        broker = network.broker();
        weather = new Weather(network, timeline, random);
        devices = new SimulatedDevices(time, random);
        suspends = new Suspends(time, timeline, network);
        config = config(directory);
    }

    private AgentConfig config(Path directory) {
        var none = new Section(Map.of());
        var batch = random.nextBoolean() ? 200 : random.nextInt(1, 20);
        var commit = random.nextInt(10) == 0 ? Duration.ZERO : COMMIT_EVERY;
        var late = random.nextBoolean() ? new LateCommands.Execute() : new LateCommands.Within(Duration.ofSeconds(30));
        return new AgentConfig(
                Path.of("simulated.yaml"),
                "sha256:0",
                new DeviceConfig("device", "device", false, Duration.ofMinutes(2)),
                BrokerDefaults.with(
                        network.hosts().stream()
                                .map(host -> new BrokerAddress("mqtt://" + host, host, 1883, false))
                                .toList(),
                        BrokerDefaults.KEEP_ALIVE,
                        Optional.empty(),
                        TlsConfig.NONE),
                new OutboxConfig(
                        directory, 64 << 20, commit, OutboxConfig.WhenFull.THIN, Duration.ofSeconds(10), batch),
                new BoardConfig(
                        BoardConfig.BoardType.SIMULATED,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of()),
                List.of(new SensorConfig(
                        "counter", devices.counter(), none, Optional.of(schedule.readEvery()), false, Map.of())),
                List.of(new ActuatorConfig(
                        "dial",
                        devices.dial(),
                        none,
                        new Initial.At(new Value.Count(0)),
                        new Value.Count(0),
                        Limits.NONE,
                        late,
                        Set.of())),
                List.of(),
                List.of(),
                new HomeAssistantConfig(false, "homeassistant", Set.of()),
                Duration.ofMinutes(1),
                Set.of("ping", "read", "health"));
    }

    /** Runs the schedule, then lets everything settle with a broker that stays up. */
    void run() throws DeviceFault {
        loseTheClock();
        start();
        for (var part = 1; part <= schedule.parts(); part++) {
            weather.draw(schedule.part(), schedule.troubles());
            scheduleFaults();
            turns.runUntil(schedule.part().multipliedBy(part).toNanos(), this::crash);
        }
        weather.clear();
        time.synchronise();
        time.crashNever();
        settle();
        stop();
        stopped = agent().linkStopped() && network.open() == 0;
    }

    // After another client had its id it may stay away for a quarter of an hour, again and again.
    private void settle() throws DeviceFault {
        turns.runUntil(time.in(CALM), this::crash);
        for (var more = 0; more < MOST_CALMS && !network.isConnected(); more++)
            turns.runUntil(time.in(CALM), this::crash);
        turns.runUntil(time.in(CALM), this::crash);
    }

    /** In the end the agent stopped in order, and left no transport behind. */
    boolean stopped() {
        return stopped;
    }

    private void loseTheClock() {
        if (random.nextInt(4) > 0) return;
        time.lose(Duration.ofDays(-20_000));
        timeline.after(Duration.ofSeconds(random.nextInt(600)), time::synchronise);
    }

    private void scheduleFaults() {
        for (var i = random.nextInt(schedule.crashes() + 1); i > 0; i--)
            timeline.after(moment(), () -> time.crashAfter(random.nextInt(1, 60)));
        if (random.nextBoolean()) timeline.after(moment(), () -> suspends.whenAwake(this::restart));
        if (schedule.suspends() > 0)
            for (var i = random.nextInt(schedule.suspends() + 1); i > 0; i--)
                timeline.after(moment(), () -> suspends.whenAwake(this::suspend));
        for (var i = 0; i < schedule.commands(); i++) scheduleCommand(++lastCommand);
    }

    private void suspend() {
        suspends.suspend(Duration.ofMillis(random.nextLong(600_000)), turns.due());
    }

    /** Whether the broker forgot the command before it was acknowledged; the agent may never have seen it. */
    boolean wasLostWithASession(String id) {
        return weather.lostCommands.stream().anyMatch(text -> text.contains("\"" + id + "\""));
    }

    private Duration moment() {
        return Duration.ofMillis(random.nextLong(schedule.part().toMillis()));
    }

    // Each command asks for a value of its own, so that the dial's turns tell which was executed how often.
    private void scheduleCommand(int value) {
        var id = "c" + value;
        var text = "{\"id\":\"%s\",\"value\":%d}".formatted(id, value);
        timeline.after(moment(), () -> {
            if (!broker.command("sandpiper/device/command/dial", text)) return;
            commands.put(id, (long) value);
            // Most crashes of interest are in the milliseconds in which a command is on its way through the agent.
            if (random.nextInt(8) == 0)
                timeline.after(Duration.ofMillis(random.nextInt(300)), () -> time.crashAfter(random.nextInt(1, 80)));
            if (random.nextInt(4) == 0)
                timeline.after(
                        Duration.ofSeconds(random.nextInt(300)),
                        () -> broker.command("sandpiper/device/command/dial", text));
        });
    }

    private void start() throws DeviceFault {
        var clock = new SimulatedBoard.Clock(time::now, time::wall);
        var board = new SimulatedBoard(SimulatedBoard.Setup.plain(), clock, complaint -> {});
        agent = new Agent(config, new World(board, time, network, network, random, "boot-" + boots, Set.of(), "0"));
        turns.clear();
        agent.lanes().forEach(turns::add);
    }

    private void crash() throws DeviceFault {
        time.crashNever();
        crashes.add(time.now());
        // One that crashed while it was stopped and started again may have ended cleanly.
        if (!stopping) crashedRuns.add(agent().run().number());
        stopping = false;
        agent().abandon();
        network.processEnds();
        if (random.nextBoolean()) boots++;
        time.advanceTo(time.now() + random.nextLong(60_000_000_000L));
        start();
    }

    private void restart() {
        try {
            stopping = true;
            stop();
            network.processEnds();
            time.advanceTo(time.now() + random.nextLong(60_000_000_000L));
            start();
            stopping = false;
        } catch (DeviceFault impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void stop() {
        network.stopBegins();
        for (var lane : agent().devices().lanes()) agent().devices().release(lane);
        agent().stopLink();
        var until = time.now() + Duration.ofSeconds(4).toNanos();
        while (!agent().linkStopped() && time.now() < until) turns.stepTowards(until);
        agent().close();
    }

    private Agent agent() {
        if (agent == null) throw new IllegalStateException("no agent");
        return agent;
    }
}
