package dev.sandpiper.agent.pi;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Section;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** An entry of the configuration, whichever list it is in. */
record Device(String id, DriverType type, Section options) {
    /** What the kernel's own driver does with its pin: no program requests it. */
    private static final String OF_THE_KERNEL = "dht";

    static List<Device> all(AgentConfig config) {
        var sensors = config.sensors().stream().map(one -> new Device(one.id(), one.type(), one.options()));
        var actuators = config.actuators().stream().map(one -> new Device(one.id(), one.type(), one.options()));
        var hubs = config.hubs().stream().map(one -> new Device(one.id(), one.type(), one.options()));
        return Stream.of(sensors, actuators, hubs).flatMap(devices -> devices).toList();
    }

    /** The pin of the Pi that the agent requests for it, as input or output. */
    Optional<Integer> gpio() {
        return type.name().equals(OF_THE_KERNEL)
                ? Optional.empty()
                : number(Kind.Pin.class).or(() -> number(Kind.AnyPin.class));
    }

    /** The pin of the Pi whose hardware PWM it uses. */
    Optional<Integer> pwm() {
        return number(Kind.PwmPin.class);
    }

    // The line of an expander is no number.
    private Optional<Integer> number(Class<? extends Kind> kind) {
        return option(kind)
                .map(name -> options.values().get(name))
                .filter(Long.class::isInstance)
                .map(value -> Math.toIntExact((Long) value));
    }

    /** The bus that it hangs on, where it has an address. */
    Optional<Bus> bus() {
        return option(Kind.Address.class).map(_ -> options.bus("bus"));
    }

    private Optional<String> option(Class<? extends Kind> kind) {
        return type.options().stream()
                .filter(option -> kind.isInstance(option.kind()))
                .map(option -> option.name())
                .findFirst();
    }
}
