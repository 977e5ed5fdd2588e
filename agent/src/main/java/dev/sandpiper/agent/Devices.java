package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Common;
import dev.sandpiper.agent.command.Interlocks;
import dev.sandpiper.agent.command.Order;
import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.command.Output;
import dev.sandpiper.agent.command.Past;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.measure.BusWatch;
import dev.sandpiper.agent.measure.ExpanderWatch;
import dev.sandpiper.agent.measure.Memory;
import dev.sandpiper.agent.measure.Sampler;
import dev.sandpiper.agent.measure.SharedChip;
import dev.sandpiper.agent.measure.WatchedBoard;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.DriverType.ExpanderType;
import dev.sandpiper.sensors.ExpandedBoard;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.Pin;
import dev.sandpiper.sensors.Section;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All sensors and outputs, each on the lane of its bus: a stuck bus holds up its own devices only. */
final class Devices {
    private final World world;
    private final ExpandedBoard board;
    private final Consumer<Draft> records;
    private final Memory memory;
    private final Common common;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<Lane, BusWatch> watches = new LinkedHashMap<>();
    private final Map<String, Lane> laneOf = new LinkedHashMap<>();
    private final Map<String, SharedChip> chips = new LinkedHashMap<>();
    private final Map<String, Sampler> samplers = new LinkedHashMap<>();
    private final Map<String, Output> outputs = new LinkedHashMap<>();

    /**
     * @param records takes what is to be kept, from any lane
     * @param memory what sensors keep from run to run
     * @param past what outputs keep from run to run
     */
    Devices(AgentConfig config, World world, Consumer<Draft> records, Memory memory, Past past) {
        this.world = world;
        this.records = records;
        this.board = ExpandedBoard.of(watched(config), config.hubs(), world.time()::nanos);
        this.memory = memory;
        this.common = new Common(board, world.time(), records, new Interlocks(config.actuators(), world.time()), past);
        config.sensors().forEach(this::add);
        config.hubs().stream()
                .filter(hub -> config.sensors().stream().anyMatch(sensor -> isOn(hub, sensor)))
                .forEach(this::watch);
        config.actuators().forEach(this::add);
        lanes.values().forEach(this::watch);
    }

    private Board watched(AgentConfig config) {
        var expanders = config.hubs().stream()
                .filter(hub -> hub.type() instanceof ExpanderType)
                .map(Hub::options);
        var outputs = config.actuators().stream()
                .map(ActuatorConfig::options)
                .filter(options -> options.values().containsKey("address"));
        var chips = Stream.concat(expanders, outputs)
                .map(options -> new WatchedBoard.Chip(options.bus("bus").root(), options.whole("address")))
                .collect(Collectors.toSet());
        return new WatchedBoard(world.board(), chips, this::watchOf, world.time());
    }

    /** Of a bus that has a lane; asked on that lane. */
    private BusWatch watchOf(Bus.Own bus) {
        return Objects.requireNonNull(watches.get(lanes.get(bus.toString())), bus::toString);
    }

    private void add(SensorConfig sensor) {
        var lane = lane(sensor.type(), sensor.options());
        var sampler = new Sampler(sensor, board, watch(lane), world.time(), records, lane::post, memory);
        samplers.put(sensor.id(), sampler);
        laneOf.put(sensor.id(), lane);
        var place = sensor.type().place(sensor.options());
        // Only I2C addresses can be shared; what has no place has nothing to share.
        if (place.isEmpty()) lane.add(sampler);
        else chips.computeIfAbsent(place, _ -> chip(lane)).add(sampler);
    }

    private static boolean isOn(Hub expander, SensorConfig sensor) {
        return sensor.options().values().get("pin") instanceof Pin.Line line
                && line.hub().equals(expander);
    }

    private void watch(Hub expander) {
        var lane = lane(expander.type(), expander.options());
        lane.add(
                new ExpanderWatch(() -> board.poll(expander), expander.options().span("poll"), world.time()));
    }

    private BusWatch watch(Lane lane) {
        return watches.computeIfAbsent(lane, _ -> new BusWatch(lane.name(), world.time(), () -> clear(lane.name())));
    }

    private Optional<String> clear(String lane) {
        return lane.startsWith("i2c-")
                ? board.clear(new Bus.Own(Integer.parseInt(lane.substring("i2c-".length()))))
                : Optional.empty();
    }

    private static SharedChip chip(Lane lane) {
        var chip = new SharedChip();
        lane.add(chip);
        return chip;
    }

    private void add(ActuatorConfig actuator) {
        var output = new Output(actuator, common);
        outputs.put(actuator.id(), output);
        var lane = lane(actuator.type(), actuator.options());
        lane.add(output);
        laneOf.put(actuator.id(), lane);
    }

    private Lane lane(DriverType type, Section options) {
        return lanes.computeIfAbsent(type.lane(options), Lane::new);
    }

    private Lane laneOf(String id) {
        return Objects.requireNonNull(laneOf.get(id), id);
    }

    List<Lane> lanes() {
        return List.copyOf(lanes.values());
    }

    Map<String, Sampler> samplers() {
        return samplers;
    }

    Map<String, Output> outputs() {
        return outputs;
    }

    /** Reads a sensor now; the answer is told on the sensor's lane. */
    void read(String sensor, Consumer<Sampler.Answer> answer) {
        laneOf(sensor).post(() -> samplers.get(sensor).ask(answer));
    }

    /** Has a sensor read in another cycle, unless that would come after the deadline; told on the sensor's lane. */
    void readEvery(String sensor, Duration every, long deadline, Runnable done) {
        laneOf(sensor).post(() -> {
            if (world.time().nanos() - deadline >= 0) return;
            samplers.get(sensor).readEvery(every);
            done.run();
        });
    }

    /** Why an order to an output is one too many at present; counts it otherwise. */
    Optional<Outcome.Refused> overRate(String actuator, Order order) {
        return Objects.requireNonNull(outputs.get(actuator), actuator).overRate(order);
    }

    /** Has an output carry out an order; the outcome is told on the output's lane. */
    void carryOut(String actuator, Order order, Consumer<Outcome> outcome) {
        laneOf(actuator).post(() -> outcome.accept(outputs.get(actuator).carryOut(order)));
    }

    void linkUp() {
        outputs.forEach((id, output) -> laneOf(id).post(output::linkUp));
    }

    void linkLost() {
        outputs.forEach((id, output) -> laneOf(id).post(output::linkLost));
    }

    /** Brings a stopped lane's outputs to their safe values and releases its devices. */
    void release(Lane stopped) {
        laneOf.forEach((id, lane) -> {
            if (lane != stopped) return;
            if (outputs.containsKey(id)) outputs.get(id).shutdown();
            else samplers.get(id).close();
        });
    }
}
