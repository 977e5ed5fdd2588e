package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps every record until the broker acknowledged it. Memory first: a record goes out at once, and is written to the
 * disk only when it was not acknowledged within {@code commit_every}, many in one transaction. What was unacknowledged
 * when the link was lost is sent again, byte for byte. Belongs to the store thread.
 */
public final class Outbox {
    /** Above all keys that can be on a disk which could not be read. */
    private static final long KEYS_WITHOUT_DISK = 1L << 50;

    private final Store store;
    private final Run run;
    private final Time time;
    private final Stamps stamps;
    private final Disk disk;
    private final Sender sender;
    private final Space space;
    private long lastKey;
    private long lastSeq;
    private long dropped;
    private long acknowledged;

    /** @param link takes what is to be sent; called on the store thread */
    public Outbox(Store store, Run run, Time time, Stamps stamps, OutboxLimits limits, Consumer<Outgoing> link) {
        this.store = store;
        this.run = run;
        this.time = time;
        this.stamps = stamps;
        this.disk = new Disk(store, run, time, limits.commitEvery());
        this.sender = new Sender(store, disk, run.number(), time, stamps, limits, link);
        this.space = new Space(store, limits);
        this.lastKey = store.read(Records::lastKey).orElse(KEYS_WITHOUT_DISK);
        store.read(Records::singles).orElse(List.of()).forEach(sender::add);
    }

    /** Takes a record; it gets its number now and its time stamp as soon as the clock is right. */
    public void add(Draft draft) {
        var entry = entry(draft);
        disk.add(entry);
        sender.add(entry);
        disk.boundMemory(Space.MOST_IN_MEMORY, this::dropFromMemory);
    }

    private Entry entry(Draft draft) {
        var entry = new Entry(
                ++lastKey,
                run.number(),
                draft.kind().numbered() ? ++lastSeq : 0,
                draft.kind(),
                draft.id(),
                draft.at(),
                stamps.boot(),
                draft.body(),
                draft.onAcknowledged());
        if (draft.kind() == Kind.REPLY) entry.stamp(draft.body());
        return entry;
    }

    /** The link is up: everything unacknowledged may leave on this connection. */
    public void online(long connection) {
        sender.online(connection);
    }

    /** The link is lost. */
    public void offline() {
        sender.offline();
    }

    /** The broker has the message. */
    public void acknowledged(long connection, long handle) {
        for (var entry : sender.acknowledged(connection, handle)) {
            acknowledged++;
            disk.forget(entry);
            entry.onAcknowledged.run();
        }
    }

    /** Commits what is due, sends what can be sent; when to come again. */
    public Duration run() {
        sender.stampWhatIsReady();
        if (disk.commitDue()) commit();
        sender.age();
        sender.send();
        return Step.sooner(disk.nextDue(), sender.nextDue());
    }

    /** Has the next {@link #run} commit, before anything added since leaves. */
    public void commitBeforeSending() {
        disk.commitSoon();
    }

    /** Writes everything that is not on the disk yet, together with what the journal has queued; false if it failed. */
    public boolean commit() {
        if (!disk.commit(lastSeq)) return false;
        space.makeRoom(sender.held(), this::giveUp);
        return true;
    }

    // Deleted and announced in one transaction: there is no moment at which records are missing unannounced.
    private boolean giveUp(List<Entry> lost) {
        var announced = Gap.of(lost);
        var gaps = announced.stream().map(gap -> entry(draft(gap))).toList();
        if (!disk.replace(lost.stream().map(entry -> entry.key).toList(), gaps)) return false;
        dropped += lost.size();
        gaps.forEach(sender::add);
        return true;
    }

    private void dropFromMemory(List<Entry> oldest) {
        var lost = oldest.stream().filter(sender::drop).toList();
        lost.forEach(disk::forget);
        dropped += lost.size();
        Gap.of(lost).forEach(gap -> add(draft(gap)));
    }

    private Draft draft(Gap gap) {
        return new Draft(Kind.GAP, "", gap.body(), Moment.now(time));
    }

    /** Writes what is left and marks the run as stopped cleanly. */
    public void close() {
        commit();
        store.write(database -> run.end(database, lastSeq, time.wall()));
    }

    /** Grows with everything that changes the figures. */
    long changes() {
        return lastKey + acknowledged + dropped + (disk.inTrouble() ? 1 : 0);
    }

    /** Figures for {@code health}. */
    public OutboxReport report() {
        return new OutboxReport(
                disk.records(), store.bytes(), oldest(), dropped, store.trouble(), acknowledged, store.commits());
    }

    private String oldest() {
        if (disk.records() == 0) return "";
        return store.read(database -> Records.after(database, 0, 1)).orElse(List.of()).stream()
                .filter(entry -> !disk.gone(entry.key))
                .map(Entry::ts)
                .findFirst()
                .orElseGet(sender::oldest);
    }
}
