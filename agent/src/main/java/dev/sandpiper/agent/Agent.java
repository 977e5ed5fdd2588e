package dev.sandpiper.agent;

import dev.sandpiper.agent.command.AgentDesk;
import dev.sandpiper.agent.command.Arrival;
import dev.sandpiper.agent.command.CommandDesk;
import dev.sandpiper.agent.command.Order;
import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.command.Output;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.health.Health;
import dev.sandpiper.agent.health.Info;
import dev.sandpiper.agent.health.Machine;
import dev.sandpiper.agent.health.Reports;
import dev.sandpiper.agent.link.Link;
import dev.sandpiper.agent.link.LinkUser;
import dev.sandpiper.agent.link.Logins;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.measure.Sampler;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Journal;
import dev.sandpiper.agent.store.Keeper;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.agent.store.Outbox;
import dev.sandpiper.agent.store.OutboxLimits;
import dev.sandpiper.agent.store.OutboxReport;
import dev.sandpiper.agent.store.Run;
import dev.sandpiper.agent.store.Stamps;
import dev.sandpiper.agent.store.Store;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/**
 * All the wiring. Each {@link Lane} is a thread's work and owns what is added to it; between lanes there are only posted
 * tasks. {@link Service} gives each lane a thread, a simulation runs them all on one.
 */
public final class Agent {
    private static final Duration LONG_AGO = Duration.ofDays(36_500);

    private final AgentConfig config;
    private final World world;
    private final Map<String, Lane> deviceLanes = new LinkedHashMap<>();
    private final Map<String, Sampler> samplers = new LinkedHashMap<>();
    private final Map<String, Output> outputs = new LinkedHashMap<>();
    private final Map<String, Lane> laneOf = new LinkedHashMap<>();
    private final Lane storeLane = new Lane("store");
    private final Lane linkLane = new Lane("link");
    private final Lane healthLane = new Lane("health");

    private final Store store;
    private final Run run;
    private final Outbox outbox;
    private final Keeper keeper;
    private final CommandDesk desk;
    private final Link link;
    private final Health health;

    public Agent(AgentConfig config, World world) {
        this.config = config;
        this.world = world;
        var time = world.time();

        store = new Store(config.outbox().directory(), config.outbox().maxSize(), time);
        run = Run.begin(store, time, world.boot(), world.random());
        outbox = new Outbox(store, run, time, stamps(), limits(config), message -> linkLane.post(() -> send(message)));
        if (store.lostADatabase()) outbox.add(new Draft(Kind.GAP, "", "\"reason\":\"damaged\"", Moment.now(time)));
        run.interruptions(Moment.now(time)).forEach(outbox::add);
        var journal = new Journal(store, time);

        for (var sensor : config.sensors()) addSampler(sensor);
        for (var actuator : config.actuators()) {
            var lane = lane(actuator.type(), actuator.options());
            outputs.put(actuator.id(), new Output(actuator, world.board(), time, keep()));
            addTo(lane, actuator.id(), outputs.get(actuator.id())::run);
        }

        var tasks = new Tasks(this);
        var configs = config.actuators().stream().collect(Collectors.toMap(one -> one.id(), Function.identity()));
        desk = new CommandDesk(configs, tasks, new AgentDesk(config.agentCommands(), tasks), journal, outbox, time);
        keeper = new Keeper(time, outbox, journal);
        storeLane.add(desk);
        storeLane.add(keeper);
        desk.recover();

        var topics = Topics.of(config.broker().prefix(), config.device().id());
        link = new Link(
                config.broker(),
                topics,
                limits(config).retained(),
                world.transports(),
                new Logins(config.broker()),
                time,
                world.random(),
                awayBefore(),
                linkLane::post,
                new Ears());
        linkLane.add(link);
        link.sendNewest(
                topics.info(), Info.message(world.version(), run, world.board().model(), config));

        var machine = new Machine(world.board().sysfs(), config.outbox().directory());
        health = new Health(
                run.number(),
                config.healthEvery(),
                reports(),
                machine,
                time,
                message -> linkLane.post(() -> link.sendNow(topics.health(), message)));
        healthLane.add(health);
    }

    private void addSampler(SensorConfig sensor) {
        var lane = lane(sensor.type(), sensor.options());
        var sampler = new Sampler(sensor, world.board(), world.time(), keep(), lane::post);
        samplers.put(sensor.id(), sampler);
        addTo(lane, sensor.id(), sampler::run);
    }

    private void addTo(Lane lane, String id, dev.sandpiper.agent.loop.Step step) {
        lane.add(step);
        laneOf.put(id, lane);
    }

    private Lane lane(DriverType type, Section options) {
        return deviceLanes.computeIfAbsent(type.lane(options), Lane::new);
    }

    private Consumer<Draft> keep() {
        return draft -> {
            if (!storeLane.post(() -> outbox.add(draft)))
                Logger.error("a record of {} was dropped: the store is stuck", draft.id());
        };
    }

    private Stamps stamps() {
        return new Stamps(world.time(), config.device().clockWait(), world.boot());
    }

    private static OutboxLimits limits(AgentConfig config) {
        return new OutboxLimits(
                config.outbox().commitEvery(),
                config.outbox().freshFor(),
                config.broker().sendEvery(),
                config.outbox().batch(),
                config.outbox().maxSize(),
                config.outbox().whenFull() == dev.sandpiper.agent.config.OutboxConfig.WhenFull.THIN,
                config.sensors().stream()
                        .filter(SensorConfig::retain)
                        .map(SensorConfig::id)
                        .collect(Collectors.toSet()),
                config.broker().maxMessagesPerSecond().orElse(Double.POSITIVE_INFINITY),
                config.broker().maxBytesPerSecond().stream()
                        .mapToDouble(rate -> rate)
                        .findFirst()
                        .orElse(Double.POSITIVE_INFINITY));
    }

    // After a start the agent counts as having been away for long, unless its last stop was clean and its time is
    // known.
    private Duration awayBefore() {
        return run.previous()
                .flatMap(Run.Previous::ended)
                .filter(ended -> world.time().synchronised())
                .map(ended -> Duration.between(ended, world.time().wall()))
                .filter(away -> !away.isNegative())
                .orElse(LONG_AGO);
    }

    private Reports reports() {
        return new Reports(
                each(samplers, sampler -> sampler::report),
                each(outputs, output -> output::report),
                keeper::report,
                link::report);
    }

    private static <A, B> Map<String, B> each(Map<String, A> all, Function<A, B> shape) {
        var shaped = new LinkedHashMap<String, B>();
        all.forEach((id, one) -> shaped.put(id, shape.apply(one)));
        return shaped;
    }

    private void send(dev.sandpiper.agent.store.Outgoing message) {
        link.send(message);
    }

    /** What the link hears, brought to the lanes that care. */
    private final class Ears implements LinkUser {
        @Override
        public void online(long connection) {
            storeLane.post(() -> outbox.online(connection));
            outputs.forEach((id, output) -> lane(id).post(output::linkUp));
            healthLane.post(health::connected);
        }

        @Override
        public void offline() {
            storeLane.post(outbox::offline);
            outputs.forEach((id, output) -> lane(id).post(output::linkLost));
        }

        @Override
        public void acknowledged(long connection, long handle) {
            storeLane.post(() -> outbox.acknowledged(connection, handle));
        }

        @Override
        public void arrived(Received message) {
            var arrival = new Arrival(
                    message.name(), message.payload(), message.retained(), message.waited(), message.acknowledge());
            storeLane.post(() -> desk.arrived(arrival));
        }
    }

    /** Reads a sensor now; the answer is told on the sensor's lane. */
    void read(String sensor, Consumer<Sampler.Answer> answer) {
        lane(sensor).post(() -> samplers.get(sensor).ask(answer));
    }

    /** Has an output carry out an order; the outcome is told on the output's lane. */
    void carryOut(String actuator, Order order, Consumer<Outcome> outcome) {
        lane(actuator).post(() -> outcome.accept(outputs.get(actuator).carryOut(order)));
    }

    /** Runs a task on the store's lane. */
    void onStoreLane(Runnable task) {
        storeLane.post(task);
    }

    private Lane lane(String id) {
        return java.util.Objects.requireNonNull(laneOf.get(id), id);
    }

    Map<String, Sampler> samplers() {
        return samplers;
    }

    Map<String, Output> outputs() {
        return outputs;
    }

    AgentConfig config() {
        return config;
    }

    World world() {
        return world;
    }

    Run run() {
        return run;
    }

    String health() {
        return health.message();
    }

    OutboxReport outboxReport() {
        return keeper.report();
    }

    /** The lanes of sensors and outputs: they stop first. */
    List<Lane> deviceLanes() {
        return List.copyOf(deviceLanes.values());
    }

    /** All lanes, in the order they are started. */
    public List<Lane> lanes() {
        var all = new ArrayList<>(List.of(storeLane));
        all.addAll(deviceLanes.values());
        all.add(linkLane);
        all.add(healthLane);
        return all;
    }

    /** Brings a stopped lane's outputs to their safe values and releases its devices. */
    void release(Lane stopped) {
        laneOf.forEach((id, lane) -> {
            if (lane != stopped) return;
            if (outputs.containsKey(id)) outputs.get(id).shutdown();
            else samplers.get(id).close();
        });
    }

    /** Lets the last records leave, then says goodbye to the broker; {@link #linkStopped} tells when. */
    void stopLink() {
        storeLane.post(() -> {
            outbox.run();
            linkLane.post(link::stop);
        });
    }

    boolean linkStopped() {
        return link.stopped();
    }

    /** Writes what is left; after all lanes have stopped. */
    void close() {
        storeLane.mailbox().runAll();
        outbox.close();
        store.close();
        world.board().close();
    }

    /** Ends as a power cut does: nothing is written or sent any more. */
    void abandon() {
        store.close();
        world.board().close();
    }
}
