package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BoardConfig.BoardType;
import dev.sandpiper.agent.config.DriverNames;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.foreign.ForeignDriver;
import dev.sandpiper.sensors.Section;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is allowed about drivers outside the product and may not be what was meant. */
record DriverRemarks(AgentConfig config) {

    List<String> all() {
        return Stream.of(unused(), promised(), withoutModel())
                .flatMap(remarks -> remarks)
                .toList();
    }

    private Stream<String> unused() {
        var used = used();
        return names().filter(name -> !used.contains(name))
                .map("drivers: nothing has the type %s, so its driver is not loaded"::formatted);
    }

    private Stream<String> promised() {
        return names().filter(DriverNames::isPromised)
                .map(
                        "drivers: %s comes with a later version, which will refuse this driver's name; take one of your own"
                                ::formatted);
    }

    /** A chip of a driver that the simulated board does not know has to be listed. */
    private Stream<String> withoutModel() {
        if (config.board().type() != BoardType.SIMULATED) return Stream.empty();
        var foreign = names().collect(Collectors.toSet());
        return config.sensors().stream()
                .filter(sensor -> foreign.contains(sensor.type().name()))
                .filter(sensor -> isMissing(sensor.options()))
                .map(DriverRemarks::missing);
    }

    private boolean isMissing(Section options) {
        return options.values().containsKey("address")
                && config.board().i2c().stream()
                        .noneMatch(device -> device.bus().equals(options.bus("bus"))
                                && device.address() == options.whole("address"));
    }

    private static String missing(SensorConfig sensor) {
        return "%s: the simulated board has no model of a %s; list registers or replies for %s in board.i2c"
                .formatted(sensor.id(), sensor.type().name(), sensor.type().place(sensor.options()));
    }

    private Stream<String> names() {
        return config.drivers().stream().map(ForeignDriver::type);
    }

    private Set<String> used() {
        return Stream.concat(
                        config.sensors().stream().map(sensor -> sensor.type().name()),
                        config.actuators().stream()
                                .map(actuator -> actuator.type().name()))
                .collect(Collectors.toSet());
    }
}
