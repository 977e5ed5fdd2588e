package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Outputs on simulated time, several runs of them: what they are told, what their devices do, what they tell. */
final class OutputRig {
    static final Value ON = new Value.Flag(true);
    static final Value OFF = new Value.Flag(false);

    /** Nobody uses it: devices here are the rig's own. */
    private static final Board BOARD = board();

    final SimulatedTime time = new SimulatedTime();
    /** {@code pump true command}. */
    final List<String> states = new ArrayList<>();
    /** {@code pump true}: what devices were opened with or took. */
    final List<String> driven = new ArrayList<>();

    final Set<String> stuck = new HashSet<>();
    final Set<String> absent = new HashSet<>();
    /** How long the next write takes. */
    Duration hangs = Duration.ZERO;

    final Notebook notebook = new Notebook();

    private final List<ActuatorConfig> configs;
    private final Map<String, Output> outputs = new LinkedHashMap<>();

    OutputRig(Guarded... guarded) {
        configs = Arrays.stream(guarded).map(this::with).toList();
    }

    private ActuatorConfig with(Guarded guarded) {
        var config = guarded.config();
        var type = config.type();
        var own = new ActuatorType(
                type.name(), "", List.of(), type.repertoire(), "", (_, _, initial) -> open(config.id(), initial));
        return new ActuatorConfig(
                config.id(),
                own,
                config.options(),
                config.initial(),
                config.safe(),
                config.limits(),
                config.late(),
                config.require());
    }

    /** On or off. */
    static Guarded relay(String id) {
        var repertoire = new Repertoire(OFF, OutputRig::flag, "true, false or \"toggle\"");
        return Guarded.of(id, type("relay", repertoire));
    }

    /** A number from 0 to 1. */
    static Guarded dimmer(String id) {
        var repertoire = new Repertoire(level(0), OutputRig::number, "0 to 1", Optional.of(new Range(0, 1)));
        return Guarded.numeric(id, type("dimmer", repertoire), level(0));
    }

    static Value level(double number) {
        return new Value.Decimal(number, 6);
    }

    private static ActuatorType type(String name, Repertoire repertoire) {
        return ActuatorType.of(name, "", List.of(), repertoire, "", (_, _, _) -> {
            throw new IllegalStateException("the rig opens its own");
        });
    }

    private static Optional<Action> flag(Object asked) {
        return switch (asked) {
            case Boolean on -> Optional.of(new Action.Set(new Value.Flag(on)));
            case String word when word.equals("toggle") -> Optional.of(new Action.Toggle(ON, OFF));
            default -> Optional.empty();
        };
    }

    private static Optional<Action> number(Object asked) {
        return asked instanceof Double number && number >= 0 && number <= 1
                ? Optional.of(new Action.Set(level(number)))
                : Optional.empty();
    }

    private Actuator open(String id, Value initial) throws DeviceFault {
        if (absent.contains(id)) throw new DeviceFault("it is not there");
        driven.add(id + " " + initial);
        return new Contact(id, initial);
    }

    private final class Contact implements Actuator {
        private final String id;
        private Value value;

        Contact(String id, Value value) {
            this.id = id;
            this.value = value;
        }

        @Override
        public Value value() {
            return value;
        }

        @Override
        public void set(Value next) throws DeviceFault {
            time.pass(hangs);
            hangs = Duration.ZERO;
            if (stuck.contains(id)) throw new DeviceFault("it is stuck");
            driven.add(id + " " + next);
            value = next;
        }

        @Override
        public void close() {}
    }

    /** What a run leaves to the next; what waits for a commit is lost by a crash. */
    static final class Notebook implements Past {
        final Map<String, String> written = new HashMap<>();
        final Map<String, String> waiting = new HashMap<>();
        String boot = "boot-1";

        @Override
        public String boot() {
            return boot;
        }

        @Override
        public Optional<String> recall(String output) {
            return Optional.ofNullable(written.get(output));
        }

        @Override
        public void keepWithNextCommit(String output, String text) {
            waiting.put(output, text);
        }

        @Override
        public void keepNow(String output, String text) {
            keepWithNextCommit(output, text);
            commit();
        }

        void commit() {
            written.putAll(waiting);
            waiting.clear();
        }
    }

    /** A run begins: each output on its first turn, in the order of the file. */
    OutputRig start() {
        var common = new Common(BOARD, time, this::note, new Interlocks(configs, time), notebook);
        configs.forEach(config -> outputs.put(config.id(), new Output(config, common)));
        settle();
        return this;
    }

    private static Board board() {
        try {
            return new SimulatedBoard(SimulatedBoard.Setup.plain(), SimulatedBoard.Clock.system(), _ -> {});
        } catch (DeviceFault impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void note(Draft state) {
        var body = state.body().replace("\"", "").replace("value:", "").replace(",cause:", " ");
        states.add(state.id() + " " + body.replaceAll(",command:.*", ""));
    }

    /** The process is gone, and what it had not committed. */
    void crash() {
        outputs.clear();
        notebook.waiting.clear();
    }

    void stop() {
        outputs.values().forEach(Output::shutdown);
        notebook.commit();
        outputs.clear();
    }

    /** Another boot: the clock that never jumps begins anew. */
    void reboot() {
        crash();
        time.reboot(Duration.ZERO);
        notebook.boot += "'";
    }

    Output output(String id) {
        return outputs.get(id);
    }

    Outcome set(String id, Value value) {
        return order(id, new Action.Set(value), Optional.empty());
    }

    Outcome set(String id, Value value, int seconds) {
        return order(id, new Action.Set(value), Optional.of(Duration.ofSeconds(seconds)));
    }

    /** As a command that is journalled: what it leaves is committed with its reply. */
    Outcome order(String id, Action action, Optional<Duration> holdFor) {
        var deadline = time.in(Duration.ofSeconds(3));
        var outcome = output(id).carryOut(new Order(action, holdFor, Cause.COMMAND, Optional.of("7f3a"), deadline));
        notebook.commit();
        return outcome;
    }

    String refused(String id, Value value) {
        return reason(set(id, value));
    }

    static String reason(Outcome outcome) {
        return outcome instanceof Outcome.Refused(var result, var reason)
                ? result.word() + ": " + reason
                : outcome.toString();
    }

    /** The same output, other rules. */
    void rules(Guarded next) {
        output(next.config().id()).goesOnUnder(next.config());
        settle();
    }

    void linkUp() {
        outputs.values().forEach(Output::linkUp);
        settle();
    }

    void linkLost() {
        outputs.values().forEach(Output::linkLost);
        settle();
    }

    Optional<Value> value(String id) {
        return output(id).report().value();
    }

    /** Runs each output whenever one asks for it. */
    void pass(Duration span) {
        var end = time.in(span);
        for (var due = settle(); time.in(due) < end; due = settle()) time.pass(due);
        time.advanceTo(time.now() + end - time.nanos());
        settle();
    }

    void pass(int seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    private Duration settle() {
        outputs.values().forEach(Output::run);
        return outputs.values().stream().map(Output::run).reduce(Duration.ofDays(1), Step::sooner);
    }
}
