package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The outbox's side towards the link, in two lanes: fresh records, replies and gaps leave one by one, within
 * what {@link Singles} allows; what is older than {@code fresh_for} leaves in history messages, one unacknowledged.
 */
final class Sender {
    /** What a link is trusted with before it has shown how fast it is. */
    private static final int FIRST_HISTORY_BYTES = 4_096;

    private static final int ENVELOPE_BYTES = 32;
    private static final int MOST_UNANSWERED = 10_000;
    /** What the link does not carry one by one leaves with the history, many in a message, and memory has room. */
    private static final int MOST_WAITING = 2_000;

    private static final Duration CLOCK_LOOK = Duration.ofSeconds(1);

    private final Store store;
    private final Disk disk;
    private final long run;
    private final Time time;
    private final Stamps stamps;
    private OutboxLimits limits;
    private final Pace pace;
    private final Portion portion;
    private final Unread unread;
    private final Dispatch dispatch;
    private long generation;
    private int carries = FIRST_HISTORY_BYTES;
    private long batches;
    private long newestKey;

    /** Everything in memory, by key, wherever it stands. */
    private final TreeMap<Long, Entry> held = new TreeMap<>();

    private final Deque<Entry> unstamped = new ArrayDeque<>();
    private final Deque<Entry> urgent = new ArrayDeque<>();
    private final Deque<Entry> fresh = new ArrayDeque<>();
    private final Deque<Entry> refreshes = new ArrayDeque<>();
    private final Backlog backlog = new Backlog();

    /** Sent on a former connection and not acknowledged since. */
    private final LinkedHashSet<Long> unanswered = new LinkedHashSet<>();

    private final Singles singles = new Singles();
    private List<Entry> history = List.of();

    /** The newest record of each id of which the broker keeps the last. */
    private final Map<String, Entry> newest = new HashMap<>();

    Sender(Store store, Disk disk, long run, Time time, Stamps stamps, OutboxLimits limits, Consumer<Outgoing> link) {
        this.store = store;
        this.disk = disk;
        this.run = run;
        this.time = time;
        this.stamps = stamps;
        this.limits = limits;
        this.pace = new Pace(time, limits);
        this.portion = new Portion(time, limits.batch());
        this.unread = new Unread(disk, time);
        this.dispatch = new Dispatch(limits.payloads(), link);
        this.newestKey = store.read(Records::lastKey).orElse(0L);
    }

    /** Other limits of what is sent; those of what is kept are the same. */
    void limits(OutboxLimits others) {
        limits = others;
        pace.limits(others);
        dispatch.payloads(others.payloads());
        newest.values().removeIf(entry -> !keptByBroker(entry));
    }

    /** A draft's body as it is kept. */
    String marked(Draft draft) {
        return dispatch.marked(draft);
    }

    void onlyStatesOf(Set<String> outputs) {
        newest.values().removeIf(entry -> entry.kind == Kind.STATE && !outputs.contains(entry.id));
    }

    void add(Entry entry) {
        held.put(entry.key, entry);
        newestKey = Math.max(newestKey, entry.key);
        if (keptByBroker(entry)) newest.put(entry.id, entry);
        queue(entry);
    }

    private boolean keptByBroker(Entry entry) {
        return entry.kind == Kind.STATE
                || (entry.kind.numbered() && limits.retained().contains(entry.id));
    }

    // Behind those that wait for the clock, or a later record of the same id would overtake them.
    private void queue(Entry entry) {
        if (entry.stamped() || (unstamped.isEmpty() && stamps.right(entry))) queueStamped(entry);
        else unstamped.add(entry);
    }

    private void queueStamped(Entry entry) {
        stamp(entry);
        if (!entry.kind.numbered()) urgent.add(entry);
        else if (dispatch.fits(entry)) fresh.add(entry);
        else toBacklog(entry);
    }

    private void stamp(Entry entry) {
        if (entry.stamped()) return;
        stamps.stamp(entry);
        disk.stamped(entry);
    }

    void online(long connection) {
        offline();
        generation = connection;
        pace.connected();
        carries = FIRST_HISTORY_BYTES;
        newest.values().stream()
                .filter(entry -> entry.stamped() && !fresh.contains(entry))
                .forEach(this::refreshLater);
    }

    /** What was under way is unsent again, in its order. */
    void offline() {
        generation = 0;
        var back = new ArrayList<>(singles.clear());
        for (var sent : List.of(back, history)) sent.forEach(entry -> unanswered.add(entry.key));
        while (unanswered.size() > MOST_UNANSWERED) unanswered.removeFirst();
        back.addAll(urgent);
        back.addAll(fresh);
        List.of(urgent, fresh, refreshes).forEach(Deque::clear);
        back.stream().sorted(Comparator.comparingLong(entry -> entry.key)).forEach(this::queue);
        backlog.putBack(history);
        history = List.of();
        backlog.release(held);
    }

    private void refreshLater(Entry entry) {
        if (dispatch.fits(entry)) refreshes.add(entry);
    }

    void carries(int bytes) {
        carries = Math.min(bytes, OutboxLimits.MAX_HISTORY_BYTES);
    }

    /** The records that the broker has with this acknowledgement. */
    List<Entry> acknowledged(long connection, long handle) {
        if (connection != generation || singles.removeRefresh(handle)) return List.of();
        var done = handle < 0 ? history : singles.acknowledged(handle).stream().toList();
        if (handle < 0) {
            history = List.of();
            portion.acknowledged();
        }
        done.forEach(entry -> held.remove(entry.key));
        done.forEach(entry -> unanswered.remove(entry.key));
        return done;
    }

    /** The broker closes the connection on this message. */
    void refused(long connection, long handle, Refusal how) {
        if (connection != generation || singles.removeRefresh(handle)) return;
        if (handle >= 0) singles.refused(handle).ifPresent(this::refused);
        else if (how == Refusal.SPLIT) portion.split(history.size());
        else {
            history.forEach(this::setAside);
            history = List.of();
            portion.cured();
        }
    }

    // A reading that is refused by itself may yet be taken on history/: another topic, other access rules.
    private void refused(Entry single) {
        newest.remove(single.id, single);
        if (!single.kind.numbered()) setAside(single);
        else if (!backlog.take(single)) held.remove(single.key);
    }

    private void setAside(Entry entry) {
        held.remove(entry.key);
        disk.setAside(entry);
    }

    /** What was set aside is on the disk as any other: replies and gaps are in {@code singles}. */
    void released(List<Entry> singles) {
        backlog.rewind();
        singles.stream()
                .filter(entry -> !held.containsKey(entry.key) && !disk.gone(entry.key))
                .forEach(this::add);
    }

    /** Forgets records that were given up. */
    void forget(Collection<Entry> lost) {
        var gone = new HashSet<Entry>();
        for (var entry : lost) {
            var inMemory = held.remove(entry.key);
            if (inMemory != null) gone.add(inMemory);
            backlog.forget(entry.key);
        }
        if (!gone.isEmpty()) List.of(urgent, fresh, unstamped).forEach(queue -> queue.removeAll(gone));
    }

    // What has waited long enough is stamped only when its turn to leave has come: the clock may become right before.
    void stampWhatIsReady() {
        // Without it a power cut would leave what waits on the disk unstamped for ever.
        if (stamps.note()) disk.commitSoon();
        while (!unstamped.isEmpty() && stamps.right(unstamped.peek())) queueStamped(unstamped.poll());
        ageUnstamped();
        for (var room = room(); room > 0 && !unstamped.isEmpty() && stamps.ready(unstamped.peek()); room--)
            queueStamped(unstamped.poll());
    }

    private int room() {
        return generation == 0 ? 0 : singles.room() - urgent.size() - refreshes.size() - fresh.size();
    }

    private void ageUnstamped() {
        for (var all = unstamped.iterator(); all.hasNext(); ) {
            var entry = all.next();
            if (!stamps.ready(entry) || !stale(entry)) return;
            if (!entry.kind.numbered()) continue;
            all.remove();
            toBacklog(entry);
        }
    }

    /** What went stale leaves memory, when it is on the disk, and goes out with the history. */
    void age() {
        while (!fresh.isEmpty() && stale(fresh.peek())) toBacklog(fresh.poll());
        if (!limits.sendEvery().isPositive()) return;
        // What is gathered may stand behind an edge, which is not.
        var gathered = fresh.stream().filter(entry -> entry.kind.gathers()).toList();
        fresh.removeAll(gathered);
        gathered.forEach(this::toBacklog);
    }

    /** Everything is on the disk: what is too much for memory is read from there when its turn comes. */
    void written() {
        while (fresh.size() > MOST_WAITING) toBacklog(fresh.poll());
        while (unstamped.size() > MOST_WAITING && unstamped.peek().kind.numbered()) toBacklog(unstamped.poll());
        if (backlog.size() > MOST_WAITING) backlog.release(held);
    }

    private boolean stale(Entry entry) {
        return entry.run != run || time.since(entry.at.nanos()).compareTo(limits.freshFor()) >= 0;
    }

    private void toBacklog(Entry entry) {
        if (generation != 0 && newest.get(entry.id) == entry) {
            stamp(entry);
            refreshLater(entry);
        }
        if (!backlog.take(entry)) held.remove(entry.key);
    }

    void send() {
        if (generation == 0) return;
        disk.writeStamps();
        while (mayLeave(urgent)) sendSingle(urgent.poll());
        while (singles.carriedSoon(carries) && mayLeave(refreshes)) refresh(refreshes.poll());
        while (singles.carriedSoon(carries) && mayLeave(fresh)) sendSingle(fresh.poll());
        sendHistory();
    }

    private boolean mayLeave(Deque<Entry> queue) {
        var first = queue.peek();
        return first != null && singles.room() >= dispatch.messages(first) && disk.mayLeave(first);
    }

    private void sendSingle(Entry entry) {
        entry.leaves();
        dispatch.single(generation, singles.add(entry, dispatch.messages(entry)), entry);
    }

    // The broker keeps the newest: it is told again, whether or not the record itself was acknowledged long ago.
    private void refresh(Entry entry) {
        unanswered.add(entry.key);
        dispatch.single(generation, singles.addRefresh(dispatch.messages(entry)), entry);
    }

    private void sendHistory() {
        if (!history.isEmpty() || store.salvage().isPresent() || !pace.historyMayLeave(newestKey)) return;
        if (disk.mayBeRead()) backlog.refill(store, held, disk::gone);
        if (backlog.isEmpty() || pace.gathers(backlog.oldest().key)) {
            pace.drained();
            return;
        }
        if (unread.holdBack(backlog, held.values())) return;
        if (!stamps.ready(backlog.oldest())) return;
        history = backlog.takeBatch(
                portion.most(), carries - ENVELOPE_BYTES, dispatch::size, singles::first, stamps::ready);
        if (history.isEmpty()) return;
        history.forEach(this::stamp);
        disk.writeStamps();
        if (!history.stream().allMatch(disk::mayLeave)) {
            backlog.putBack(history);
            history = List.of();
            return;
        }
        var payload = limits.batch() == 1 ? dispatch.late(history.getFirst()) : dispatch.history(history);
        pace.sent(payload.length);
        dispatch.history(generation, -(++batches), history, payload);
    }

    /** While the broker reads: what the next history message takes. */
    void readAhead() {
        if (!history.isEmpty() && disk.mayBeRead()) backlog.readAhead(store, held, disk::gone);
    }

    Duration nextDue() {
        var due = waitsForTheClock() ? CLOCK_LOOK : Duration.ofHours(1);
        if (!fresh.isEmpty())
            due = Step.sooner(
                    due, limits.freshFor().minus(time.since(fresh.peek().at.nanos())));
        return generation == 0 ? due : Step.sooner(due, pace.nextDue());
    }

    private boolean waitsForTheClock() {
        return (!unstamped.isEmpty() && (generation != 0 || !stamps.ready(unstamped.peekLast())))
                || (!backlog.isEmpty() && !stamps.ready(backlog.oldest()));
    }

    /** Whether it is under way, may have arrived, or is told again at a connect: an eviction leaves it alone. */
    boolean mayArrive(long key) {
        return singles.has(key)
                || unanswered.contains(key)
                || history.stream().anyMatch(entry -> entry.key == key)
                || newest.values().stream().anyMatch(entry -> entry.key == key);
    }

    /** Whether it is in memory. */
    boolean hasInMemory(long key) {
        return held.containsKey(key);
    }

    /** How many records are in memory, wherever they stand. */
    int inMemory() {
        return held.size();
    }

    /** Everything in memory, oldest first. */
    List<Entry> records() {
        return List.copyOf(held.values());
    }

    /** The time stamp of the oldest record in memory; empty when there is none. */
    String oldest() {
        return held.isEmpty() ? "" : held.firstEntry().getValue().ts();
    }
}
