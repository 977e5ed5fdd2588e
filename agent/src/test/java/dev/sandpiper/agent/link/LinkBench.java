package dev.sandpiper.agent.link;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.store.Refusal;
import dev.sandpiper.agent.testing.BrokerDefaults;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A link whose broker is the test, in simulated time. */
final class LinkBench implements LinkUser {
    private static final String BASE = "sandpiper/device/";
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);

    final SimulatedTime time = new SimulatedTime();
    final Wire wire = new Wire();
    final List<String> told = new ArrayList<>();
    final List<Received> received = new ArrayList<>();
    /** Topics of the own messages that the broker has. */
    final List<String> taken = new ArrayList<>();

    final Link link;
    /** What the device sees of its network. */
    Network.Sight sight = Network.Sight.NOTHING;

    /** Whether what arrives finds room at the user's. */
    boolean room = true;

    private final Lane lane = new Lane("link");
    private long onlineAs;

    LinkBench() {
        this(Duration.ofDays(1), Optional.empty(), "mqtt://one");
    }

    LinkBench(Duration awayBefore, Optional<Path> passwordFile, String... urls) {
        this(new Remembered(awayBefore), config(KEEP_ALIVE, passwordFile, urls));
    }

    LinkBench(Duration keepAlive) {
        this(new Remembered(Duration.ofDays(1)), config(keepAlive, Optional.empty(), "mqtt://one"));
    }

    LinkBench(Remembered memory, String... urls) {
        this(memory, config(KEEP_ALIVE, Optional.empty(), urls));
    }

    /** One whose chance is another one's, as that of each process is. */
    LinkBench(Remembered memory, String url, long seed) {
        this(memory, config(KEEP_ALIVE, Optional.empty(), url), seed);
    }

    private LinkBench(Remembered memory, BrokerConfig config) {
        this(memory, config, 1);
    }

    private LinkBench(Remembered memory, BrokerConfig config, long seed) {
        this(memory, config, seed, Topics.of("sandpiper", "device"));
    }

    /** One that listens to somebody beside commands. */
    static LinkBench listeningTo(String neighbour) {
        return introducedAt("homeassistant/device/device/config", neighbour, new Remembered(Duration.ofDays(1)));
    }

    static LinkBench introducedAt(String introduction, String neighbour, Remembered memory) {
        return new LinkBench(
                memory,
                config(KEEP_ALIVE, Optional.empty(), "mqtt://one"),
                1,
                new Topics("sandpiper/device", Optional.of(neighbour), Optional.of(introduction)));
    }

    private LinkBench(Remembered memory, BrokerConfig config, long seed, Topics topics) {
        link = new Link(
                config,
                topics,
                Set.of("door"),
                new Surroundings(wire, () -> Optional.of(sight), time, new Random(seed)),
                new Credentials(config, time),
                memory,
                lane::post,
                this);
        lane.add(link);
    }

    /** What a link finds at its start, and leaves. */
    record Remembered(Duration away, Map<String, String> kept) implements LinkMemory {
        Remembered(Duration away) {
            this(away, new HashMap<>());
        }

        @Override
        public Optional<String> recall(String name) {
            return Optional.ofNullable(kept.get(name));
        }

        @Override
        public Optional<String> setup() {
            return Optional.ofNullable(kept.get("setup"));
        }

        @Override
        public void keep(String name, String text) {
            kept.put(name, text);
        }
    }

    private static BrokerConfig config(Duration keepAlive, Optional<Path> passwordFile, String... urls) {
        return BrokerDefaults.with(
                List.of(urls).stream()
                        .map(url -> new BrokerAddress(url, url.substring(7), 1883, false))
                        .toList(),
                keepAlive,
                passwordFile,
                TlsConfig.NONE);
    }

    @Override
    public void online(long connection) {
        onlineAs = connection;
        told.add("online");
    }

    @Override
    public void offline() {
        told.add("offline");
    }

    @Override
    public void carries(int bytes) {}

    @Override
    public void acknowledged(long connection, long handle) {
        told.add("acknowledged " + handle);
    }

    @Override
    public void refused(long connection, long handle, Refusal how) {
        told.add("refused " + handle + " " + how);
    }

    @Override
    public void allowed() {
        told.add("allowed");
    }

    @Override
    public void taken(String topic) {
        taken.add(topic);
    }

    @Override
    public void heard(byte[] payload) {
        told.add("heard " + new String(payload, UTF_8));
    }

    @Override
    public void arrived(Received message) {
        received.add(message);
    }

    @Override
    public boolean hasRoom() {
        return room;
    }

    /** The number of the connection that was last told to be online. */
    long connection() {
        return onlineAs;
    }

    /** Runs the lane until it has nothing to do at this moment. */
    Duration run() {
        for (var turn = 0; turn < 100; turn++) {
            var pause = lane.run();
            if (pause.isPositive()) return pause;
        }
        throw new AssertionError("the link asks for turns without end");
    }

    /** Lets time pass, running the link whenever it asks for it. */
    void pass(Duration span) {
        var end = time.in(span);
        for (var due = run(); time.in(due) < end; due = run()) time.pass(due);
        time.advanceTo(end);
        run();
    }

    void pass(int seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    void reports(LinkEvent event) {
        wire.last().reports(event);
        run();
    }

    void connects() {
        run();
        reports(new LinkEvent.Connected(true, "TLSv1.3"));
    }

    /** Connects, and has the subscription granted: the link works. */
    LinkBench up() {
        connects();
        reports(new LinkEvent.Subscribed(List.of(1)));
        return this;
    }

    /** The agent sends a kept message of so many bytes. */
    void sends(Outgoing.Lane lane, int bytes) {
        link.send(new Outgoing(onlineAs, 7, lane, "air", new byte[bytes], 1));
    }

    void acknowledgesAll() {
        for (var message : List.copyOf(wire.last().published)) reports(new LinkEvent.Acked(message.handle()));
    }

    void fails(Cause cause) {
        reports(new LinkEvent.Closed(new Failure(cause, "the test says " + cause)));
    }

    /** After a failure: passes the pause before the next attempt, and says how long it was. */
    Duration pauses() {
        var tries = wire.tries.size();
        var before = time.now();
        for (var due = run(); wire.tries.size() == tries; due = run()) time.pass(due);
        return Duration.ofNanos(time.now() - before);
    }

    void arrives(int packetId, String name, String payload) {
        reports(new LinkEvent.Arrived(packetId, BASE + "command/" + name, payload.getBytes(UTF_8), false, false));
    }

    /** With the mark of what was sent before. */
    void arrivesAgain(int packetId, String name, String payload) {
        reports(new LinkEvent.Arrived(packetId, BASE + "command/" + name, payload.getBytes(UTF_8), false, true));
    }

    String marker() {
        return wire.last().published.stream()
                .filter(message -> message.topic().equals(BASE + "command/agent"))
                .findFirst()
                .orElseThrow()
                .payload();
    }

    /** The marker comes back as the broker's message with this id. */
    void markerReturns(int packetId) {
        arrives(packetId, "agent", marker());
    }
}
