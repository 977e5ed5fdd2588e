package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.tinylog.Logger;

/**
 * Keeps every record until the broker acknowledged it. Memory first: a record goes out at once, and is written to the
 * disk only when it was not acknowledged within {@code commit_every}, many in one transaction. What was unacknowledged
 * when the link was lost is sent again, byte for byte. Belongs to the store thread.
 */
public final class Outbox {
    /** Keys where the disk cannot be read: above those on it, and of this run alone. */
    private static final int KEYS_OF_ONE_RUN = 28;

    private final Store store;
    private final Run run;
    private final Time time;
    private final Stamps stamps;
    private final Disk disk;
    private final Sender sender;
    private final Space space;
    private final Sweep inMemory;
    private final Gaps gaps = new Gaps();
    private final Damage damage;
    private final Inspection inspection;
    private long lastKey;
    private long lastSeq;
    private long added;
    private long dropped;
    private long acknowledged;
    private long refusals;
    private int seenDatabases;
    private boolean resumed;

    /** @param link takes what is to be sent; called on the store thread */
    public Outbox(Store store, Run run, Time time, Stamps stamps, OutboxLimits limits, Consumer<Outgoing> link) {
        this.store = store;
        this.run = run;
        this.time = time;
        this.stamps = stamps;
        this.disk = new Disk(store, run, time, limits.commitEvery());
        this.sender = new Sender(store, disk, run.number(), time, stamps, limits, link);
        this.damage = new Damage(store, time);
        this.inspection = new Inspection(store, time);
        this.lastKey = store.read(Records::lastKey).orElse(run.number() << KEYS_OF_ONE_RUN);
        aboveWhatIsSalvaged();
        this.space = new Space(store, limits, disk, lastKey);
        this.inMemory = new Sweep(disk.inMemory(), limits.thin(), Integer.MAX_VALUE, Levels.of("", 0));
        this.seenDatabases = store.databases();
        stamps.note(); // for the start's own commit
        resume();
    }

    // Where the disk cannot be read at start this is done when it can.
    private void resume() {
        var singles = store.read(Records::singles);
        resumed = singles.isPresent();
        singles.orElse(List.of()).stream()
                .filter(entry -> entry.run != run.number())
                .forEach(sender::add);
    }

    /** Takes a record; it gets its number now and its time stamp as soon as the clock is right. */
    public void add(Draft draft) {
        var entry = entry(draft);
        disk.add(entry);
        sender.add(entry);
        if (disk.unwritten() > Space.MOST_IN_MEMORY && !commit()) makeRoomInMemory();
    }

    private Entry entry(Draft draft) {
        added++;
        var entry = new Entry(
                ++lastKey,
                run.number(),
                draft.kind().numbered() ? ++lastSeq : 0,
                draft.kind(),
                draft.id(),
                draft.at(),
                stamps.boot(),
                sender.marked(draft),
                draft.onAcknowledged());
        if (draft.kind() == Kind.REPLY) entry.stamp(draft.body());
        return entry;
    }

    /** Takes other limits of what is sent: {@code send_every}, {@code max_rate}, {@code format}, which readings the broker keeps. */
    public void limits(OutboxLimits others) {
        sender.limits(others);
    }

    /** Of these outputs alone the broker is to keep a state: none of others is sent to it again. */
    public void onlyStatesOf(Collection<String> outputs) {
        sender.onlyStatesOf(Set.copyOf(outputs));
    }

    /** The link is up: everything unacknowledged may leave on this connection. */
    public void online(long connection) {
        sender.online(connection);
    }

    /** The link is lost. */
    public void offline() {
        sender.offline();
    }

    /** The link carries so many bytes in about a second; history under way stays below. */
    public void carries(int bytes) {
        sender.carries(bytes);
    }

    /** The broker has the message. */
    public void acknowledged(long connection, long handle) {
        for (var entry : sender.acknowledged(connection, handle)) {
            acknowledged++;
            disk.forget(entry);
            entry.onAcknowledged.run();
        }
    }

    /** The broker closes the connection on this message; the rest must go on. */
    public void refused(long connection, long handle, Refusal how) {
        sender.refused(connection, handle, how);
        refusals++;
        if (disk.aside().answersToForget().isEmpty() || commit()) return;
        var lost = disk.aside().answersToForget();
        dropFromMemory(lost);
        // Or their commands would come at every connect.
        lost.forEach(entry -> entry.onAcknowledged.run());
    }

    private void giveUpAnswers() {
        var lost = disk.aside().answersToGiveUp();
        if (!lost.isEmpty()) giveUp(new Space.Loss(lost, database -> {}));
    }

    /** What was refused may be taken now: everything set aside is sent again. */
    public void releaseAll() {
        released(disk.aside().releaseAll());
    }

    /** Gives the disk back what is free, unless it is about to be used. */
    void giveBack() {
        if (!space.evicting()) store.giveBack();
    }

    void releaseOld() {
        released(disk.aside().releaseOld());
    }

    // Told by whether there were any.
    private void released(boolean any) {
        if (!any) return;
        sender.released(store.read(Records::singles).orElse(List.of()));
        refusals++;
    }

    /** Commits what is due, sends what can be sent; when to come again. */
    public Duration run() {
        sender.stampWhatIsReady();
        if (disk.commitDue() || isAnotherDatabase()) commit();
        disk.writeJournal();
        sender.age();
        sender.send();
        return Step.sooner(disk.nextDue(), sender.nextDue());
    }

    /** Behind what is sent, since nothing waits for it: deletes what was acknowledged, reads what is sent next. */
    public Duration clearUp() {
        if (disk.deletionsDue() && commit() && disk.deletionsDue()) return Duration.ZERO;
        if (salvage()) return Duration.ZERO;
        sender.readAhead();
        if (space.evicting() && makeRoom()) return Duration.ZERO;
        if (disk.inTrouble()) return Trouble.RETRY;
        return Step.sooner(inspection.run(), disk.deletionsDue() ? Trouble.RETRY : disk.untilDeletion());
    }

    /** Has the next {@link #run} write what the journal has queued, before anything added since leaves. */
    public void journalBeforeSending() {
        disk.journalSoon();
    }

    /** Writes everything that is not on the disk yet, together with what the journal has queued; false if it failed. */
    public boolean commit() {
        while (disk.tooMuchAtOnce()) {
            makeRoomIfPressing();
            if (!disk.writePart(lastSeq)) break;
        }
        if (!disk.commit(lastSeq)) return false;
        sender.written();
        if (!resumed) resume();
        if (isAnotherDatabase()) writeAgain();
        giveUpAnswers();
        makeRoom();
        makeRoomIfPressing();
        return true;
    }

    // What is chosen and cannot be written would be looked for again and again.
    private boolean makeRoom() {
        return store.mayTryToWrite() && space.makeRoom(this::spared, this::giveUp);
    }

    private boolean spared(long key) {
        return sender.mayArrive(key) || disk.arrived(key);
    }

    private void makeRoomIfPressing() {
        while (space.pressing() && makeRoom())
            ;
    }

    private boolean isAnotherDatabase() {
        return store.databases() != seenDatabases;
    }

    // The database was damaged while it was in use, and a new one begun: what is in memory is on no disk any more.
    private void writeAgain() {
        seenDatabases = store.databases();
        aboveWhatIsSalvaged();
        var lost = sender.records().stream().filter(entry -> !there(entry)).toList();
        store.salvage()
                .ifPresentOrElse(
                        salvage -> salvage.alreadyThere(
                                lost.stream().filter(Entry::onDisk).toList()),
                        () -> add(new Draft(Kind.GAP, "", Gap.UNKNOWN, Moment.now(time))));
        lost.forEach(disk::lost);
        disk.commit(lastSeq);
        disk.count();
    }

    // They keep their keys, and what comes now is younger.
    private void aboveWhatIsSalvaged() {
        lastKey = Math.max(lastKey, store.salvagedKey());
    }

    /** Brings some records of a damaged database into this one; false when there is none, or the disk does not take it. */
    private boolean salvage() {
        var salvage = store.salvage();
        if (salvage.isEmpty() || disk.inTrouble() || isAnotherDatabase()) return false;
        if (salvage.get().finished()) return endSalvage(salvage.get());
        if (!salvage.get().slice(store, sender::hasInMemory, disk::settled)) return false;
        makeRoomIfPressing();
        return true;
    }

    private boolean endSalvage(Salvage salvage) {
        var now = Moment.now(time);
        var announced = salvage.gaps().stream()
                .map(body -> entry(new Draft(Kind.GAP, "", body, now)))
                .toList();
        var told = store.endSalvage(database -> {
            Records.insert(database, announced);
            damage.tell(database, salvage.sentence());
        });
        if (!told) return false;
        Logger.error("{}; what is missing is announced on gap", salvage.sentence());
        announced.forEach(Entry::written);
        announced.forEach(sender::add);
        sender.released(store.read(Records::singles).orElse(List.of()));
        disk.salvaged();
        return true;
    }

    private boolean there(Entry entry) {
        return store.read(database -> Records.has(database, entry.key)).orElse(false);
    }

    // Deleted and announced in one transaction: there is no moment at which records are missing unannounced.
    private boolean giveUp(Space.Loss loss) {
        var change = gaps.announce(loss.records(), gap -> entry(draft(gap)));
        var rows =
                Stream.concat(loss.records().stream(), change.former().stream().filter(Entry::onDisk));
        if (!disk.replace(rows.map(entry -> entry.key).toList(), change.entries(), loss.alongside())) return false;
        sender.forget(loss.records());
        dropped += loss.records().size();
        change.former().stream().filter(gap -> !gap.onDisk()).forEach(disk::forget);
        announced(change);
        return true;
    }

    private void announced(Gaps.Change change) {
        sender.forget(change.former());
        change.entries().forEach(sender::add);
        gaps.made(change);
    }

    // To some way below, so that it is not due again with the next record.
    private void makeRoomInMemory() {
        while (disk.unwritten() > Space.MOST_IN_MEMORY / 10 * 9) {
            var readings = inMemory.readingsCanGo();
            var choice = readings ? inMemory.readings(this::spared) : inMemory.others(this::spared);
            if (choice.isEmpty() && !readings) return;
            if (!choice.isEmpty()) dropFromMemory(choice.lost());
        }
    }

    private void dropFromMemory(List<Entry> lost) {
        sender.forget(lost);
        lost.forEach(disk::forget);
        dropped += lost.size();
        var change = gaps.announce(lost, gap -> entry(draft(gap)));
        change.former().forEach(disk::forget);
        change.entries().forEach(disk::add);
        announced(change);
    }

    private Draft draft(Gap gap) {
        return new Draft(Kind.GAP, "", gap.body(), Moment.now(time));
    }

    /** Writes what is left and, unless the run ends by a fault of its own, how it ended. */
    public void close(Stop stop) {
        while (commit() && disk.moreToDelete())
            ;
        if (!stop.orderly()) return;
        store.write(database -> {
            run.end(database, stop, lastSeq, time.wall());
            LastStop.write(database, time, run.boot());
        });
    }

    /** How many of the records are in memory, on the disk as well or not. */
    int inMemory() {
        return sender.inMemory();
    }

    /** Records since the start. */
    long added() {
        return added;
    }

    /** Grows with everything that changes the figures. */
    long changes() {
        return lastKey + acknowledged + dropped + refusals + (disk.inTrouble() ? 1 : 0);
    }

    /** What only this outbox knows, for a program that reads the file by itself; from the record behind {@code key} on. */
    public Waiting waiting(long key) {
        return disk.waiting(key, Waiting.PAGE);
    }

    /** Figures for {@code health}. */
    public OutboxReport report() {
        return new OutboxReport(
                disk.records(),
                store.bytes(),
                oldest(),
                dropped,
                store.trouble(),
                acknowledged,
                store.commits(),
                disk.aside().records(),
                disk.aside().sentence(),
                damage.sentence());
    }

    private String oldest() {
        if (disk.records() == 0) return "";
        return store.read(database -> Records.after(database, disk.arrivedUpTo(), 1)).orElse(List.of()).stream()
                .filter(entry -> !disk.gone(entry.key))
                .map(Entry::ts)
                .findFirst()
                .orElseGet(sender::oldest);
    }
}
