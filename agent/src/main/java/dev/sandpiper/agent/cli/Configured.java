package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.SimulatedDevice;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.chip.Drivers;
import dev.sandpiper.sensors.scan.Place;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the configuration, if there is one, says of the hardware. */
record Configured(Optional<AgentConfig> config) {

    private record Entry(String id, DriverType type, Section options) {
        static Entry of(Hub hub) {
            return new Entry(hub.id(), hub.type(), hub.options());
        }

        static Entry of(SensorConfig sensor) {
            return new Entry(sensor.id(), sensor.type(), sensor.options());
        }

        static Entry of(ActuatorConfig actuator) {
            return new Entry(actuator.id(), actuator.type(), actuator.options());
        }

        Optional<Place> place() {
            return options.values().containsKey("address")
                    ? Optional.of(new Place(options.bus("bus"), options.whole("address")))
                    : Optional.empty();
        }
    }

    private Stream<Entry> entries() {
        return config.stream()
                .flatMap(file -> Stream.of(
                                file.hubs().stream().map(Entry::of),
                                file.sensors().stream().map(Entry::of),
                                file.actuators().stream().map(Entry::of))
                        .flatMap(entries -> entries));
    }

    List<Hub> hubs() {
        return config.map(AgentConfig::hubs).orElse(List.of());
    }

    Set<String> ids() {
        return entries().map(Entry::id).collect(Collectors.toSet());
    }

    /** Ids by the place of their chip; several, where entries share one. */
    Map<Place, String> places() {
        var places = new LinkedHashMap<Place, String>();
        entries()
                .forEach(entry -> entry.place()
                        .ifPresent(place -> places.merge(place, entry.id(), (first, next) -> first + ", " + next)));
        return places;
    }

    /** Names of the kernel's devices that are read already. */
    Set<String> devices() {
        return entries()
                .map(entry -> entry.options().values().get("device"))
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .collect(Collectors.toSet());
    }

    /** Those of the product, and those of its own that it uses. */
    List<DriverType> drivers() {
        var all = new LinkedHashSet<>(Drivers.ALL);
        entries().map(Entry::type).forEach(all::add);
        return List.copyOf(all);
    }

    /** The numbers of the simulated buses: those that are spoken of, and the usual one. */
    List<Integer> simulatedBuses() {
        var numbers = new TreeSet<>(List.of(ScanBuses.USUAL));
        var devices = config.stream().flatMap(file -> file.board().i2c().stream());
        Stream.concat(
                        devices.map(SimulatedDevice::bus),
                        places().keySet().stream().map(Place::bus))
                .forEach(bus -> numbers.add(bus.root().number()));
        return List.copyOf(numbers);
    }
}
