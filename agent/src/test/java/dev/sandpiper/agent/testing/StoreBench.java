package dev.sandpiper.agent.testing;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.payload.Format;
import dev.sandpiper.agent.payload.Payloads;
import dev.sandpiper.agent.store.Boots;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Journal;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.agent.store.Outbox;
import dev.sandpiper.agent.store.OutboxLimits;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.store.Refusal;
import dev.sandpiper.agent.store.Run;
import dev.sandpiper.agent.store.Stamps;
import dev.sandpiper.agent.store.Stop;
import dev.sandpiper.agent.store.Stop.Trace;
import dev.sandpiper.agent.store.Store;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** A device's store on a real disk, in simulated time, with the link's end in the test's hand. */
public final class StoreBench {
    /** More turns than that without a pause between them are a core kept busy for nothing. */
    private static final int MOST_TURNS_AT_ONCE = 1000;

    /** A member of a record that takes a card more than a hundred bytes: nothing makes it shorter. */
    public static final String LARGE = "\"text\":\"%s\"".formatted("X".repeat(60));

    private static final List<String> CHANGES =
            List.of("INSERT ON kept", "UPDATE ON kept", "UPDATE ON progress", "INSERT ON command", "UPDATE ON command");

    public final SimulatedTime time = new SimulatedTime();
    /** Everything handed to the link, in order. */
    public final List<Outgoing> sent = new ArrayList<>();

    public Duration commitEvery = Duration.ofSeconds(1);
    public Duration freshFor = Duration.ofSeconds(30);
    public Duration sendEvery = Duration.ZERO;
    public Duration clockWait = Duration.ofMinutes(2);
    public int batch = 200;
    public long maxSize = 64 << 20;
    public boolean thin = true;
    public Set<String> retained = Set.of();
    public double messagesPerSecond = Double.POSITIVE_INFINITY;
    public double bytesPerSecond = Double.POSITIVE_INFINITY;
    public Format format = Format.JSON;
    public String boot = "boot-1";
    public Set<Trace> traces = Set.of();

    private final Path folder;
    private final Random random;
    private final Deque<Outgoing> unacknowledged = new ArrayDeque<>();
    private long connections;
    private Optional<Started> started = Optional.empty();

    private record Started(Store store, Run run, Outbox outbox, Journal journal) {}

    public StoreBench(Path folder) {
        this(folder, 1);
    }

    /** @param seed of what the agent draws by chance */
    public StoreBench(Path folder, long seed) {
        this.folder = folder;
        this.random = new Random(seed);
    }

    public StoreBench start() {
        var store = new Store(folder, maxSize, time);
        var run = Run.begin(store, time, boot, traces, random);
        var outbox = new Outbox(
                store, run, time, new Stamps(time, clockWait, new Boots(store, time, boot)), limits(), this::send);
        run.interruptions(Moment.now(time)).forEach(outbox::add);
        started = Optional.of(new Started(store, run, outbox, new Journal(store, time)));
        return this;
    }

    private OutboxLimits limits() {
        return new OutboxLimits(
                commitEvery,
                freshFor,
                sendEvery,
                batch,
                maxSize,
                thin,
                retained,
                messagesPerSecond,
                bytesPerSecond,
                new Payloads("greenhouse-1", format));
    }

    /** The configuration says something else now. */
    public void reload() {
        outbox().limits(limits());
    }

    private void send(Outgoing message) {
        sent.add(message);
        unacknowledged.add(message);
    }

    public Store store() {
        return started.orElseThrow().store;
    }

    public Run run() {
        return started.orElseThrow().run;
    }

    public Outbox outbox() {
        return started.orElseThrow().outbox;
    }

    public Journal journal() {
        return started.orElseThrow().journal;
    }

    public Path file() {
        return folder.resolve("outbox.db");
    }

    public void stop() {
        outbox().close(Stop.CLEAN);
        store().close();
        time.newProcess();
    }

    /** The process dies; what was committed stays. */
    public void crash() {
        store().close();
        unacknowledged.clear();
        time.newProcess();
    }

    /** Power is gone and comes back: the device's clock is wrong by that much. */
    public void reboot(Duration clockError) {
        cutPower();
        time.reboot(clockError);
    }

    public void cutPower() {
        crash();
        boot = boot + "'";
    }

    public void add(Kind kind, String id, String body) {
        outbox().add(new Draft(kind, id, body, Moment.now(time)));
    }

    public void reading(String id, int value) {
        add(Kind.READING, id, "\"count\":" + value);
    }

    /** One reading a second, each run as the store thread would. */
    public void readings(String id, int from, int to) {
        for (var value = from; value <= to; value++) {
            reading(id, value);
            pass(Duration.ofSeconds(1));
        }
    }

    /** Many readings at once. */
    public void burst(String id, int from, int to) {
        for (var value = from; value <= to; value++) reading(id, value);
        settle();
    }

    public void online() {
        unacknowledged.clear();
        outbox().online(++connections);
        outbox().carries(OutboxLimits.MAX_HISTORY_BYTES);
        settle();
    }

    public void offline() {
        unacknowledged.clear();
        outbox().offline();
        settle();
    }

    /** The broker acknowledges the oldest message. */
    public void acknowledge() {
        var message = unacknowledged.remove();
        outbox().acknowledged(message.generation(), message.handle());
        settle();
    }

    /** The broker closed the connection on this message, and the next one is there. */
    public void refuses(Outgoing message, Refusal how) {
        outbox().refused(message.generation(), message.handle(), how);
        offline();
        online();
    }

    /** The broker will not have the oldest message; the link knows, and goes on at once. */
    public void setAside() {
        var message = unacknowledged.remove();
        outbox().refused(message.generation(), message.handle(), Refusal.SET_ASIDE);
        settle();
    }

    /** The broker acknowledges everything, and what leaves thereupon, until nothing does. */
    public void acknowledgeAll() {
        while (!unacknowledged.isEmpty()) acknowledge();
    }

    /** The broker acknowledges what is under way in one lane, and so on, {@code turns} times. */
    public void acknowledge(Lane lane, int turns) {
        for (var turn = 0; turn < turns; turn++)
            for (var message : List.copyOf(unacknowledged))
                if (message.lane() == lane && unacknowledged.remove(message)) {
                    outbox().acknowledged(message.generation(), message.handle());
                    settle();
                }
    }

    /** What the broker has not acknowledged, in the order it was sent. */
    public List<Outgoing> underWay() {
        return List.copyOf(unacknowledged);
    }

    public int unacknowledged() {
        return unacknowledged.size();
    }

    public long unacknowledged(Lane lane) {
        return unacknowledged.stream().filter(message -> message.lane() == lane).count();
    }

    /** Runs the outbox until it has nothing to do at this moment. */
    public Duration settle() {
        for (var turn = 0; turn < MOST_TURNS_AT_ONCE; turn++) {
            var pause = Step.sooner(outbox().run(), outbox().clearUp());
            if (pause.isPositive()) return pause;
        }
        throw new AssertionError("the outbox asks to be run again and again");
    }

    /** Lets time pass, running the outbox whenever it asks for it. */
    public void pass(Duration span) {
        var end = time.now() + span.toNanos();
        var turns = 0;
        for (var due = settle(); time.now() + due.toNanos() < end; due = settle()) {
            time.pass(due);
            assertTrue(++turns < 100_000, "the outbox comes again after " + due);
        }
        time.advanceTo(end);
        settle();
    }

    public void pass(int seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    public List<String> payloads(Lane lane) {
        return sent.stream()
                .filter(message -> message.lane() == lane)
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }

    /** What another program does to the database file, or sees in it. */
    public long sql(String statement) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var prepared = connection.prepareStatement(statement)) {
            if (!prepared.execute()) return prepared.getUpdateCount();
            try (var result = prepared.getResultSet()) {
                return result.next() ? result.getLong(1) : 0;
            }
        }
    }

    /** From now on the disk takes nothing more, as when it is full. */
    public void diskFull() throws SQLException {
        for (var change : CHANGES)
            sql("CREATE TRIGGER full_%s BEFORE %s BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END"
                    .formatted(change.replace(' ', '_'), change));
    }

    public void diskFreed() throws SQLException {
        for (var change : CHANGES) sql("DROP TRIGGER full_" + change.replace(' ', '_'));
    }
}
