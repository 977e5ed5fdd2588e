package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Signals;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An actuator set by hand while no agent runs. Begins and ends at its safe value, and is held no longer than
 * {@code max_on}: nobody else watches over it.
 */
final class HeldOutput implements AutoCloseable {
    private final ActuatorConfig config;
    private final Actuator actuator;
    private final CountDownLatch end;

    private HeldOutput(ActuatorConfig config, Actuator actuator, CountDownLatch end) {
        this.config = config;
        this.actuator = actuator;
        this.end = end;
    }

    // The signals first: from the moment the output is ours, nothing ends the process but by close().
    static HeldOutput open(ActuatorConfig config, Board board) throws DeviceFault {
        var end = new CountDownLatch(1);
        for (var signal : new String[] {"INT", "TERM", "HUP"}) Signals.on(signal, end::countDown);
        return new HeldOutput(config, config.type().opener().open(config.options(), board, config.safe()), end);
    }

    /** Does what is asked; the new value. */
    Value take(Action action) throws DeviceFault {
        actuator.set(target(action));
        return actuator.value();
    }

    private Value target(Action action) {
        return switch (action) {
            case Action.Set(var value) -> value;
            case Action.Toggle toggle -> toggle.from(config.safe());
        };
    }

    /** For people. */
    String plan(Optional<Duration> asked) {
        return "no agent runs: held %s, then %s"
                .formatted(
                        most(asked)
                                .map(span -> "for %s or until Ctrl-C".formatted(Durations.format(span)))
                                .orElse("until Ctrl-C"),
                        config.safe());
    }

    /** Waits for the end of the time or a signal. */
    void hold(Optional<Duration> asked) {
        var most = most(asked).orElse(Duration.ofDays(36_500));
        try {
            end.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<Duration> most(Optional<Duration> asked) {
        var safe = actuator.value().equals(config.safe());
        return Stream.concat(asked.stream(), safe ? Stream.empty() : config.limits().maxOn().stream())
                .min(Duration::compareTo);
    }

    @Override
    public void close() throws DeviceFault {
        try {
            actuator.set(config.safe());
        } finally {
            actuator.close();
        }
    }
}
