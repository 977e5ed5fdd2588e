package dev.sandpiper.agent;

import dev.sandpiper.agent.command.AgentDesk;
import dev.sandpiper.agent.command.Arrival;
import dev.sandpiper.agent.command.CommandDesk;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.discovery.HomeAssistant;
import dev.sandpiper.agent.health.BoardWatch;
import dev.sandpiper.agent.health.Health;
import dev.sandpiper.agent.health.Info;
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
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.store.Refusal;
import dev.sandpiper.agent.store.Run;
import dev.sandpiper.agent.store.Stamps;
import dev.sandpiper.agent.store.Store;
import dev.sandpiper.agent.store.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/**
 * All the wiring. Each {@link Lane} is a thread's work and owns what is added to it; between lanes there are only posted
 * tasks. {@link Service} gives each lane a thread, a simulation runs them all on one.
 */
public final class Agent {
    private volatile AgentConfig config;
    private final World world;
    private final Requests requests;
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
    private final OutputNotes outputNotes;
    private final KeptStates keptStates;
    private final Devices devices;
    private final CommandDesk desk;
    private final Uplink uplink;
    private final HomeAssistant homeAssistant;
    private final Ears ears = new Ears();
    private final Health health;
    /** Why the configuration on the disk is not the one in use. */
    private volatile List<String> configurationProblems = List.of();

    public Agent(AgentConfig config, World world) {
        this(config, world, new Requests());
    }

    /** @param requests told here as well when a command asks for something */
    Agent(AgentConfig config, World world, Requests requests) {
        this.config = config;
        this.world = world;
        this.requests = requests;
        var time = world.time();
        store = new Store(config.outbox().directory(), config.outbox().maxSize(), time);
        run = Run.begin(store, time, world.boot(), world.traces(), world.random());
        outbox = outbox();
        sensorNotes = new SensorNotes(config.sensors(), new Notes(store), storeLane, time);
        var journal = new Journal(store, time);
        outputNotes = outputNotes(journal);
        devices = new Devices(config, world, this::keep, sensorNotes, outputNotes);
        desk = desk(journal);
        keptStates = new KeptStates(new Notes(store));
        keeper = new Keeper(time, outbox, journal);
        keptStates.present(config.actuatorIds());
        outbox.gone(keptStates.gone());
        uplink = new Uplink(way(Optional.empty()), ears::replaced);
        homeAssistant = homeAssistant();
        health = new Health(
                run.number(),
                config.healthEvery(),
                reports(),
                new BoardWatch(
                        world.board().sysfs(), Path.of("/proc"), config.outbox().directory(), time),
                time,
                message -> linkLane.post(() -> uplink.link().sendNow(topics().health(), message)));

        storeLane.add(desk);
        storeLane.add(keeper);
        storeLane.add(toLink);
        storeLane.add(keeper::clearUp);
        storeLane.add(sensorNotes);
        linkLane.add(uplink);
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
        var kept = new Outbox(store, run, time, stamps, Excerpts.limits(config), toLink::add);
        run.interruptions(Moment.now(time)).forEach(kept::add);
        if (Setup.changed(config, world.version(), new Notes(store))) kept.releaseAll();
        return kept;
    }

    private CommandDesk desk(Journal journal) {
        return new CommandDesk(Excerpts.actuators(config), new Tasks(this), agentDesk(), journal, outbox, world.time());
    }

    private AgentDesk agentDesk() {
        return new AgentDesk(config.agentCommands(), new Tasks(this));
    }

    /**
     * A link to the broker of the configuration; made on the store's lane, where its notes are.
     *
     * @param away for how long this device has been, where a link of this run was before
     */
    private Uplink.Way way(Optional<Duration> away) {
        var credentials = new Credentials(config.broker(), world.time());
        var link = new Link(
                config.broker(),
                topics(),
                Excerpts.retained(config),
                new Surroundings(world.transports(), world.network(), world.time(), world.random()),
                credentials,
                linkNotes(away),
                linkLane::post,
                ears);
        introduce().accept(link);
        return new Uplink.Way(link, credentials);
    }

    /** What the broker is to know and to forget, under the present configuration; asked on the store's lane. */
    private Consumer<Link> introduce() {
        var gone = keptStates.gone();
        var retained = Excerpts.retained(config);
        var info = Info.message(world.version(), run, world.board().model(), config);
        return link -> {
            link.retains(retained);
            link.gone(gone);
            link.sendNewest(topics().info(), info);
        };
    }

    private HomeAssistant homeAssistant() {
        var made = new HomeAssistant(new LinkVoice(uplink), linkNotes(Optional.empty()), world.time(), world.random());
        made.tellOf(config, world.version(), world.board().model());
        return made;
    }

    private LinkNotes linkNotes(Optional<Duration> away) {
        return new LinkNotes(run, new Notes(store), this::setup, storeLane, world.time(), away);
    }

    private String setup() {
        return Setup.fingerprint(config, world.version());
    }

    private Topics topics() {
        return Topics.of(config);
    }

    private Reports reports() {
        return Excerpts.reports(config, devices, keeper::report, uplink, () -> configurationProblems);
    }

    /** Takes another configuration, but for its devices; on the store's lane, where its notes and commands are. */
    void takes(AgentConfig next, Duration away) {
        var broker = new Difference(config, next).isOfLink();
        config = next;
        sensorNotes.recall(config.sensors());
        outputNotes.recall(config.actuators());
        desk.takes(Excerpts.actuators(config), agentDesk());
        outbox.limits(Excerpts.limits(config));
        keptStates.present(config.actuatorIds());
        outbox.gone(keptStates.gone());
        if (Setup.changed(config, world.version(), new Notes(store))) outbox.releaseAll();
        outbox.commit();
        var way = broker ? Optional.of(way(Optional.of(away))) : Optional.<Uplink.Way>empty();
        var introduction = introduce();
        var taken = config;
        linkLane.post(() -> {
            uplink.tell(introduction);
            way.ifPresent(uplink::replaceBy);
            homeAssistant.tellOf(taken, world.version(), world.board().model());
        });
    }

    /** Tells the outputs that joined of the link, and health of all of them. */
    void hasJoined(List<String> outputs) {
        linkLane.post(() -> {
            if (ears.online) devices.linkUp(outputs);
        });
        healthLane.post(() -> health.tells(reports(), config.healthEvery()));
    }

    /** Tells in health why the configuration on the disk is not in use. */
    void configurationProblems(List<String> sentences) {
        configurationProblems = List.copyOf(sentences);
    }

    Lane storeLane() {
        return storeLane;
    }

    Lane linkLane() {
        return linkLane;
    }

    /** How long this device has been away from its broker; on the link's lane. */
    Duration away() {
        return uplink.link().away();
    }

    /** Takes a record; called by any thread. */
    void keep(Draft draft) {
        if (!storeLane.post(() -> outbox.add(draft)))
            Logger.error("a record of {} was dropped: the store is stuck", draft.id());
    }

    private void send(Outgoing message) {
        uplink.link().send(message);
    }

    private void acknowledged(Acknowledged what) {
        outbox.acknowledged(what.connection, what.handle);
    }

    private record Acknowledged(long connection, long handle) {}

    /** What the link hears, brought to the lanes that care. */
    private final class Ears implements LinkUser {
        /** The link's lane's own. */
        private boolean online;

        @Override
        public void online(long connection) {
            online = true;
            storeLane.post(() -> outbox.online(connection));
            devices.linkUp();
            healthLane.post(health::sendNow);
        }

        @Override
        public void offline() {
            online = false;
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
            // States are kept records, but for the empty ones that clear them.
            topics().output(topic).ifPresent(output -> {
                uplink.tell(link -> link.forget(topic));
                storeLane.post(() -> keptStates.cleared(output));
            });
        }

        @Override
        public void refused(long connection, long handle, Refusal how) {
            storeLane.post(() -> outbox.refused(connection, handle, how));
        }

        @Override
        public void allowed() {
            storeLane.post(outbox::releaseAll);
        }

        /** Another link begins, and the former one does not tell that it is over. */
        void replaced() {
            if (online) offline();
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
        return keeper.figures().put("connected", uplink.report().since().isPresent());
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
            linkLane.post(uplink::stop);
        });
    }

    boolean linkStopped() {
        return uplink.stopped();
    }

    Requests requests() {
        return requests;
    }

    /** Writes what is left; after all lanes have stopped. */
    void close() {
        storeLane.mailbox().runAll();
        sensorNotes.close();
        outbox.close(requests.reason());
        store.close();
        world.board().close();
    }

    /** Ends as a power cut does: nothing is written or sent any more. */
    void abandon() {
        store.close();
        world.board().close();
    }
}
