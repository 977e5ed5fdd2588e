package dev.sandpiper.agent.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.sim.SimulatedBoard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An output with a {@link Relay} on simulated time, and the states it tells. */
final class Pump {
    final SimulatedTime time = new SimulatedTime();
    final Relay relay = new Relay();
    final List<String> states = new ArrayList<>();

    private @Nullable Output output;

    void start() {
        start(relay.plain());
    }

    void start(ActuatorConfig config) {
        var begun = new Output(
                config, new Common(board(), time, this::note, new Interlocks(List.of(config), time), Past.NONE));
        begun.run();
        output = begun;
    }

    private SimulatedBoard board() {
        try {
            var clock = new SimulatedBoard.Clock(time::now, time::wall);
            return new SimulatedBoard(SimulatedBoard.Setup.plain(), clock, complaint -> {});
        } catch (DeviceFault impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void note(Draft state) {
        assertEquals(Kind.STATE, state.kind());
        assertEquals("pump", state.id());
        states.add(state.body().replace("\"", ""));
    }

    Output output() {
        if (output == null) throw new IllegalStateException("not started yet");
        return output;
    }

    /** Runs the output whenever it asks for it until that much time has passed. */
    void pass(Duration span) {
        var end = time.in(span);
        for (var due = output().run(); time.in(due) < end; due = output().run()) time.pass(due);
        time.advanceTo(end);
        output().run();
    }

    void pass(int seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    Order order(Action action) {
        return order(action, Optional.empty());
    }

    private Order order(Action action, Optional<Duration> holdFor) {
        var deadline = time.in(Duration.ofSeconds(3));
        return new Order(action, holdFor, Cause.COMMAND, Optional.of("7f3a"), deadline);
    }

    Outcome set(Value value) {
        return output().carryOut(order(new Action.Set(value)));
    }

    Outcome set(Value value, int seconds) {
        return output().carryOut(order(new Action.Set(value), Optional.of(Duration.ofSeconds(seconds))));
    }
}
