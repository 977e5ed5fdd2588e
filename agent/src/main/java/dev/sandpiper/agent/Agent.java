package dev.sandpiper.agent;

import dev.sandpiper.agent.command.AgentDesk;
import dev.sandpiper.agent.command.Arrival;
import dev.sandpiper.agent.command.CommandDesk;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.OutboxConfig.WhenFull;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.discovery.HomeAssistant;
import dev.sandpiper.agent.health.Health;
import dev.sandpiper.agent.health.Info;
import dev.sandpiper.agent.health.Machine;
import dev.sandpiper.agent.health.Reports;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.link.Credentials;
import dev.sandpiper.agent.link.Link;
import dev.sandpiper.agent.link.LinkUser;
import dev.sandpiper.agent.link.Surroundings;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.loop.Bundle;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Resumption;
import dev.sandpiper.agent.store.Boots;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Journal;
import dev.sandpiper.agent.store.Keeper;
import dev.sandpiper.agent.store.Notes;
import dev.sandpiper.agent.store.Outbox;
import dev.sandpiper.agent.store.OutboxLimits;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.store.Refusal;
import dev.sandpiper.agent.store.Run;
import dev.sandpiper.agent.store.Stamps;
import dev.sandpiper.agent.store.Store;
import dev.sandpiper.agent.store.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/**
 * All the wiring. Each {@link Lane} is a thread's work and owns what is added to it; between lanes there are only posted
 * tasks. {@link Service} gives each lane a thread, a simulation runs them all on one.
 */
public final class Agent {
    private final AgentConfig config;
    private final World world;
    private final End end;
    private final Lane storeLane = new Lane("store");
    private final Lane linkLane = new Lane("link");
    private final Lane healthLane = new Lane("health");
    private final Bundle<Outgoing> toLink = new Bundle<>(linkLane::post, this::send);
    private final Bundle<Acknowledged> toStore = new Bundle<>(storeLane::post, this::acknowledged);

    private final Store store;
    private final Run run;
    private final Outbox outbox;
    private final Keeper keeper;
    private final SensorNotes sensorNotes;
    private final Devices devices;
    private final CommandDesk desk;
    private final Credentials credentials;
    private final LinkNotes linkNotes;
    private final Link link;
    private final HomeAssistant homeAssistant;
    private final Health health;

    public Agent(AgentConfig config, World world) {
        this(config, world, new End());
    }

    /** @param end told here as well when a command asks for it */
    Agent(AgentConfig config, World world, End end) {
        this.config = config;
        this.world = world;
        this.end = end;
        var time = world.time();
        store = new Store(config.outbox().directory(), config.outbox().maxSize(), time);
        run = Run.begin(store, time, world.boot(), world.traces(), world.random());
        outbox = outbox();
        sensorNotes = new SensorNotes(config.sensors(), new Notes(store), storeLane, time);
        var journal = new Journal(store, time);
        devices = new Devices(config, world, this::keep, sensorNotes, outputNotes(journal));
        desk = desk(journal);
        keeper = new Keeper(time, outbox, journal);
        credentials = new Credentials(config.broker(), time);
        linkNotes = new LinkNotes(run, new Notes(store), this::setup, storeLane, time);
        link = link();
        homeAssistant = homeAssistant();
        health = health();

        storeLane.add(desk);
        storeLane.add(keeper);
        storeLane.add(toLink);
        storeLane.add(keeper::clearUp);
        storeLane.add(sensorNotes);
        linkLane.add(link);
        linkLane.add(toStore);
        linkLane.add(homeAssistant);
        healthLane.add(health);
        healthLane.add(new Resumption(time, () -> lanes().forEach(lane -> lane.post(() -> {}))));
        desk.recover();
    }

    private OutputNotes outputNotes(Journal journal) {
        var interrupted = journal.unfinished().stream().map(Journal.Begun::name).collect(Collectors.toSet());
        return new OutputNotes(config.actuators(), interrupted, new Notes(store), storeLane, world.boot());
    }

    private Outbox outbox() {
        var time = world.time();
        var stamps = new Stamps(time, config.device().clockWait(), new Boots(store, time, world.boot()));
        var kept = new Outbox(store, run, time, stamps, limits(), toLink::add);
        run.interruptions(Moment.now(time)).forEach(kept::add);
        if (Setup.changed(config, world.version(), new Notes(store))) kept.releaseAll();
        return kept;
    }

    private OutboxLimits limits() {
        return new OutboxLimits(
                config.outbox().commitEvery(),
                config.outbox().freshFor(),
                config.broker().sendEvery(),
                config.outbox().batch(),
                config.outbox().maxSize(),
                config.outbox().whenFull() == WhenFull.THIN,
                retained(),
                config.broker().maxMessagesPerSecond().orElse(Double.POSITIVE_INFINITY),
                config.broker().maxBytesPerSecond().orElse(Long.MAX_VALUE));
    }

    /** Sensors whose last reading the broker keeps. */
    private Set<String> retained() {
        return config.sensors().stream()
                .filter(SensorConfig::retain)
                .map(SensorConfig::id)
                .collect(Collectors.toSet());
    }

    private CommandDesk desk(Journal journal) {
        var tasks = new Tasks(this);
        var actuators = config.actuators().stream().collect(Collectors.toMap(ActuatorConfig::id, Function.identity()));
        var agentDesk = new AgentDesk(config.agentCommands(), tasks);
        return new CommandDesk(actuators, tasks, agentDesk, journal, outbox, world.time());
    }

    private Link link() {
        var topics = topics();
        var made = new Link(
                config.broker(),
                topics,
                retained(),
                new Surroundings(world.transports(), world.network(), world.time(), world.random()),
                credentials,
                linkNotes,
                linkLane::post,
                new Ears());
        made.sendNewest(
                topics.info(), Info.message(world.version(), run, world.board().model(), config));
        return made;
    }

    private HomeAssistant homeAssistant() {
        var made = new HomeAssistant(new LinkVoice(link), linkNotes, world.time(), world.random());
        made.tellOf(config, world.version(), world.board().model());
        return made;
    }

    private String setup() {
        return Setup.fingerprint(config, world.version());
    }

    private Topics topics() {
        return Topics.of(config);
    }

    private Health health() {
        var topic = topics().health();
        var reports = new Reports(
                each(devices.samplers(), sampler -> sampler::report),
                each(devices.outputs(), output -> output::report),
                keeper::report,
                link::report,
                credentials::report);
        return new Health(
                run.number(),
                config.healthEvery(),
                reports,
                new Machine(world.board().sysfs(), config.outbox().directory()),
                world.time(),
                message -> linkLane.post(() -> link.sendNow(topic, message)));
    }

    private static <A, B> Map<String, B> each(Map<String, A> all, Function<A, B> shape) {
        var shaped = new LinkedHashMap<String, B>();
        all.forEach((id, one) -> shaped.put(id, shape.apply(one)));
        return shaped;
    }

    /** Takes a record; called by any thread. */
    void keep(Draft draft) {
        if (!storeLane.post(() -> outbox.add(draft)))
            Logger.error("a record of {} was dropped: the store is stuck", draft.id());
    }

    private void send(Outgoing message) {
        link.send(message);
    }

    private void acknowledged(Acknowledged what) {
        outbox.acknowledged(what.connection, what.handle);
    }

    private record Acknowledged(long connection, long handle) {}

    /** What the link hears, brought to the lanes that care. */
    private final class Ears implements LinkUser {
        @Override
        public void online(long connection) {
            storeLane.post(() -> outbox.online(connection));
            devices.linkUp();
            healthLane.post(health::sendNow);
        }

        @Override
        public void offline() {
            toStore.run();
            storeLane.post(outbox::offline);
            devices.linkLost();
        }

        @Override
        public void carries(int bytes) {
            toStore.run();
            storeLane.post(() -> outbox.carries(bytes));
        }

        @Override
        public void acknowledged(long connection, long handle) {
            toStore.add(new Acknowledged(connection, handle));
        }

        @Override
        public void taken(String topic) {
            homeAssistant.taken(topic);
        }

        @Override
        public void refused(long connection, long handle, Refusal how) {
            storeLane.post(() -> outbox.refused(connection, handle, how));
        }

        @Override
        public void allowed() {
            storeLane.post(outbox::releaseAll);
        }

        @Override
        public void heard(byte[] payload) {
            homeAssistant.heard(payload);
        }

        @Override
        public void arrived(Received message) {
            var arrival = new Arrival(
                    message.name(), message.payload(), message.retained(), message.waited(), message.acknowledge());
            desk.expects(arrival);
            // Not acknowledged it stays with the broker, and comes again on another connection.
            if (!storeLane.post(() -> desk.enters(arrival))) desk.staysAway(arrival);
        }

        @Override
        public boolean hasRoom() {
            return desk.hasRoom();
        }
    }

    /** Runs a task on the store's lane, which is the command desk's. */
    void onStoreLane(Runnable task) {
        storeLane.post(task);
    }

    Devices devices() {
        return devices;
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

    /** The health message as of now. */
    String healthMessage() {
        return health.message();
    }

    /** Sends the health message on its own topic, too. */
    void sendHealth() {
        healthLane.post(health::sendNow);
    }

    /** The outbox's figures for a person at the device. */
    Json outboxFigures() {
        return keeper.figures().put("connected", link.report().since().isPresent());
    }

    /** What only the outbox knows of the records behind a key. */
    void waiting(long key, Consumer<Waiting> answer) {
        storeLane.post(() -> answer.accept(outbox.waiting(key)));
    }

    /** All lanes, in the order they are started. */
    public List<Lane> lanes() {
        var all = new ArrayList<>(List.of(storeLane));
        all.addAll(devices.lanes());
        all.add(linkLane);
        all.add(healthLane);
        return all;
    }

    /** Lets the last records leave, then says goodbye to the broker; {@link #linkStopped} tells when. */
    void stopLink() {
        storeLane.post(() -> {
            outbox.run();
            toLink.run();
            linkLane.post(link::stop);
        });
    }

    boolean linkStopped() {
        return link.stopped();
    }

    /** That it is to end, for whoever runs it. */
    End end() {
        return end;
    }

    /** Writes what is left; after all lanes have stopped. */
    void close() {
        storeLane.mailbox().runAll();
        sensorNotes.close();
        outbox.close(end.reason());
        store.close();
        world.board().close();
    }

    /** Ends as a power cut does: nothing is written or sent any more. */
    void abandon() {
        store.close();
        world.board().close();
    }
}
