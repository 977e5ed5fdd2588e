package dev.sandpiper.agent.store;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.tinylog.Logger;

/**
 * One SQLite file in write-ahead mode. Each commit is synchronised, as with {@code synchronous=FULL}, but by
 * {@link LogFile}: without, a power cut lost every row that was not checkpointed in our trials.
 */
final class Database implements AutoCloseable {
    /** SQLITE_CORRUPT. */
    static final int CORRUPT = 11;

    /** A commit writes each page that it touches, and twenty records touch five of the small ones. */
    private static final int PAGE = 1024;

    private static final int BUSY_MILLIS = 2000;
    /** 256 KiB: less is soon used again. */
    private static final int FEWEST_GIVEN_BACK = 256;
    /** 16 MiB. */
    private static final int MOST_GIVEN_BACK = 16384;
    /** 256 KiB: what the log of the smallest outbox takes. */
    private static final int PAGES_WRITTEN_ANEW = 256;
    /** 4 MiB: takes a card a fifth of a second. A larger file is looked through little by little. */
    private static final int BYTES_CHECKED_AT_ONCE = 4 << 20;

    private static final List<String> SMALL_TABLES = List.of("sqlite_schema", "run", "progress", "note");

    private static final List<String> FIRST = List.of(
            """
            CREATE TABLE run (run INTEGER PRIMARY KEY, boot TEXT NOT NULL, started INTEGER NOT NULL,
              ended INTEGER, stop TEXT, last_seq INTEGER NOT NULL DEFAULT 0)""",
            """
            CREATE TABLE kept (key INTEGER PRIMARY KEY, run INTEGER NOT NULL, seq INTEGER NOT NULL,
              kind INTEGER NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL, boot TEXT, nanos INTEGER, wall INTEGER)""",
            """
            CREATE TABLE command (number INTEGER PRIMARY KEY, name TEXT NOT NULL, id TEXT, content TEXT NOT NULL,
              received INTEGER NOT NULL, reply TEXT)""",
            "CREATE UNIQUE INDEX command_id ON command (name, id) WHERE id IS NOT NULL",
            "CREATE TABLE refused_retained (name TEXT PRIMARY KEY, content TEXT NOT NULL) WITHOUT ROWID");

    private static final List<String> SECOND = List.of(
            "ALTER TABLE kept ADD COLUMN aside INTEGER",
            "CREATE TABLE note (name TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID");

    // So that a start reads a few pages however many records there are. The indexes hold exceptions only, and progress
    // is
    // written with each commit in place of a row of run: an ordinary record costs no page more.
    private static final List<String> THIRD = List.of(
            """
            CREATE TABLE progress (one INTEGER PRIMARY KEY CHECK (one = 1), run INTEGER NOT NULL,
              last_seq INTEGER NOT NULL, records INTEGER NOT NULL)""",
            """
            INSERT INTO progress SELECT 1, ifnull(max(run), 0),
              ifnull((SELECT last_seq FROM run ORDER BY run DESC LIMIT 1), 0), (SELECT count(*) FROM kept) FROM run""",
            "CREATE INDEX single ON kept (key) WHERE kind >= 4",
            "CREATE INDEX set_aside ON kept (aside) WHERE aside IS NOT NULL",
            "CREATE INDEX unanswered ON command (number) WHERE reply IS NULL");

    // From here on what Compact makes may stand in kept.text.
    private static final List<String> FOURTH = List.of();

    /** What each version of the schema changed; a released one stays as it is, the next change is another version. */
    private static final List<List<String>> VERSIONS = List.of(FIRST, SECOND, THIRD, FOURTH);

    static final int SCHEMA = VERSIONS.size();

    private final Connection connection;
    private Optional<LogFile> log = Optional.empty();
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private boolean checkedWhole;

    private Database(Connection connection) {
        this.connection = connection;
    }

    /**
     * Opens the file, creating it or checking its schema.
     *
     * @param logBytes at which the write-ahead log is folded back into the file
     */
    static Database open(Path file, long logBytes) throws SQLException {
        NativeLibrary.load();
        var config = new SQLiteConfig();
        config.setSynchronous(SQLiteConfig.SynchronousMode.NORMAL);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setJournalSizeLimit((int) logBytes);
        config.setCacheSize(-1024);
        config.setBusyTimeout(BUSY_MILLIS);
        config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        // Nobody asks, and each INSERT and DELETE would be followed by a query for them.
        config.setGetGeneratedKeys(false);
        var before = LogFile.beside(file).toFile().length();
        var database = new Database(config.createConnection("jdbc:sqlite:" + file));
        try {
            // In this order: a file in write-ahead mode keeps the size of its pages.
            database.run("PRAGMA page_size = " + PAGE);
            database.texts("PRAGMA journal_mode = WAL");
            database.foldAt(logBytes);
            database.prepare(before);
            database.makeShrinkable();
            if (before > 0) database.writeLogAnew();
            database.log = Optional.of(LogFile.of(file));
            return database;
        } catch (SQLException | RuntimeException failed) {
            database.close();
            throw failed;
        }
    }

    /**
     * Opens a file that somebody else wrote, to read from it only. Without a write-ahead log nobody has it open: then it
     * is read as it is and no file is made beside it, which would need the right to.
     */
    static Database openToRead(Path file) throws SQLException {
        NativeLibrary.load();
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setTempStore(SQLiteConfig.TempStore.MEMORY);
        config.setBusyTimeout(2000);
        var how = Files.exists(LogFile.beside(file)) ? "" : "?immutable=1";
        return new Database(config.createConnection("jdbc:sqlite:" + file.toUri() + how));
    }

    /** Opens the outbox's own file where it cannot be opened to write. */
    static Database openOwnToRead(Path file) throws SQLException {
        var database = openToRead(file);
        try {
            if (database.version() != SCHEMA) throw new SQLException("it was written by another sandpiper");
            return database;
        } catch (SQLException failed) {
            database.close();
            throw failed;
        }
    }

    // Well below the limit: a log that passes it is cut off, and to let it grow anew costs the card more than to write
    // over it.
    private void foldAt(long logBytes) throws SQLException {
        texts("PRAGMA wal_autocheckpoint = " + logBytes * 7 / 8 / number("PRAGMA page_size"));
    }

    // SQLite takes a file that was cut to nothing for a new one, and forgets the log beside it.
    private void prepare(long logBytesBefore) throws SQLException {
        var version = version();
        if (version > SCHEMA) throw new SQLException("it was written by a newer sandpiper (schema " + version + ")");
        if (version == 0 && logBytesBefore > 0) throw damaged("it has no tables");
        if (version < SCHEMA) upgrade((int) version);
        checkedWhole = number("PRAGMA page_count") * number("PRAGMA page_size") <= BYTES_CHECKED_AT_ONCE;
        if (checkedWhole) check("PRAGMA quick_check(1)");
        else for (var table : SMALL_TABLES) check("PRAGMA quick_check(" + table + ")");
    }

    /** Whether all of it was looked at when it was opened. */
    boolean checkedWhole() {
        return checkedWhole;
    }

    // Only an empty file takes the setting as it is, any other is written anew for it: while it is small.
    private void makeShrinkable() {
        try {
            var used = number("PRAGMA page_count") - number("PRAGMA freelist_count");
            if (number("PRAGMA auto_vacuum") != 0 || used > PAGES_WRITTEN_ANEW) return;
            atOnce("PRAGMA auto_vacuum = INCREMENTAL");
            atOnce("VACUUM");
        } catch (SQLException notNow) {
            Logger.debug("the outbox stays as large as it was: {}", notNow.getMessage());
        }
    }

    // What could not be synchronised counts as such to the kernel from then on. What stands behind it in the log would
    // be
    // lost with it.
    private void writeLogAnew() {
        try {
            foldLogAtOnce();
        } catch (SQLException notNow) {
            Logger.debug("the outbox's log stays as it was: {}", notNow.getMessage());
        }
    }

    /** Makes what would take more than this fail as on a full disk. */
    void limitTo(long bytes) throws SQLException {
        number("PRAGMA max_page_count = " + bytes / number("PRAGMA page_size"));
    }

    /** Shortens a file of which little is used; false when that is not worth a write. */
    boolean giveBack() throws SQLException {
        var free = number("PRAGMA freelist_count");
        if (free < FEWEST_GIVEN_BACK || free < number("PRAGMA page_count") / 2) return false;
        atOnce("PRAGMA incremental_vacuum(%d)".formatted(Math.max(MOST_GIVEN_BACK, free / 4)));
        return true;
    }

    // To its end, also where each page is a row without columns, and leaving no statement open.
    private void atOnce(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Moves the log into the file. */
    void foldLog() throws SQLException {
        texts("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /** Moves the log into the file without waiting for those who read; false when they keep it. */
    boolean foldLogAtOnce() throws SQLException {
        number("PRAGMA busy_timeout = 0");
        var kept = number("PRAGMA wal_checkpoint(TRUNCATE)");
        number("PRAGMA busy_timeout = " + BUSY_MILLIS);
        return kept == 0;
    }

    private void check(String pragma) throws SQLException {
        var check = texts(pragma);
        if (!check.equals(List.of("ok"))) throw damaged(String.join(", ", check));
    }

    static SQLException damaged(String how) {
        return new SQLException("the file is damaged: " + how, "", CORRUPT);
    }

    long version() throws SQLException {
        return number("PRAGMA user_version");
    }

    private void upgrade(int from) throws SQLException {
        transaction(db -> {
            for (var version : VERSIONS.subList(from, SCHEMA)) for (var change : version) db.run(change);
            db.run("PRAGMA user_version = " + SCHEMA);
        });
    }

    /** Statements that are written together or not at all. */
    @FunctionalInterface
    interface Work {
        void in(Database database) throws SQLException;
    }

    /** Commits; when this returns, the work is on the disk. */
    void transaction(Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.in(this);
            connection.commit();
            if (log.isPresent()) log.get().synchronise();
        } catch (SQLException | RuntimeException failed) {
            rollback(failed);
            throw failed;
        }
        connection.setAutoCommit(true);
    }

    // A full disk makes SQLite roll back by itself: what then fails here must not hide why, and reading must not begin
    // a
    // transaction that nobody ends.
    private void rollback(Exception because) {
        hideNot(because, connection::rollback);
        hideNot(because, () -> connection.setAutoCommit(true));
    }

    private interface Call {
        void run() throws SQLException;
    }

    private static void hideNot(Exception because, Call call) {
        try {
            call.run();
        } catch (SQLException alsoFailed) {
            because.addSuppressed(alsoFailed);
        }
    }

    /** Runs one statement with its parameters; how many rows it changed. */
    int run(String sql, Object... parameters) throws SQLException {
        var statement = prepared(sql, parameters);
        statement.execute();
        return Math.max(0, statement.getUpdateCount());
    }

    /** Makes one value of a row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    <T> List<T> rows(Row<T> row, String sql, Object... parameters) throws SQLException {
        try (var result = prepared(sql, parameters).executeQuery()) {
            var all = new ArrayList<T>();
            while (result.next()) all.add(row.of(result));
            return all;
        }
    }

    List<String> texts(String sql, Object... parameters) throws SQLException {
        return rows(row -> row.getString(1), sql, parameters);
    }

    /** The first column of the first row; 0 when there is none or it is NULL. */
    long number(String sql, Object... parameters) throws SQLException {
        var numbers = rows(row -> row.getLong(1), sql, parameters);
        return numbers.isEmpty() ? 0 : numbers.getFirst();
    }

    private PreparedStatement prepared(String sql, Object... parameters) throws SQLException {
        var statement = statements.get(sql);
        if (statement == null) statements.put(sql, statement = connection.prepareStatement(sql));
        for (var i = 0; i < parameters.length; i++) statement.setObject(i + 1, parameters[i]);
        return statement;
    }

    /** Writes all there is into a new file, also when this one has no name any more. */
    void copyTo(Path copy) throws SQLException {
        // It does not run beside others, and those that tell something are not at their end.
        for (var statement : statements.values()) statement.close();
        statements.clear();
        run("VACUUM INTO ?", copy.toString());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        if (log.isPresent()) log.get().close();
    }
}
