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
import dev.sandpiper.agent.measure.Memory;
import dev.sandpiper.agent.measure.Records;
import dev.sandpiper.agent.measure.Sampler;
import dev.sandpiper.agent.store.Draft;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All sensors and outputs, each on the lane of its bus: a stuck bus holds up its own devices only. May be asked by any
 * thread; what comes and goes does so on its lane, and one thread at a time sees to that.
 */
final class Devices {
    private static final String IS_GONE = "the configuration is being read again; try again";

    private final World world;
    private final Records records;
    private final Memory memory;
    private final Interlocks interlocks;
    private final Common common;
    private final Sites sites;
    private final Map<String, Sampler> samplers = new ConcurrentHashMap<>();
    private final Map<String, Output> outputs = new ConcurrentHashMap<>();
    private final Map<String, Lane> laneOf = new ConcurrentHashMap<>();

    /**
     * @param records takes what sensors say, from any lane
     * @param states the same of outputs
     * @param memory what sensors keep from run to run
     * @param past what outputs keep from run to run
     */
    Devices(AgentConfig config, World world, Records records, Consumer<Draft> states, Memory memory, Past past) {
        this.world = world;
        this.records = records;
        this.memory = memory;
        this.sites = new Sites(config, world);
        this.interlocks = new Interlocks(config.actuators(), world.time());
        this.common = new Common(sites.board(), world.time(), states, interlocks, past);
        config.sensors().forEach(sensor -> add(sensor, sites.laneOf(sensor)));
        sites.pollExpanders(config);
        config.actuators().forEach(actuator -> add(actuator, sites.laneOf(actuator)));
    }

    private void add(SensorConfig sensor, Lane lane) {
        var sampler = new Sampler(sensor, sites.board(), sites.watch(lane), world.time(), records, lane::post, memory);
        sites.add(sensor, sampler, lane);
        samplers.put(sensor.id(), sampler);
        laneOf.put(sensor.id(), lane);
    }

    private void add(ActuatorConfig actuator, Lane lane) {
        var output = new Output(actuator, common);
        lane.add(output);
        outputs.put(actuator.id(), output);
        laneOf.put(actuator.id(), lane);
    }

    List<Lane> lanes() {
        return sites.lanes();
    }

    /** Has lanes that are new from now on handed over, to be started. */
    void startsLanesBy(Consumer<Lane> starter) {
        sites.startsBy(starter);
    }

    /** In no order. */
    Map<String, Sampler> samplers() {
        return samplers;
    }

    /** In no order. */
    Map<String, Output> outputs() {
        return outputs;
    }

    /** Has something done with a device on its lane, or something else where it is not there by then. */
    private <T> void onLane(String id, Map<String, T> kind, Consumer<T> task, Runnable isGone) {
        var lane = laneOf.get(id);
        if (lane == null) {
            isGone.run();
            return;
        }
        lane.post(() -> {
            var device = kind.get(id);
            if (device != null && lane.equals(laneOf.get(id))) task.accept(device);
            else isGone.run();
        });
    }

    private <T> void onLane(String id, Map<String, T> kind, Consumer<T> task) {
        onLane(id, kind, task, () -> {});
    }

    /** Reads a sensor now; the answer is told on the sensor's lane. */
    void read(String sensor, Consumer<Sampler.Answer> answer) {
        onLane(
                sensor,
                samplers,
                sampler -> sampler.ask(answer),
                () -> answer.accept(new Sampler.Answer.Failed(IS_GONE)));
    }

    /** Has a sensor read in another cycle, unless that would come after the deadline; told on the sensor's lane. */
    void readEvery(String sensor, Duration every, long deadline, Runnable done) {
        onLane(sensor, samplers, sampler -> {
            if (world.time().nanos() - deadline >= 0) return;
            sampler.readEvery(every);
            done.run();
        });
    }

    /** Why an order to an output is one too many at present; counts it otherwise. */
    Optional<Outcome.Refused> overRate(String actuator, Order order) {
        return Optional.ofNullable(outputs.get(actuator)).flatMap(output -> output.overRate(order));
    }

    /** Has an output carry out an order; the outcome is told on the output's lane. */
    void carryOut(String actuator, Order order, Consumer<Outcome> outcome) {
        onLane(
                actuator,
                outputs,
                output -> outcome.accept(output.carryOut(order)),
                () -> outcome.accept(Outcome.failed("%s: %s".formatted(actuator, IS_GONE))));
    }

    void linkUp() {
        linkUp(outputs.keySet());
    }

    void linkUp(Collection<String> those) {
        those.forEach(id -> onLane(id, outputs, Output::linkUp));
    }

    void linkLost() {
        outputs.keySet().forEach(id -> onLane(id, outputs, Output::linkLost));
    }

    /** Brings a stopped lane's outputs to their safe values and releases its devices. */
    void release(Lane stopped) {
        laneOf.forEach((id, lane) -> {
            if (lane == stopped) release(id);
        });
    }

    private void release(String id) {
        if (outputs.containsKey(id)) outputs.get(id).shutdown();
        else samplers.get(id).close();
    }

    /** By lane, what brings those of these devices that are on it to their safe values, and takes them away. */
    Map<Lane, Runnable> leaving(List<String> ids) {
        return byLane(ids, laneOf::get, (id, lane) -> leave(id, lane));
    }

    private void leave(String id, Lane lane) {
        release(id);
        laneOf.remove(id);
        var output = outputs.remove(id);
        if (output != null) {
            lane.remove(output);
            interlocks.forget(id);
            return;
        }
        sites.remove(samplers.remove(id), lane);
    }

    /** The same for outputs that stay where they are, under the rules of another configuration. */
    Map<Lane, Runnable> goingOn(AgentConfig config, List<String> ids) {
        var actuators = actuators(config);
        return byLane(ids, laneOf::get, (id, lane) -> outputs.get(id).goesOnUnder(actuators.get(id)));
    }

    /** The same for those that begin, under the rules of a configuration in which they are. */
    Map<Lane, Runnable> joining(AgentConfig config, List<String> ids) {
        interlocks.rules(config.actuators());
        sites.rebuilt(config);
        var sensors = new HashMap<String, SensorConfig>();
        config.sensors().forEach(sensor -> sensors.put(sensor.id(), sensor));
        var actuators = actuators(config);
        return byLane(
                ids,
                id -> sensors.containsKey(id) ? sites.laneOf(sensors.get(id)) : sites.laneOf(actuators.get(id)),
                (id, lane) -> {
                    if (sensors.containsKey(id)) add(sensors.get(id), lane);
                    else add(actuators.get(id), lane);
                });
    }

    private static Map<String, ActuatorConfig> actuators(AgentConfig config) {
        return config.actuators().stream().collect(Collectors.toMap(ActuatorConfig::id, Function.identity()));
    }

    private static Map<Lane, Runnable> byLane(
            List<String> ids, Function<String, Lane> laneOf, BiConsumer<String, Lane> task) {
        var all = new HashMap<Lane, Runnable>();
        for (var id : ids) {
            var lane = laneOf.apply(id);
            Runnable mine = () -> task.accept(id, lane);
            all.merge(lane, mine, (first, second) -> () -> {
                first.run();
                second.run();
            });
        }
        return all;
    }
}
