package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Cause;
import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.measure.Memory;
import dev.sandpiper.agent.network.Timeline;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A hundred seconds of outputs on real lanes and the simulated board, and everything that can happen to them: commands,
 * several in one moment, lost links, a chip that does not answer, crashes at any call of the clock, stops, reboots, a
 * calendar that jumps.
 */
final class OutputSchedule {
    static final Duration LENGTH = Duration.ofSeconds(100);
    private static final int CHIP = 0x20;
    private static final String OTHERS = """
              - { id: lamp, type: gpio-output, pin: 26, initial: on, interlock: [bell] }
              - { id: bell, type: gpio-output, pin: expander1/7 }
              - { id: dac, type: mcp4725, bus: 2, initial: 1.0 }
            """;

    final List<OutputRules> rules;
    final List<OutputEvent> events;
    final String yaml;

    private final Random random;
    private final Path trace;
    private AgentConfig config;
    /** The same, and outputs that nobody judges, on the same lanes and on one of their own. */
    private AgentConfig other;

    private final SimulatedTime time = new SimulatedTime();
    private final Timeline timeline = new Timeline(time);
    private final OutputLog log = new OutputLog(time);
    private final Turns turns;
    private final OutputMemory memory;
    private final OutputCommands commands;
    private boolean linkUp;
    private boolean chipFails;
    private Optional<Devices> devices = Optional.empty();
    private Optional<SimulatedBoard> board = Optional.empty();

    OutputSchedule(long seed, Path folder) throws IOException, ConfigErrors {
        random = new Random(seed);
        turns = new Turns(time, timeline, random);
        rules = OutputRules.draw(random);
        trace = folder.resolve("trace");
        yaml = """
                broker: { url: mqtts://broker.example.com }
                board: { type: simulated, trace: trace }
                actuators:
                  - { id: expander1, type: mcp23008 }
                """ + rules.stream().map(OutputRules::entry).collect(Collectors.joining());
        config = read(folder, yaml);
        other = read(folder, yaml + OTHERS);
        events = log.events;
        memory = new OutputMemory(rules, time);
        commands = new OutputCommands(rules, config.actuators(), memory, log, time, random);
    }

    private static AgentConfig read(Path folder, String yaml) throws IOException, ConfigErrors {
        return AgentConfig.read(Files.writeString(folder.resolve("agent.yaml"), yaml), Environment.ofThisMachine());
    }

    private int traced() {
        try {
            return Files.exists(trace) ? trace().size() : 0;
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    List<String> trace() throws IOException {
        return Files.readAllLines(trace);
    }

    void run() throws DeviceFault {
        schedule();
        start();
        turns.runUntil(LENGTH.toNanos(), this::crash);
        time.crashNever();
        heal();
        turns.runUntil(time.now() + Duration.ofSeconds(30).toNanos(), this::crash);
        stop();
    }

    private void schedule() {
        for (var i = 0; i < 30; i++) timeline.after(moment(), this::burst);
        for (var i = 0; i < 2; i++) timeline.after(moment(), () -> time.crashAfter(random.nextInt(1, 80)));
        for (var i = 0; i < 4; i++) timeline.after(moment(), this::linkLost);
        for (var i = 0; i < 2; i++) timeline.after(moment(), this::fail);
        if (random.nextBoolean()) timeline.after(moment(), this::restart);
        if (random.nextInt(4) == 0) timeline.after(moment(), this::reboot);
        for (var i = 0; i < 3; i++) timeline.after(moment(), this::reload);
        for (var i = 0; i < 2; i++)
            timeline.after(moment(), () -> time.misinform(Duration.ofHours(random.nextInt(-1000, 1000))));
    }

    private Duration moment() {
        return Duration.ofMillis(random.nextLong(LENGTH.toMillis()));
    }

    // Two in one moment meet where an interlock is between them.
    private void burst() {
        for (var more = random.nextInt(3); more >= 0; more--)
            commands.command(devices(), linkUp ? Cause.COMMAND : Cause.LOCAL);
        if (random.nextInt(25) == 0) time.crashAfter(random.nextInt(1, 60));
    }

    private void linkUp() {
        if (linkUp) return;
        linkUp = true;
        log.note(OutputEvent.Kind.LINK_UP);
        devices().linkUp();
    }

    private void linkLost() {
        if (!linkUp) return;
        linkUp = false;
        timeline.after(Duration.ofMillis(random.nextInt(500, 25_000)), this::linkUp);
        log.note(OutputEvent.Kind.LINK_LOST);
        devices().linkLost();
    }

    private void fail() {
        chipFails = true;
        log.note(OutputEvent.Kind.FAULT);
        board.orElseThrow().fail(1, CHIP);
        timeline.after(Duration.ofMillis(random.nextInt(100, 12_000)), this::heal);
    }

    private void heal() {
        if (!chipFails) return;
        chipFails = false;
        log.note(OutputEvent.Kind.HEALED);
        board.orElseThrow().heal(1, CHIP);
    }

    private Devices devices() {
        return devices.orElseThrow();
    }

    private void start() throws DeviceFault {
        var store = memory.newLane();
        linkUp = false;
        timeline.after(Duration.ofMillis(random.nextInt(8_000)), this::linkUp);
        log.note(OutputEvent.Kind.START, "", memory.boots() + " " + traced());
        var made = Boards.simulated(config, new SimulatedBoard.Clock(time::now, time::truth));
        board = Optional.of(made);
        if (chipFails) made.fail(1, CHIP);
        var world = new World(
                made,
                time,
                (_, _, _) -> {
                    throw new IllegalStateException("there is no link");
                },
                null,
                random,
                memory.boot(),
                Set.of(),
                "0");
        devices = Optional.of(new Devices(config, world, _ -> {}, _ -> {}, Memory.none(), memory));
        memory.interrupted()
                .forEach((number, id) -> log.answer(number, id, Outcome.failed("interrupted by a restart")));
        turns.clear();
        turns.add(store);
        devices().lanes().forEach(turns::add);
        devices().startsLanesBy(turns::add);
    }

    // Those that are judged are the same in both: they must not notice.
    private void reload() {
        var made = board.orElseThrow();
        other.actuators().forEach(one -> made.expect(one.type().name(), one.options()));
        var difference = new Difference(config, other);
        onLanes(devices().leaving(difference.leaving()));
        if (random.nextBoolean()) burst();
        onLanes(devices().joining(other, difference.joining()));
        if (linkUp) devices().linkUp(difference.joiningOutputs());
        var before = config;
        config = other;
        other = before;
    }

    private static void onLanes(Map<Lane, Runnable> tasks) {
        tasks.forEach((lane, task) -> {
            lane.post(task);
            lane.run();
        });
    }

    private void crash() throws DeviceFault {
        time.crashNever();
        log.note(OutputEvent.Kind.CRASH);
        memory.crash();
        time.newProcess();
        begin();
    }

    private void begin() throws DeviceFault {
        time.advanceTo(time.now() + random.nextLong(10, random.nextInt(4) == 0 ? 20_000 : 2_000) * 1_000_000);
        start();
    }

    private void reboot() {
        time.crashNever();
        log.note(OutputEvent.Kind.CRASH);
        memory.reboot();
        time.reboot(Duration.ofHours(random.nextInt(-1000, 1000)));
        again();
    }

    private void restart() {
        time.crashNever();
        stop();
        time.newProcess();
        again();
    }

    private void again() {
        try {
            begin();
        } catch (DeviceFault impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void stop() {
        devices().lanes().forEach(devices()::release);
        memory.lane().mailbox().runAll();
        memory.commit();
        log.note(OutputEvent.Kind.STOP);
    }
}
