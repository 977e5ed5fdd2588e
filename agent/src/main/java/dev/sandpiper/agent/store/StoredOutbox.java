package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The file of an outbox, for a command, beside a running agent or without one. Reads only, and a few rows at a time: a
 * long look would keep the agent from folding its write-ahead log.
 */
public final class StoredOutbox implements AutoCloseable {
    private static final int COUNTED_AT_ONCE = 20_000;
    private static final int READ_AT_ONCE = 1_000;
    /** From this version of the schema on rows can be set aside. */
    private static final int WITH_ASIDE = 2;

    private static final String ONE_KIND = "CASE WHEN kind < 4 THEN 0 ELSE kind END";

    private final Path file;
    private final Database database;
    private final boolean unused;
    private final String aside;

    private StoredOutbox(Path file, Database database, boolean unused) throws SQLException {
        this.file = file;
        this.database = database;
        this.unused = unused;
        this.aside = database.version() < WITH_ASIDE ? "0" : "aside IS NOT NULL";
    }

    /** The database is there and cannot be read; the message is a sentence. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        private Unreadable(String sentence) {
            super(sentence);
        }
    }

    /** Opens the outbox in a directory; empty when there never was one. */
    public static Optional<StoredOutbox> in(Path directory) throws Unreadable {
        var file = directory.resolve("outbox.db");
        if (!Files.exists(file)) return Optional.empty();
        var unused = !Files.exists(log(file));
        try {
            return Optional.of(opened(file, unused));
        } catch (SQLException failed) {
            throw unreadable(file, failed);
        }
    }

    /** Counts what is kept in a directory; empty when there never was an outbox. */
    public static Optional<Census> census(Path directory) throws Unreadable {
        var found = in(directory);
        if (found.isEmpty()) return Optional.empty();
        try (var stored = found.get()) {
            return Optional.of(stored.census(KeyRanges.none()));
        }
    }

    private static StoredOutbox opened(Path file, boolean unused) throws SQLException {
        var database = Database.openToRead(file);
        try {
            return new StoredOutbox(file, database, unused);
        } catch (SQLException failed) {
            database.close();
            throw failed;
        }
    }

    /** What the database and its log take on the disk. */
    public long bytes() {
        return size(file) + size(log(file));
    }

    /** Counts the records but for some. */
    public Census census(KeyRanges except) throws Unreadable {
        var census = new Census();
        try {
            for (var at = except.behind(0); at < Long.MAX_VALUE; at = except.behind(at)) {
                var upTo = Math.min(except.upTo(at), nth(COUNTED_AT_ONCE, at));
                count(at, upTo).forEach(census::add);
                at = upTo;
            }
        } catch (SQLException failed) {
            throw unreadable(file, failed);
        }
        return sure(census);
    }

    /** The key of the {@code n}th row behind a key. */
    private long nth(int n, long key) throws SQLException {
        var found = database.number("SELECT key FROM kept WHERE key > ? ORDER BY key LIMIT 1 OFFSET ?", key, n - 1);
        return found == 0 ? Long.MAX_VALUE : found;
    }

    // With min() alone the other columns are those of the row that has it: that is how SQLite defines it.
    private List<Census.Count> count(long after, long upTo) throws SQLException {
        return database.rows(
                row -> new Census.Count(
                        new Census.Of(row.getLong("run"), Records.kind(row.getInt("one_kind")), row.getString("id")),
                        row.getLong("records"),
                        row.getLong("bytes"),
                        row.getLong("aside"),
                        row.getLong("first"),
                        Records.entry(row).ts()),
                """
                SELECT key, run, seq, kind, id, text, boot, nanos, wall, min(key) AS first, %s AS one_kind,
                  count(*) AS records, sum(%s) AS bytes, sum(%s) AS aside
                FROM kept WHERE key > ? AND key <= ? GROUP BY run, one_kind, id""".formatted(ONE_KIND, Compact.LENGTH, aside),
                after,
                upTo);
    }

    /** Takes one record; an exception ends the reading. */
    @FunctionalInterface
    public interface Taker {
        void take(Kept record) throws IOException;
    }

    /** Passes on each record but for some, by key, oldest first. */
    public void each(KeyRanges except, Taker taker) throws Unreadable, IOException {
        var at = 0L;
        for (var slice = read(at); !slice.isEmpty(); slice = read(at)) {
            for (var record : slice) if (!except.has(record.key())) taker.take(record);
            at = slice.getLast().key();
        }
        sure(at);
    }

    private List<Kept> read(long after) throws Unreadable {
        try {
            return database.rows(
                    row -> Kept.of(Records.entry(row), row.getBoolean("is_aside")),
                    Records.COLUMNS.replace(" FROM", ", " + aside + " AS is_aside FROM")
                            + "WHERE key > ? ORDER BY key LIMIT ?",
                    after,
                    READ_AT_ONCE);
        } catch (SQLException failed) {
            throw unreadable(file, failed);
        }
    }

    // What nobody has open is read without locks: somebody who began meanwhile may have changed it under our eyes.
    private <T> T sure(T found) throws Unreadable {
        if (unused && Files.exists(log(file)))
            throw new Unreadable("an agent began to use %s meanwhile; ask again".formatted(file));
        return found;
    }

    private static Unreadable unreadable(Path file, SQLException failed) {
        var reason = failed.getMessage().replaceFirst("^\\[SQLITE_\\w+]\\s*", "");
        return new Unreadable("the outbox %s cannot be read: %s".formatted(file, reason));
    }

    private static Path log(Path file) {
        return file.resolveSibling(file.getFileName() + "-wal");
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    @Override
    public void close() {
        try {
            database.close();
        } catch (SQLException harmless) {
            // Nothing was written.
        }
    }
}
