package dev.sandpiper.agent;

import dev.sandpiper.agent.command.AgentDesk;
import dev.sandpiper.agent.command.CommandDesk;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.health.BoardWatch;
import dev.sandpiper.agent.health.Health;
import dev.sandpiper.agent.health.Reports;
import dev.sandpiper.agent.json.Json;
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
import java.util.stream.Stream;
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

    private final Store store;
    private final Run run;
    private final Outbox outbox;
    private final Keeper keeper;
    private final SensorNotes sensorNotes;
    private final OutputNotes outputNotes;
    private final KeptTopics keptTopics;
    private final Readings readings;
    private final Devices devices;
    private final CommandDesk desk;
    private final BrokerSide brokerSide;
    private final Health health;
    /** Why the configuration on the disk is not the one in use. */
    private volatile List<String> configurationProblems = List.of();
    /** The lanes that do not come round. */
    private volatile List<String> stuck = List.of();

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
        readings = new Readings(storeLane, time, outbox::add);
        devices = new Devices(config, world, readings, this::keep, sensorNotes, outputNotes);
        desk = desk(journal);
        keptTopics = new KeptTopics(new Notes(store));
        keeper = new Keeper(time, outbox, journal);
        expectKept();
        brokerSide = brokerSide();
        health = new Health(
                run.number(),
                config.healthEvery(),
                reports(),
                new BoardWatch(
                        world.board().sysfs(), Path.of("/proc"), config.outbox().directory(), time),
                time,
                brokerSide::sendHealth);

        storeLane.add(readings);
        storeLane.add(desk);
        storeLane.add(keeper);
        storeLane.add(toLink);
        storeLane.add(keeper::clearUp);
        storeLane.add(sensorNotes);
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

    private BrokerSide brokerSide() {
        var kept = new BrokerSide.Kept(storeLane, run, new Notes(store), outbox, keptTopics);
        return new BrokerSide(config, world, linkLane, kept, devices, desk, this::sendHealth);
    }

    private void expectKept() {
        keptTopics.present(Excerpts.addresses(config), Excerpts.kept(config));
        outbox.onlyStatesOf(config.actuatorIds());
    }

    private Reports reports() {
        return Excerpts.reports(config, devices, keeper::report, brokerSide.uplink(), this::ownProblems);
    }

    private List<String> ownProblems() {
        return Stream.concat(
                        stuck.stream().map("%s is stuck: what is on it waits"::formatted),
                        Stream.concat(configurationProblems.stream(), brokerSide.problem().stream()))
                .toList();
    }

    /** Takes another configuration, but for its devices; on the store's lane, where its notes and commands are. */
    void takes(AgentConfig next, Duration away) {
        config = next;
        sensorNotes.recall(config.sensors());
        outputNotes.recall(config.actuators());
        desk.takes(Excerpts.actuators(config), agentDesk());
        outbox.limits(Excerpts.limits(config));
        expectKept();
        if (Setup.changed(config, world.version(), new Notes(store))) outbox.releaseAll();
        outbox.commit();
        brokerSide.takes(next, away);
    }

    /** Tells the outputs that joined of the link, and health of all of them. */
    void hasJoined(List<String> outputs) {
        brokerSide.tellsOfTheLink(outputs);
        healthLane.post(() -> health.tells(reports(), config.healthEvery()));
    }

    /** Tells in health why the configuration on the disk is not in use. */
    void configurationProblems(List<String> sentences) {
        configurationProblems = List.copyOf(sentences);
    }

    /** Tells in health which lanes do not come round. */
    void stuck(List<String> lanes) {
        stuck = lanes;
    }

    /** How it is in a sentence; may be asked by any thread. */
    String status() {
        return health.status();
    }

    /** Why nothing can be kept at present. */
    Optional<String> storeTrouble() {
        return keeper.report().trouble();
    }

    Lane storeLane() {
        return storeLane;
    }

    Lane linkLane() {
        return linkLane;
    }

    /** How long this device has been away from its broker; on the link's lane. */
    Duration away() {
        return brokerSide.uplink().link().away();
    }

    /** Takes a record; called by any thread. */
    void keep(Draft draft) {
        if (!storeLane.post(() -> outbox.add(draft)))
            Logger.error("a record of {} was dropped: the store is stuck", draft.id());
    }

    private void send(Outgoing message) {
        brokerSide.uplink().link().send(message);
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
        return keeper.figures()
                .put("connected", brokerSide.uplink().report().since().isPresent());
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
            readings.takeAll();
            outbox.run();
            toLink.run();
            linkLane.post(brokerSide.uplink()::stop);
        });
    }

    boolean linkStopped() {
        return brokerSide.uplink().stopped();
    }

    Requests requests() {
        return requests;
    }

    /** Writes what is left; after all lanes have stopped. */
    void close() {
        storeLane.mailbox().runAll();
        readings.takeAll();
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
