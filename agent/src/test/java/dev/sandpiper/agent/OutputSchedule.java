package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Cause;
import dev.sandpiper.agent.command.Order;
import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.command.Past;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.measure.Memory;
import dev.sandpiper.agent.network.Timeline;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final int CHIP = 0x20;

    final List<OutputRules> rules;
    final List<OutputEvent> events = new ArrayList<>();
    final String yaml;

    private final Random random;
    private final Path trace;
    private final AgentConfig config;
    private final SimulatedTime time = new SimulatedTime();
    private final Timeline timeline = new Timeline(time);
    private final Turns turns;
    private final Notebook notebook = new Notebook();
    private final Map<Integer, String> begun = new LinkedHashMap<>();
    private int lastCommand;
    private int boots;
    private boolean linkUp;
    private boolean chipFails;
    private Lane store = new Lane("store");
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
        config = AgentConfig.read(Files.writeString(folder.resolve("agent.yaml"), yaml), Environment.ofThisMachine());
    }

    /** What a run leaves to the next: a map in place of the store, with its commits. */
    private final class Notebook implements Past {
        private final Map<String, String> committed = new HashMap<>();
        private final Map<String, String> waiting = new HashMap<>();

        @Override
        public String boot() {
            return "boot-" + boots;
        }

        // As in OutputNotes.
        @Override
        public Optional<String> recall(String output) {
            var rule = rules.stream()
                    .filter(one -> one.id().equals(output))
                    .findFirst()
                    .orElseThrow();
            if (rule.initial().equals("last") && begun.containsValue(output)) committed.remove(output);
            return Optional.ofNullable(committed.get(output));
        }

        @Override
        public void keepWithNextCommit(String output, String text) {
            store.post(() -> waiting.put(output, text));
        }

        @Override
        public void keepNow(String output, String text) {
            store.post(() -> {
                waiting.put(output, text);
                commit();
            });
        }

        void commit() {
            time.nanos(); // a crash may come just before
            committed.putAll(waiting);
            waiting.clear();
        }
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
        runUntil(LENGTH.toNanos());
        time.crashNever();
        heal();
        runUntil(time.now() + Duration.ofSeconds(30).toNanos());
        stop();
    }

    private void schedule() {
        for (var i = 0; i < 30; i++) timeline.after(moment(), this::burst);
        for (var i = 0; i < 2; i++) timeline.after(moment(), () -> time.crashAfter(random.nextInt(1, 80)));
        for (var i = 0; i < 4; i++) timeline.after(moment(), this::linkLost);
        for (var i = 0; i < 2; i++) timeline.after(moment(), this::fail);
        if (random.nextBoolean()) timeline.after(moment(), this::restart);
        if (random.nextInt(4) == 0) timeline.after(moment(), this::reboot);
        for (var i = 0; i < 2; i++)
            timeline.after(moment(), () -> time.misinform(Duration.ofHours(random.nextInt(-1000, 1000))));
    }

    private Duration moment() {
        return Duration.ofMillis(random.nextLong(LENGTH.toMillis()));
    }

    private void note(OutputEvent.Kind kind, String id, String what) {
        events.add(new OutputEvent(time.truth().toEpochMilli(), kind, id, what));
    }

    // Two in one moment meet where an interlock is between them.
    private void burst() {
        for (var more = random.nextInt(3); more >= 0; more--) command();
        if (random.nextInt(25) == 0) time.crashAfter(random.nextInt(1, 60));
    }

    private void command() {
        var rule = rules.get(random.nextInt(rules.size()));
        var value = rule.numeric() ? level() : random.nextInt(3) == 0 ? "false" : "true";
        var action = actuator(rule.id()).repertoire().actions().apply(asked(value));
        var holdFor = random.nextInt(4) == 0
                ? Optional.of(Duration.ofMillis(random.nextInt(500, 15_000)))
                : Optional.<Duration>empty();
        var number = ++lastCommand;
        var local = !linkUp;
        var what = "%d %s %s"
                .formatted(
                        number,
                        value,
                        holdFor.map(Duration::toMillis).map(Object::toString).orElse("-"));
        note(OutputEvent.Kind.COMMAND, rule.id(), what);
        if (action.isEmpty()) answer(number, rule.id(), Outcome.rejected("not in its range"));
        else send(number, rule.id(), action.get(), holdFor, local ? Cause.LOCAL : Cause.COMMAND);
    }

    private String level() {
        return List.of("0.0", "0.1", "0.2", "0.5", "0.8", "1.0").get(random.nextInt(6));
    }

    private static Object asked(String value) {
        return value.contains(".") ? (Object) Double.valueOf(value) : Boolean.valueOf(value);
    }

    private ActuatorConfig actuator(String id) {
        return config.actuators().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    // As the command desk does it: over the limit it is not journalled, begun it is answered after a crash.
    private void send(int number, String id, Action action, Optional<Duration> holdFor, Cause cause) {
        var order = new Order(action, holdFor, cause, Optional.of("c" + number), time.in(PATIENCE));
        var tooMany = devices().overRate(id, order);
        if (tooMany.isPresent()) {
            answer(number, id, tooMany.get());
            return;
        }
        note(
                OutputEvent.Kind.ACCEPTED,
                id,
                "%d %s %s".formatted(number, goesSafe(id, action, holdFor) ? "safe" : "other", cause));
        // Nobody journals what is done by hand.
        if (cause == Cause.COMMAND) begun.put(number, id);
        devices().carryOut(id, order, outcome -> {
            note(OutputEvent.Kind.ACTED, id, number + " " + told(outcome));
            store.post(() -> finish(number, id, outcome));
        });
    }

    private boolean goesSafe(String id, Action action, Optional<Duration> holdFor) {
        return holdFor.isEmpty() && action.equals(new Action.Set(actuator(id).safe()));
    }

    private void finish(int number, String id, Outcome outcome) {
        notebook.commit();
        begun.remove(number);
        answer(number, id, outcome);
    }

    private void answer(int number, String id, Outcome outcome) {
        note(OutputEvent.Kind.ANSWER, id, number + " " + told(outcome));
    }

    private static String told(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done(var value) -> "done " + value;
            case Outcome.Refused(var result, var reason) -> result.word() + " " + reason;
            case Outcome.Answered(var json) -> json;
        };
    }

    private void linkUp() {
        if (linkUp) return;
        linkUp = true;
        note(OutputEvent.Kind.LINK_UP, "", "");
        devices().linkUp();
    }

    private void linkLost() {
        if (!linkUp) return;
        linkUp = false;
        timeline.after(Duration.ofMillis(random.nextInt(500, 25_000)), this::linkUp);
        note(OutputEvent.Kind.LINK_LOST, "", "");
        devices().linkLost();
    }

    private void fail() {
        chipFails = true;
        note(OutputEvent.Kind.FAULT, "", "");
        board.orElseThrow().fail(1, CHIP);
        timeline.after(Duration.ofMillis(random.nextInt(100, 12_000)), this::heal);
    }

    private void heal() {
        if (!chipFails) return;
        chipFails = false;
        note(OutputEvent.Kind.HEALED, "", "");
        board.orElseThrow().heal(1, CHIP);
    }

    private Devices devices() {
        return devices.orElseThrow();
    }

    private void start() throws DeviceFault {
        store = new Lane("store");
        linkUp = false;
        timeline.after(Duration.ofMillis(random.nextInt(8_000)), this::linkUp);
        note(OutputEvent.Kind.START, "", boots + " " + traced());
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
                notebook.boot(),
                Set.of(),
                "0");
        devices = Optional.of(new Devices(config, world, _ -> {}, Memory.none(), notebook));
        begun.forEach((number, id) -> answer(number, id, Outcome.failed("interrupted by a restart")));
        begun.clear();
        turns.clear();
        turns.add(store);
        devices().lanes().forEach(turns::add);
    }

    private void runUntil(long end) throws DeviceFault {
        while (turns.goesOnUntil(end)) {
            try {
                turns.stepTowards(end);
            } catch (SimulatedTime.Crash crash) {
                crash();
            }
        }
    }

    private void crash() throws DeviceFault {
        time.crashNever();
        note(OutputEvent.Kind.CRASH, "", "");
        notebook.waiting.clear();
        time.newProcess();
        begin();
    }

    private void begin() throws DeviceFault {
        time.advanceTo(time.now() + random.nextLong(10, random.nextInt(4) == 0 ? 20_000 : 2_000) * 1_000_000);
        start();
    }

    private void reboot() {
        time.crashNever();
        note(OutputEvent.Kind.CRASH, "", "");
        notebook.waiting.clear();
        time.reboot(Duration.ofHours(random.nextInt(-1000, 1000)));
        boots++;
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
        store.mailbox().runAll();
        notebook.commit();
        note(OutputEvent.Kind.STOP, "", "");
    }
}
