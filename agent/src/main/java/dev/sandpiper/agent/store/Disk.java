package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * The outbox's side towards the card: what has to be written, rewritten or deleted, and when. What is acknowledged
 * before its commit is due never gets there.
 */
final class Disk implements Shelf {
    private static final int QUEUED_AT_ONCE = 100;
    private static final int ROWS_AT_ONCE = 10_000;
    /** Stretches of keys, a hundred bytes each, and records that were refused. */
    private static final int MOST_UNTOLD = 10_000;

    /** What a row takes beside its text. */
    private static final int ROW = 64;

    private final Store store;
    private final Run run;
    private final Time time;
    private final Duration commitEvery;

    private final TreeMap<Long, Entry> unwritten = new TreeMap<>();
    /** Stamped since they were written. */
    private final Set<Entry> restamped = new LinkedHashSet<>();

    private final Deletions deletions;
    private boolean commitNow;
    private boolean journalNow;
    private long rows;
    private final Aside aside;

    Disk(Store store, Run run, Time time, Duration commitEvery) {
        this.store = store;
        this.run = run;
        this.time = time;
        this.commitEvery = commitEvery;
        this.deletions = new Deletions(time);
        this.rows = store.read(Records::count).orElse(0L);
        this.aside = new Aside(store, time);
    }

    /** A new record, to be written unless it is acknowledged in time. */
    void add(Entry entry) {
        unwritten.put(entry.key, entry);
    }

    /** A record that need not be kept any longer. */
    void forget(Entry entry) {
        unwritten.remove(entry.key);
        aside.forget(entry.key);
        deletions.add(entry);
    }

    /** Whether memory has room for what is read: of all that then leaves, something is kept until it can be written. */
    boolean mayBeRead() {
        return deletions.rows().stretches().size() + aside.unmarked() <= MOST_UNTOLD;
    }

    /** Whether rows are left to be deleted that the broker has. */
    boolean moreToDelete() {
        return !deletions.isEmpty();
    }

    /** A record that is kept and not sent. */
    void setAside(Entry entry) {
        aside.add(entry);
    }

    Aside aside() {
        return aside;
    }

    /** A record that got its time stamp now. */
    void stamped(Entry entry) {
        if (entry.onDisk()) restamped.add(entry);
    }

    /** A stamp once sent never changes, not even by a crash: to be called before anything leaves, and heeded. */
    void writeStamps() {
        if (restamped.isEmpty()) return;
        if (store.write(database -> Records.stamp(database, restamped))) restamped.clear();
    }

    /** Whether the record may leave: its stamp is on the disk, if the record is. */
    boolean mayLeave(Entry entry) {
        return !restamped.contains(entry);
    }

    /** Whether the row is not to be sent, though still there: acknowledged, or set aside. */
    boolean gone(long key) {
        return deletions.gone(key) || aside.has(key);
    }

    /** Whether it is acknowledged, though its row is still there. */
    boolean arrived(long key) {
        return deletions.has(key);
    }

    /** All rows up to this key are acknowledged. */
    long arrivedUpTo() {
        return deletions.rows().behind(oldest() - 1);
    }

    /** Whether a record of a damaged database was acknowledged since. */
    boolean settled(long key) {
        return deletions.settled(key);
    }

    /** What could be read of the damaged database is in this one. */
    void salvaged() {
        deletions.salvaged();
        count();
    }

    void commitSoon() {
        commitNow = true;
    }

    void journalSoon() {
        journalNow = true;
    }

    /** Writes what the journal has queued, if that is to be on the disk now; records go on waiting. */
    void writeJournal() {
        if (journalNow && !inTrouble()) store.write(database -> {});
        journalNow = false;
    }

    /** How many records are only in memory. */
    int unwritten() {
        return unwritten.size();
    }

    /** The records that are only in memory. */
    Shelf inMemory() {
        return new InMemory(unwritten);
    }

    /** What another program cannot see in the file: records behind {@code key} that are not there, and rows of no use. */
    Waiting waiting(long key, int most) {
        var behind = unwritten.tailMap(key, false).values().stream().limit(most);
        return new Waiting(
                behind.map(entry -> Kept.of(entry, aside.has(entry.key))).toList(),
                KeyRanges.none().add(deletions.rows()));
    }

    /** A record that is on the disk no longer. */
    void lost(Entry entry) {
        entry.lost();
        unwritten.put(entry.key, entry);
    }

    boolean commitDue() {
        return commitNow
                || inTrouble()
                || oldestUnwritten().compareTo(commitEvery) >= 0
                || aside.oldestUnmarked().compareTo(commitEvery) >= 0;
    }

    /** Whether what may be written late has waited long enough. */
    boolean deletionsDue() {
        return deletions.due() || store.queued() >= QUEUED_AT_ONCE;
    }

    // Only a commit shows that the disk works again; the store bounds how often one is really tried.
    boolean inTrouble() {
        return store.trouble().isPresent();
    }

    private Duration oldestUnwritten() {
        return unwritten.isEmpty()
                ? Duration.ofSeconds(-1)
                : time.since(unwritten.firstEntry().getValue().at.nanos());
    }

    /** Writes all that is due or not, in one transaction with what the journal has queued; false when it failed. */
    boolean commit(long lastSeq) {
        var recovers = inTrouble();
        if (nothingToWrite() && !recovers) return true;
        var arrived = deletions.part();
        var written = store.write(database -> {
            run.note(database, lastSeq);
            deletions.write(database, arrived);
            Records.insert(database, unwritten.values());
            aside.mark(database);
        });
        if (!written) return failed();
        rows += unwritten.size() - arrived.keys();
        unwritten.values().forEach(Entry::written);
        unwritten.clear();
        if (store.salvage().isPresent()) deletions.settle(arrived);
        deletions.written(arrived);
        commitNow = false;
        journalNow = false;
        if (recovers || !aside.isEmpty()) count();
        aside.marked();
        return true;
    }

    // What failed only when it was synchronised is found in the log by whoever opens it next.
    private boolean failed() {
        if (!unwritten.isEmpty()) deletions.attempted(unwritten.lastKey());
        return false;
    }

    /** Whether one transaction for everything would be larger than the log may become. */
    boolean tooMuchAtOnce() {
        return unwritten.size() > 1 && partSize(unwritten.values()) < unwritten.size();
    }

    private int partSize(Collection<Entry> entries) {
        var left = (long) store.division().atOnce();
        var size = 0;
        for (var entry : entries) {
            left -= entry.size() + ROW;
            if (left < 0 && size > 0) return size;
            size++;
        }
        return size;
    }

    /** Writes the oldest numbered records; what belongs together with a command's journal waits for {@link #commit}. */
    boolean writePart(long lastSeq) {
        var numbered = unwritten.values().stream()
                .filter(entry -> entry.kind.numbered())
                .limit(ROWS_AT_ONCE)
                .toList();
        var part = numbered.subList(0, partSize(numbered));
        if (part.isEmpty()) return false;
        var written = store.writeAlone(database -> {
            run.reached(database, lastSeq);
            Records.insert(database, part);
        });
        if (!written) return failed();
        rows += part.size();
        part.forEach(Entry::written);
        part.forEach(entry -> unwritten.remove(entry.key));
        return true;
    }

    private boolean nothingToWrite() {
        return unwritten.isEmpty() && deletions.isEmpty() && aside.isEmpty() && store.queued() == 0;
    }

    /** Counts what is there: perhaps another file than before, or one that could not be counted at start. */
    void count() {
        rows = store.read(Records::count).orElse(rows);
        aside.count();
    }

    /** Deletes rows for ever and writes, in the same transaction, the gaps that announce it; false when it failed. */
    boolean replace(Collection<Long> lost, List<Entry> gaps, Database.Work alongside) {
        var written = store.write(database -> {
            Records.delete(database, KeyRanges.of(lost));
            alongside.in(database);
            Records.insert(database, gaps);
        });
        if (!written) return false;
        rows += gaps.size() - lost.size();
        gaps.forEach(Entry::written);
        if (aside.records() > 0) aside.count();
        return true;
    }

    /** How many rows are to be sent of which nothing is in memory. */
    long rowsBeside(Collection<Entry> held) {
        return rows
                - deletions.rows().keys()
                - aside.records()
                - held.stream().filter(Entry::onDisk).count();
    }

    Duration nextDue() {
        if (inTrouble()) return Trouble.RETRY;
        var due = unwritten.isEmpty() ? Duration.ofHours(1) : commitEvery.minus(oldestUnwritten());
        if (!aside.isEmpty()) due = Step.sooner(due, commitEvery.minus(aside.oldestUnmarked()));
        return due;
    }

    Duration untilDeletion() {
        return deletions.untilDue();
    }

    /** How many records are kept, in memory only or on the disk. */
    @Override
    public long records() {
        return rows - deletions.rows().keys() + unwritten.size();
    }

    @Override
    public long oldest() {
        return store.read(Records::firstKey).orElse(0L);
    }

    // A gap may stand there behind records that are yet to be written: those have their turn when they are there.
    @Override
    public long newest() {
        var last = store.read(Records::lastKey).orElse(0L);
        return unwritten.values().stream()
                .filter(entry -> entry.kind.numbered())
                .findFirst()
                .map(entry -> entry.key - 1)
                .filter(before -> before >= oldest())
                .map(before -> Math.min(last, before))
                .orElse(last);
    }

    @Override
    public List<Entry> between(long after, long upTo, int most) {
        return store.read(database -> Records.numberedBetween(database, after, upTo, most))
                .orElse(List.of());
    }
}
