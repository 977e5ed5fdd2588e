package dev.sandpiper.agent;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.measure.BusWatch;
import dev.sandpiper.agent.measure.ExpanderWatch;
import dev.sandpiper.agent.measure.Sampler;
import dev.sandpiper.agent.measure.SharedChip;
import dev.sandpiper.agent.measure.WatchedBoard;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ExpanderType;
import dev.sandpiper.sensors.ExpandedBoard;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.Pin;
import dev.sandpiper.sensors.Section;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where devices are: the lane of each bus, what is known of the bus, and the chips on it that several have in common. */
final class Sites {
    private final World world;
    private final ExpandedBoard board;
    private final Map<String, Lane> lanes = new ConcurrentHashMap<>();
    private final List<Lane> inOrder = new CopyOnWriteArrayList<>();
    private final Map<Lane, BusWatch> watches = new ConcurrentHashMap<>();
    private final Map<String, SharedChip> chips = new ConcurrentHashMap<>();
    private final Map<Sampler, String> places = new ConcurrentHashMap<>();
    private final Set<Hub> polled = ConcurrentHashMap.newKeySet();
    private volatile Set<WatchedBoard.Chip> set;
    private Consumer<Lane> starter = lane -> {};

    Sites(AgentConfig config, World world) {
        this.world = world;
        this.set = set(config);
        var watched = new WatchedBoard(world.board(), chip -> set.contains(chip), this::watchOf, world.time());
        this.board = ExpandedBoard.of(watched, config.hubs(), world.time()::nanos);
    }

    Board board() {
        return board;
    }

    List<Lane> lanes() {
        return List.copyOf(inOrder);
    }

    void startsBy(Consumer<Lane> starter) {
        this.starter = starter;
    }

    /** Takes what another configuration says of the buses. Its hubs are the same. */
    void rebuilt(AgentConfig config) {
        set = set(config);
        pollExpanders(config);
    }

    // The chips that are set: outputs and expanders.
    private static Set<WatchedBoard.Chip> set(AgentConfig config) {
        var expanders = config.hubs().stream()
                .filter(hub -> hub.type() instanceof ExpanderType)
                .map(Hub::options);
        var outputs = config.actuators().stream()
                .map(ActuatorConfig::options)
                .filter(options -> options.values().containsKey("address"));
        return Stream.concat(expanders, outputs)
                .map(options -> new WatchedBoard.Chip(options.bus("bus").root(), options.whole("address")))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Has those polled that a sensor is on; each once. */
    void pollExpanders(AgentConfig config) {
        config.hubs().stream()
                .filter(hub -> config.sensors().stream().anyMatch(sensor -> isOn(hub, sensor)))
                .filter(polled::add)
                .forEach(this::poll);
    }

    private static boolean isOn(Hub expander, SensorConfig sensor) {
        return sensor.options().values().get("pin") instanceof Pin.Line line
                && line.hub().equals(expander);
    }

    private void poll(Hub expander) {
        var lane = lane(expander.type(), expander.options());
        lane.add(
                new ExpanderWatch(() -> board.poll(expander), expander.options().span("poll"), world.time()));
    }

    Lane laneOf(SensorConfig sensor) {
        return lane(sensor.type(), sensor.options());
    }

    Lane laneOf(ActuatorConfig actuator) {
        return lane(actuator.type(), actuator.options());
    }

    private Lane lane(DriverType type, Section options) {
        return lanes.computeIfAbsent(type.lane(options), this::begun);
    }

    private Lane begun(String name) {
        var lane = new Lane(name);
        watches.put(lane, new BusWatch(name, world.time(), () -> clear(name)));
        inOrder.add(lane);
        starter.accept(lane);
        return lane;
    }

    private Optional<String> clear(String lane) {
        return lane.startsWith("i2c-")
                ? board.clear(new Bus.Own(Integer.parseInt(lane.substring("i2c-".length()))))
                : Optional.empty();
    }

    /** Of a bus that has a lane; asked on that lane. */
    private BusWatch watchOf(Bus.Own bus) {
        return watch(Objects.requireNonNull(lanes.get(bus.toString()), bus::toString));
    }

    BusWatch watch(Lane lane) {
        return Objects.requireNonNull(watches.get(lane), lane.name());
    }

    /** Gives a sensor its turns, with the others of its chip; before the lane is started, or on it. */
    void add(SensorConfig sensor, Sampler sampler, Lane lane) {
        var place = sensor.type().place(sensor.options());
        // Only I2C addresses can be shared; what has no place has nothing to share.
        if (place.isEmpty()) {
            lane.add(sampler);
            return;
        }
        places.put(sampler, place);
        chips.computeIfAbsent(place, _ -> chip(lane)).add(sampler);
    }

    private static SharedChip chip(Lane lane) {
        var chip = new SharedChip();
        lane.add(chip);
        return chip;
    }

    /** On the lane. */
    void remove(Sampler sampler, Lane lane) {
        lane.remove(sampler);
        var place = places.remove(sampler);
        if (place != null && chips.get(place) instanceof SharedChip chip) chip.remove(sampler);
        if (place == null || !places.containsValue(place)) watch(lane).forget(sampler.chip());
    }
}
