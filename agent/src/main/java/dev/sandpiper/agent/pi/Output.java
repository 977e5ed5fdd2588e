package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Initial;
import dev.sandpiper.sensors.Value;
import java.util.List;

/** An output on a pin of the Pi that is on or off. */
record Output(ActuatorConfig config, int pin) {

    static List<Output> all(AgentConfig config) {
        return config.actuators().stream()
                .filter(actuator -> actuator.safe() instanceof Value.Flag)
                .flatMap(actuator -> new Device(actuator.id(), actuator.type(), actuator.options())
                        .gpio().stream().map(pin -> new Output(actuator, pin)))
                .toList();
    }

    String id() {
        return config.id();
    }

    boolean highWhenSafe() {
        return high(config.safe());
    }

    boolean highAtStart() {
        return switch (config.initial()) {
            case Initial.At(var value) -> high(value);
            case Initial.Last() -> highWhenSafe();
        };
    }

    /** What a level means: {@code on} or {@code off}. */
    String meaning(boolean high) {
        return high == activeHigh() ? "on" : "off";
    }

    private boolean high(Value value) {
        return value instanceof Value.Flag flag && flag.on() == activeHigh();
    }

    private boolean activeHigh() {
        return !"low".equals(config.options().values().get("active"));
    }
}
