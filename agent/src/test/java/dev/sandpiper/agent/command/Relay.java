package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.Initial;
import dev.sandpiper.agent.config.LateCommands;
import dev.sandpiper.agent.config.Limits;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Tended;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An output that notes every level it takes, and can be stuck or absent. */
final class Relay {
    static final Value ON = new Value.Flag(true);
    static final Value OFF = new Value.Flag(false);
    static final Action TOGGLE = new Action.Toggle(ON, OFF);

    final List<Boolean> levels = new ArrayList<>();
    boolean absent;
    boolean stuck;
    boolean defective;
    int refusals;
    boolean closed;
    boolean forgetful;
    int tended;

    ActuatorType type() {
        return ActuatorType.of(
                "relay",
                "a relay",
                List.of(),
                new Repertoire(OFF, Relay::action, "true, false or \"toggle\""),
                "",
                (options, board, initial) -> open(initial));
    }

    private static Optional<Action> action(Object asked) {
        return switch (asked) {
            case Boolean on -> Optional.of(new Action.Set(new Value.Flag(on)));
            case String word -> word.equals("toggle") ? Optional.of(TOGGLE) : Optional.empty();
            default -> Optional.empty();
        };
    }

    ActuatorConfig plain() {
        return config(OFF, OFF, Optional.empty(), Optional.empty());
    }

    ActuatorConfig config(Value initial, Value safe, Optional<Duration> maxOn, Optional<Duration> onLinkLoss) {
        return config(initial, safe, maxOn, onLinkLoss, Set.of());
    }

    ActuatorConfig requiring(String... keys) {
        return config(OFF, OFF, Optional.empty(), Optional.empty(), Set.of(keys));
    }

    private ActuatorConfig config(
            Value initial, Value safe, Optional<Duration> maxOn, Optional<Duration> onLinkLoss, Set<String> require) {
        var late = new LateCommands.Within(Duration.ofSeconds(30));
        var limits = new Limits(
                maxOn,
                Optional.empty(),
                Optional.empty(),
                onLinkLoss.map(after -> new Limits.LinkLoss(after, safe)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new ActuatorConfig(
                "pump", type(), new Section(Map.of()), new Initial.At(initial), safe, limits, late, require);
    }

    private Actuator open(Value initial) throws DeviceFault {
        if (absent) throw new DeviceFault("pin 22 is in use by another program");
        levels.add(initial.equals(ON));
        return new Contact(initial);
    }

    private final class Contact implements Tended {
        private Value value;

        Contact(Value initial) {
            value = initial;
        }

        @Override
        public Value value() {
            return value;
        }

        @Override
        public void set(Value next) throws DeviceFault {
            if (defective) throw new IllegalStateException("a bug");
            if (refusals-- > 0 || stuck) throw new DeviceFault("it is stuck");
            value = next;
            levels.add(next.equals(ON));
        }

        @Override
        public Optional<String> tend() throws DeviceFault {
            tended++;
            if (defective) throw new IllegalStateException("a bug");
            if (stuck) throw new DeviceFault("it does not answer");
            var forgotten = forgetful;
            forgetful = false;
            return forgotten ? Optional.of("it had forgotten") : Optional.empty();
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
