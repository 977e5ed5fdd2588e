package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Moment;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The table {@code kept}: records on the disk. */
final class Records {
    private static final Kind[] KINDS = Kind.values();
    static final String COLUMNS = "SELECT key, run, seq, kind, id, text, boot, nanos, wall FROM kept ";

    /** When it was does not matter any more. */
    private static final Moment STAMPED = new Moment(0, Instant.EPOCH);

    private Records() {}

    /**
     * Writes records. Some may be there already, and be another version of what they are now: a commit that failed only
     * when it was synchronised is found in the log again.
     */
    static void insert(Database database, Collection<Entry> entries) throws SQLException {
        var inserted = 0;
        for (var entry : entries)
            if (insert(database, entry)) inserted++;
            else rewrite(database, entry);
        counted(database, inserted);
    }

    private static boolean insert(Database database, Entry entry) throws SQLException {
        var waits = !entry.stamped();
        return database.run(
                        "INSERT OR IGNORE INTO kept (key, run, seq, kind, id, text, boot, nanos, wall) VALUES (?,?,?,?,?,?,?,?,?)",
                        entry.key,
                        entry.run,
                        entry.seq,
                        entry.kind.ordinal(),
                        entry.id,
                        compact(entry),
                        waits ? entry.boot : null,
                        waits ? entry.at.nanos() : null,
                        waits ? entry.at.wall().toEpochMilli() : null)
                > 0;
    }

    private static Object compact(Entry entry) {
        return Compact.of(entry.text(), entry.run, entry.seq);
    }

    // Only its stamp can have changed meanwhile.
    private static void rewrite(Database database, Entry entry) throws SQLException {
        if (entry.stamped()) stamp(database, List.of(entry));
    }

    /** Inserts a record of a damaged database under its old key, unless it is there; false when another one is. */
    static boolean salvage(Database database, Found found) throws SQLException {
        var entry = found.entry();
        if (has(database, entry.key)) return isTheSame(database, entry);
        insert(database, List.of(entry));
        if (found.aside() != null) database.run("UPDATE kept SET aside = ? WHERE key = ?", found.aside(), entry.key);
        return true;
    }

    // A stamp once sent never changes: of two versions of a row the one that has it counts.
    private static boolean isTheSame(Database database, Entry entry) throws SQLException {
        var there = after(database, entry.key - 1, 1).getFirst();
        if (there.run != entry.run || there.seq != entry.seq || there.kind != entry.kind) return false;
        if (entry.stamped() && !there.stamped()) stamp(database, List.of(entry));
        return true;
    }

    // In the transaction that changes the rows: to count them takes a minute of a card when there are a million.
    private static void counted(Database database, long more) throws SQLException {
        if (more != 0) database.run("UPDATE progress SET records = records + ?", more);
    }

    /** Writes the stamps of entries that are on the disk without. */
    static void stamp(Database database, Collection<Entry> entries) throws SQLException {
        for (var entry : entries)
            database.run(
                    "UPDATE kept SET text = ?, boot = NULL, nanos = NULL, wall = NULL WHERE key = ?",
                    compact(entry),
                    entry.key);
    }

    static void setAside(Database database, Collection<Long> keys, Instant now) throws SQLException {
        for (var key : keys) database.run("UPDATE kept SET aside = ? WHERE key = ?", now.toEpochMilli(), key);
    }

    /** Answers that are set aside, but for the newest so many. */
    static List<Entry> answersAside(Database database, int newer) throws SQLException {
        return database.rows(
                Records::entry,
                COLUMNS
                        + "INDEXED BY set_aside WHERE aside IS NOT NULL AND kind = ? ORDER BY key DESC LIMIT -1 OFFSET ?",
                Kind.REPLY.ordinal(),
                newer);
    }

    static long countAnswersAside(Database database) throws SQLException {
        return database.number(
                "SELECT count(*) FROM kept INDEXED BY set_aside WHERE aside IS NOT NULL AND kind = ?",
                Kind.REPLY.ordinal());
    }

    private static final String OUTSIDE = " WHERE aside IS NOT NULL AND (aside <= ? OR aside > ?)";

    /** Whether anything was set aside up to {@code until}, or after {@code now}, by a clock that was wrong. */
    static boolean asideOutside(Database database, Instant until, Instant now) throws SQLException {
        return database.number(
                        "SELECT count(*) FROM kept INDEXED BY set_aside" + OUTSIDE,
                        until.toEpochMilli(),
                        now.toEpochMilli())
                > 0;
    }

    static void releaseOutside(Database database, Instant until, Instant now) throws SQLException {
        database.run(
                "UPDATE kept INDEXED BY set_aside SET aside = NULL" + OUTSIDE,
                until.toEpochMilli(),
                now.toEpochMilli());
    }

    static long countAside(Database database) throws SQLException {
        return database.number("SELECT count(*) FROM kept INDEXED BY set_aside WHERE aside IS NOT NULL");
    }

    static List<Entry> firstAside(Database database) throws SQLException {
        return database.rows(
                Records::entry,
                COLUMNS + "WHERE key = (SELECT min(key) FROM kept INDEXED BY set_aside WHERE aside IS NOT NULL)");
    }

    // Stretches go at once: a drained backlog is little else.
    static void delete(Database database, KeyRanges keys) throws SQLException {
        var deleted = 0;
        for (var stretch : keys.stretches().entrySet())
            deleted += database.run("DELETE FROM kept WHERE key BETWEEN ? AND ?", stretch.getKey(), stretch.getValue());
        counted(database, -deleted);
    }

    /**
     * Writes the rows from one key to another anew. Where every second row is gone each page is half empty, and none is
     * free; what was deleted brings room only when the rest moves together.
     */
    static void pack(Database database, long first, long last) throws SQLException {
        database.run("CREATE TEMP TABLE IF NOT EXISTS packed AS SELECT * FROM kept WHERE 0");
        database.run("INSERT INTO packed SELECT * FROM kept WHERE key BETWEEN ? AND ? ORDER BY key", first, last);
        database.run("DELETE FROM kept WHERE key BETWEEN ? AND ?", first, last);
        database.run("INSERT INTO kept SELECT * FROM packed ORDER BY rowid");
        database.run("DELETE FROM packed");
    }

    /** The oldest behind {@code key}. */
    static List<Entry> after(Database database, long key, int most) throws SQLException {
        return database.rows(Records::entry, COLUMNS + "WHERE key > ? ORDER BY key LIMIT ?", key, most);
    }

    /** The oldest behind {@code key} that can go into history messages, but for those set aside. */
    static List<Entry> sendableAfter(Database database, long key, int most) throws SQLException {
        return database.rows(
                Records::entry,
                COLUMNS + "WHERE key > ? AND kind < ? AND aside IS NULL ORDER BY key LIMIT ?",
                key,
                Kind.REPLY.ordinal(),
                most);
    }

    /** The oldest numbered ones behind one key, up to another, whatever keeps them. */
    static List<Entry> numberedBetween(Database database, long after, long upTo, int most) throws SQLException {
        return database.rows(
                Records::entry,
                COLUMNS + "WHERE key > ? AND key <= ? AND kind < ? ORDER BY key LIMIT ?",
                after,
                upTo,
                Kind.REPLY.ordinal(),
                most);
    }

    /** Replies and gaps, which leave one by one whatever their age, but for those set aside. */
    static List<Entry> singles(Database database) throws SQLException {
        return database.rows(
                Records::entry,
                COLUMNS + "INDEXED BY single WHERE kind >= 4 AND aside IS NULL ORDER BY key LIMIT 10000");
    }

    static long firstKey(Database database) throws SQLException {
        return database.number("SELECT min(key) FROM kept");
    }

    static long lastKey(Database database) throws SQLException {
        return database.number("SELECT max(key) FROM kept");
    }

    static boolean has(Database database, long key) throws SQLException {
        return database.number("SELECT count(*) FROM kept WHERE key = ?", key) > 0;
    }

    static long count(Database database) throws SQLException {
        return database.number("SELECT records FROM progress");
    }

    static Kind kind(int ordinal) {
        return KINDS[ordinal];
    }

    // By number: asked by name, each of ten thousands of columns would be looked up.
    static Entry entry(ResultSet row) throws SQLException {
        var boot = row.getString(7);
        var kind = row.getInt(4);
        if (kind < 0 || kind >= KINDS.length || row.getString(5) == null)
            throw Database.damaged("a record that cannot be one");
        return Entry.stored(
                row.getLong(1),
                row.getLong(2),
                row.getLong(3),
                kind(kind),
                row.getString(5),
                boot == null ? STAMPED : new Moment(row.getLong(8), Instant.ofEpochMilli(row.getLong(9))),
                boot == null ? "" : boot,
                text(row),
                boot == null);
    }

    private static String text(ResultSet row) throws SQLException {
        var text = row.getObject(6);
        if (text == null) throw Database.damaged("a record that cannot be one");
        try {
            return Compact.text(text, row.getLong(2), row.getLong(3));
        } catch (IllegalArgumentException garbled) {
            throw Database.damaged("a record that cannot be one: " + garbled.getMessage());
        }
    }
}
