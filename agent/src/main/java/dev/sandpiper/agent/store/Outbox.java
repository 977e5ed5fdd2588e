package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Outgoing.Lane;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Keeps every record until the broker acknowledged it. Memory first: a record goes out at once, and is written to the
 * disk only when it was not acknowledged within {@code commit_every}, many in one transaction. Belongs to the store
 * thread.
 *
 * <p>Two lanes: fresh records, replies and gaps leave one by one, at most {@value #WINDOW} unacknowledged; what is older
 * than {@code fresh_for} leaves in history messages, one unacknowledged. What was unacknowledged when the link was lost
 * is sent again, byte for byte.
 */
public final class Outbox {
    /** Leaves room for ten of the link's own messages below the hundred that the contract promises. */
    public static final int WINDOW = 90;

    private static final int DELETIONS_AT_ONCE = 100;
    private static final Duration DELETIONS_WAIT = Duration.ofMinutes(10);
    /** Handles from here on stand for no record; keys never come that far. */
    private static final long FIRST_REFRESH = 1L << 60;

    private static final Duration CLOCK_LOOK = Duration.ofSeconds(1);

    private final Store store;
    private final Run run;
    private final Time time;
    private final Stamps stamps;
    private final OutboxLimits limits;
    private final Space space;
    private final Pace pace;
    private final Consumer<Outgoing> link;

    private long lastKey;
    private long lastSeq;
    private long generation;
    private long batches;
    private long lastRefresh = FIRST_REFRESH;
    private long dropped;
    private long acknowledged;

    /** Everything in memory, by key, wherever it stands. */
    private final TreeMap<Long, Entry> held = new TreeMap<>();
    /** Of those, what is not on the disk yet. */
    private final TreeMap<Long, Entry> unwritten = new TreeMap<>();

    private final Deque<Entry> unstamped = new ArrayDeque<>();
    private final Deque<Entry> urgent = new ArrayDeque<>();
    private final Deque<Entry> fresh = new ArrayDeque<>();
    private final Deque<Entry> refreshes = new ArrayDeque<>();
    private final Backlog backlog = new Backlog();
    private final Map<Long, Entry> singles = new HashMap<>();
    private final Set<Long> refreshing = new HashSet<>();
    private List<Entry> history = List.of();

    private final List<Entry> restamped = new ArrayList<>();
    private final Map<String, Entry> newest = new HashMap<>();
    private final Set<Long> deletions = new LinkedHashSet<>();
    private long deleteBy = Long.MAX_VALUE;
    private boolean commitNow;
    private long onDisk;

    public Outbox(Store store, Run run, Time time, Stamps stamps, OutboxLimits limits, Consumer<Outgoing> link) {
        this.store = store;
        this.run = run;
        this.time = time;
        this.stamps = stamps;
        this.limits = limits;
        this.link = link;
        this.space = new Space(store, limits);
        this.pace = new Pace(time, limits);
        lastKey = store.read(Records::lastKey).orElse(1L << 50);
        onDisk = store.read(Records::count).orElse(0L);
        store.read(Records::singles).orElse(List.of()).forEach(this::hold);
    }

    private void hold(Entry entry) {
        held.put(entry.key, entry);
        queue(entry);
    }

    /** Takes a record; it gets its number now and its time stamp as soon as the clock is right. */
    public void add(Draft draft) {
        var numbered = draft.kind().numbered();
        var entry = new Entry(
                ++lastKey,
                run.number(),
                numbered ? ++lastSeq : 0,
                draft.kind(),
                draft.id(),
                draft.at(),
                stamps.boot(),
                draft.body(),
                draft.onAcknowledged());
        if (draft.kind() == Kind.REPLY) entry.stamp(draft.body());
        unwritten.put(entry.key, entry);
        if (keptByBroker(entry)) newest.put(entry.id, entry);
        hold(entry);
        space.boundMemory(unwritten, this::dropFromMemory);
    }

    private boolean keptByBroker(Entry entry) {
        return entry.kind == Kind.STATE
                || (entry.kind.numbered() && limits.retained().contains(entry.id));
    }

    // Behind those that wait for the clock, or a later record of the same id would overtake them.
    private void queue(Entry entry) {
        if (entry.stamped() || (unstamped.isEmpty() && stamps.ready(entry))) stamped(entry);
        else unstamped.add(entry);
    }

    private void stamped(Entry entry) {
        stamp(entry);
        (entry.kind.numbered() ? fresh : urgent).add(entry);
    }

    /** The link is up: everything unacknowledged may leave on this connection. */
    public void online(long connection) {
        offline();
        generation = connection;
        pace.connected();
        newest.values().stream()
                .filter(entry -> entry.stamped() && !fresh.contains(entry))
                .forEach(refreshes::add);
    }

    /** The link is lost: what was under way is unsent again. */
    public void offline() {
        generation = 0;
        var back = new ArrayList<>(singles.values());
        back.removeIf(entry -> !held.containsKey(entry.key));
        singles.clear();
        refreshes.clear();
        refreshing.clear();
        back.addAll(urgent);
        back.addAll(fresh);
        urgent.clear();
        fresh.clear();
        back.stream().sorted((a, b) -> Long.compare(a.key, b.key)).forEach(this::queue);
        backlog.putBack(history);
        history = List.of();
        backlog.release(held);
    }

    /** The broker has the message. */
    public void acknowledged(long connection, long handle) {
        if (connection != generation) return;
        if (handle < 0) {
            history.forEach(this::done);
            history = List.of();
            return;
        }
        refreshing.remove(handle);
        var entry = singles.remove(handle);
        if (entry != null && held.containsKey(entry.key)) done(entry);
    }

    private void done(Entry entry) {
        acknowledged++;
        forget(entry);
        if (entry.onDisk()) deletions.add(entry.key);
        if (deletions.size() == 1) deleteBy = time.in(DELETIONS_WAIT);
        entry.onAcknowledged.run();
    }

    private void forget(Entry entry) {
        held.remove(entry.key);
        unwritten.remove(entry.key);
    }

    /** Commits what is due, sends what can be sent; when to come again. */
    public Duration run() {
        stampWhatIsReady();
        if (commitDue()) commit();
        age();
        send();
        return nextDue();
    }

    private void stampWhatIsReady() {
        while (!unstamped.isEmpty() && stamps.ready(unstamped.peek())) stamped(unstamped.poll());
    }

    private boolean commitDue() {
        return commitNow
                || inTrouble()
                || oldestUnwritten().compareTo(limits.commitEvery()) >= 0
                || deletions.size() + store.queued() >= DELETIONS_AT_ONCE
                || (!deletions.isEmpty() && time.nanos() >= deleteBy);
    }

    // Only a commit shows that the disk works again; the store bounds how often one is really tried.
    private boolean inTrouble() {
        return store.trouble().isPresent();
    }

    private Duration oldestUnwritten() {
        return unwritten.isEmpty()
                ? Duration.ofSeconds(-1)
                : time.since(unwritten.firstEntry().getValue().at.nanos());
    }

    /** Has the next {@link #run} commit, before anything added since leaves. */
    public void commitBeforeSending() {
        commitNow = true;
    }

    /** Writes everything that is not on the disk yet, in one transaction with what the journal has queued. */
    public boolean commit() {
        if (unwritten.isEmpty() && deletions.isEmpty() && store.queued() == 0 && !inTrouble()) return true;
        var entries = List.copyOf(unwritten.values());
        var gone = List.copyOf(deletions);
        var written = store.write(database -> {
            run.note(database, lastSeq);
            Records.delete(database, gone);
            Records.insert(database, entries);
        });
        if (!written) return false;
        onDisk += entries.size() - gone.size();
        entries.forEach(Entry::written);
        unwritten.clear();
        deletions.clear();
        commitNow = false;
        deleteBy = Long.MAX_VALUE;
        makeRoom();
        return true;
    }

    private void makeRoom() {
        var evicted = space.evict(held.keySet());
        onDisk -= evicted.stream().mapToLong(Gap::dropped).sum();
        evicted.forEach(this::announce);
    }

    // What went stale leaves memory, when it is on the disk, and goes out with the history.
    private void age() {
        while (!fresh.isEmpty() && stale(fresh.peek())) toBacklog(fresh.poll());
        // What is gathered may stand behind an edge, which is not.
        var gathered = fresh.stream().filter(this::gathers).toList();
        fresh.removeAll(gathered);
        gathered.forEach(this::toBacklog);
    }

    private boolean stale(Entry entry) {
        return entry.run != run.number() || time.since(entry.at.nanos()).compareTo(limits.freshFor()) >= 0;
    }

    private boolean gathers(Entry entry) {
        return limits.sendEvery().isPositive() && entry.kind.gathers();
    }

    private void toBacklog(Entry entry) {
        if (generation != 0 && newest.get(entry.id) == entry) refreshes.add(entry);
        if (!backlog.take(entry)) held.remove(entry.key);
    }

    private void send() {
        if (generation == 0) return;
        writeStamps();
        while (windowOpen() && !urgent.isEmpty()) sendSingle(urgent.poll());
        while (windowOpen() && !refreshes.isEmpty()) refresh(refreshes.poll());
        while (windowOpen() && !fresh.isEmpty()) sendSingle(fresh.poll());
        sendHistory();
    }

    private boolean windowOpen() {
        return singles.size() + refreshing.size() < WINDOW;
    }

    private void sendSingle(Entry entry) {
        singles.put(entry.key, entry);
        post(entry.key, Outgoing.lane(entry.kind), entry.id, entry.payload());
    }

    // The broker keeps the newest: it is told again, whether or not the record itself was acknowledged long ago.
    private void refresh(Entry entry) {
        refreshing.add(++lastRefresh);
        post(lastRefresh, Outgoing.lane(entry.kind), entry.id, entry.payload());
    }

    private void sendHistory() {
        if (!history.isEmpty() || !pace.historyMayLeave()) return;
        backlog.refill(store, held, deletions);
        if (backlog.isEmpty()) {
            pace.drained();
            return;
        }
        if (!stamps.ready(backlog.oldest())) return;
        history = backlog.takeBatch(limits.batch(), OutboxLimits.MAX_HISTORY_BYTES - 32);
        history.forEach(this::stamp);
        writeStamps();
        var payload = historyPayload();
        batches++;
        pace.sent(payload.length);
        post(-batches, Lane.HISTORY, history.getFirst().id, payload);
    }

    private void stamp(Entry entry) {
        if (entry.stamped()) return;
        stamps.stamp(entry);
        if (entry.onDisk()) restamped.add(entry);
    }

    // A stamp once sent never changes, not even by a crash: it is on the disk before it leaves.
    private void writeStamps() {
        if (restamped.isEmpty()) return;
        var late = List.copyOf(restamped);
        restamped.clear();
        store.write(database -> Records.stamp(database, late));
    }

    private byte[] historyPayload() {
        if (limits.batch() == 1) return history.getFirst().payload();
        return history.stream()
                .map(Entry::text)
                .collect(Collectors.joining(",", "{\"readings\":[", "]}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private void post(long handle, Lane lane, String id, byte[] payload) {
        link.accept(new Outgoing(generation, handle, lane, id, payload));
    }

    private void dropFromMemory(List<Entry> lost) {
        lost.forEach(entry -> {
            forget(entry);
            fresh.remove(entry);
            unstamped.remove(entry);
            backlog.forget(entry.key);
        });
        Gap.of(lost).forEach(this::announce);
    }

    private void announce(Gap gap) {
        dropped += gap.dropped();
        add(new Draft(Kind.GAP, "", gap.body(), Moment.now(time)));
    }

    private Duration nextDue() {
        var due = inTrouble() ? Store.RETRY : nextCommit();
        if (!unstamped.isEmpty()) due = Step.sooner(due, CLOCK_LOOK);
        if (!fresh.isEmpty())
            due = Step.sooner(
                    due, limits.freshFor().minus(time.since(fresh.peek().at.nanos())));
        return generation == 0 ? due : Step.sooner(due, pace.nextDue());
    }

    private Duration nextCommit() {
        var due =
                unwritten.isEmpty() ? Duration.ofHours(1) : limits.commitEvery().minus(oldestUnwritten());
        return deletions.isEmpty() ? due : Step.sooner(due, time.until(deleteBy));
    }

    /** Writes what is left and marks the run as stopped cleanly. */
    public void close() {
        commit();
        store.write(database -> run.end(database, lastSeq, time.wall()));
    }

    /** Whether everything is acknowledged. */
    public boolean isEmpty() {
        return held.isEmpty() && onDisk - deletions.size() == 0;
    }

    /** Grows with everything that changes the figures. */
    long changes() {
        return lastKey + acknowledged + dropped + (inTrouble() ? 1 : 0);
    }

    /** Figures for {@code health}. */
    public OutboxReport report() {
        var inMemory = unwritten.size();
        var records = onDisk - deletions.size() + inMemory;
        return new OutboxReport(
                records, store.bytes(), oldestStamp(), dropped, store.trouble(), acknowledged, store.commits());
    }

    private String oldestStamp() {
        var oldest = held.isEmpty() ? null : held.firstEntry().getValue();
        var stored = store.read(database -> Records.after(database, 0, 1)).orElse(List.of());
        if (!stored.isEmpty() && !deletions.contains(stored.getFirst().key)) oldest = stored.getFirst();
        return oldest == null ? "" : oldest.ts();
    }
}
