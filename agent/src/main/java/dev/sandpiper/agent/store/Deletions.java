package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Rows that the broker has and that are still there. Held as stretches of keys: while the disk cannot be written a whole
 * backlog may leave, and neighbours cost nothing.
 */
final class Deletions {
    private static final int WORTH_A_COMMIT = 2_000;
    /** In one transaction, so that a command waits for no more than that. */
    private static final int AT_ONCE = 5_000;

    private static final Duration WAIT = Duration.ofMinutes(10);

    private final Time time;
    private final KeyRanges rows = KeyRanges.none();
    private long by;

    /** Records up to this key were in a commit that failed, and may be on the disk all the same. */
    private long attempted;

    /** Acknowledged among those. */
    private KeyRanges doubtful = KeyRanges.none();

    /** Acknowledged while a damaged database is looked through, where they may be found again. */
    private KeyRanges settled = KeyRanges.none();

    Deletions(Time time) {
        this.time = time;
    }

    void add(Entry entry) {
        if (!entry.onDisk() && entry.key <= attempted) doubtful.add(entry.key);
        if (!entry.onDisk()) return;
        if (rows.isEmpty()) by = time.in(WAIT);
        rows.add(entry.key);
    }

    /** Whether its row is known to be there. */
    boolean has(long key) {
        return rows.has(key);
    }

    /** Whether it has no row to be sent, though there may be one. */
    boolean gone(long key) {
        return rows.has(key) || doubtful.has(key);
    }

    /** Whether a record of a damaged database was acknowledged since. */
    boolean settled(long key) {
        return settled.has(key) || rows.has(key);
    }

    /** What is deleted now may be found again. */
    void settle(KeyRanges part) {
        settled.add(part);
    }

    /** What could be found of it was. */
    void salvaged() {
        settled = KeyRanges.none();
    }

    /** Records up to this key were in a commit that failed. */
    void attempted(long key) {
        attempted = Math.max(attempted, key);
    }

    KeyRanges rows() {
        return rows;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    boolean due() {
        return rows.keys() >= WORTH_A_COMMIT || (!isEmpty() && time.nanos() - by >= 0);
    }

    Duration untilDue() {
        return isEmpty() ? Duration.ofHours(1) : time.until(by);
    }

    /** The oldest, as many as go in one transaction. */
    KeyRanges part() {
        return rows.first(AT_ONCE);
    }

    /** Deletes a part, and whatever may be there of commits that failed. */
    void write(Database database, KeyRanges part) throws SQLException {
        Records.delete(database, part);
        Records.delete(database, doubtful);
    }

    /** The transaction with this part is on the disk. */
    void written(KeyRanges part) {
        rows.removeFirst(part);
        doubtful = KeyRanges.none();
        attempted = 0;
    }
}
