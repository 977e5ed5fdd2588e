package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Looks through a database that was too large to be checked whole when it was opened: a little at a time, while nothing
 * else is to be done, once. It reads only; what it finds is damage as any other.
 */
final class Inspection {
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration NEVER = Duration.ofHours(1);

    /** Some two hundred records. */
    private static final int BYTES_AT_ONCE = 32 * 1024;

    private static final int FIRST = 20;
    private static final int MOST = 500;
    /** For each a page of its own may have to be read from the index. */
    private static final int COMMANDS_AT_ONCE = 10;

    // The highest text is asked for so that SQLite has to read all of each.
    private static final String RECORDS = """
            SELECT max(key), count(*), sum(length(text)), max(text),
              total(kind NOT BETWEEN 0 AND 5 OR typeof(id) <> 'text' OR typeof(text) NOT IN ('text', 'blob'))
            FROM (SELECT key, kind, id, text FROM kept WHERE key > ? ORDER BY key LIMIT ?)""";

    // One that its index does not know would be carried out again.
    private static final String COMMANDS = """
            SELECT max(number), count(*), sum(length(content)), max(reply), total(unknown)
            FROM (SELECT number, content, reply, id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM command AS same INDEXED BY command_id WHERE same.name = one.name AND same.id = one.id
              ) AS unknown FROM command AS one WHERE number > ? ORDER BY number LIMIT ?)""";

    private final Store store;
    private final Time time;
    private int database;
    private long nextAt;
    private long record;
    private long command;
    private int most = FIRST;
    private Stage stage = Stage.DONE;

    private enum Stage {
        RECORDS,
        COMMANDS,
        DONE
    }

    Inspection(Store store, Time time) {
        this.store = store;
        this.time = time;
        this.nextAt = time.nanos();
    }

    private record Part(long last, int rows, long bytes) {
        static Part of(ResultSet row) throws SQLException {
            if (row.getLong(5) > 0) throw Database.damaged("a row that cannot be one, up to " + row.getLong(1));
            return new Part(row.getLong(1), row.getInt(2), row.getLong(3));
        }
    }

    /** Looks at the next part if it is time for it; when to come again. */
    Duration run() {
        if (database != store.databases()) begin();
        if (stage == Stage.DONE) return NEVER;
        if (time.nanos() - nextAt < 0) return time.until(nextAt);
        nextAt = time.in(PAUSE);
        store.read(this::look);
        return PAUSE;
    }

    private void begin() {
        var whole = store.read(Database::checkedWhole);
        if (whole.isEmpty()) return;
        database = store.databases();
        record = 0;
        command = 0;
        stage = whole.get() ? Stage.DONE : Stage.RECORDS;
    }

    private Stage look(Database in) throws SQLException {
        return stage = switch (stage) {
            case RECORDS -> lookAtRecords(in);
            case COMMANDS -> lookAtCommands(in);
            case DONE -> Stage.DONE;
        };
    }

    private Stage lookAtRecords(Database in) throws SQLException {
        var part = in.rows(Part::of, RECORDS, record, most).getFirst();
        if (part.rows < most) return Stage.COMMANDS;
        record = part.last;
        most = Math.clamp((long) BYTES_AT_ONCE * part.rows / Math.max(1, part.bytes), 1, MOST);
        return Stage.RECORDS;
    }

    private Stage lookAtCommands(Database in) throws SQLException {
        var part = in.rows(Part::of, COMMANDS, command, COMMANDS_AT_ONCE).getFirst();
        command = part.last;
        return part.rows < COMMANDS_AT_ONCE ? Stage.DONE : Stage.COMMANDS;
    }
}
