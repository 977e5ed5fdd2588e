package dev.sandpiper.agent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.store.Compact;
import dev.sandpiper.agent.store.NativeLibrary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an outbox keeps on the disk. After a crash it is read from a copy: the first to open a database recovers it, and
 * that is to be the agent.
 *
 * @param runs the numbers of the runs it remembers, oldest first
 * @param records readings and states in their order
 * @param replies whole answers to commands, in their order
 */
public record KeptRows(List<Long> runs, List<Row> records, List<String> replies) {
    private static final int REPLY = 4;

    /** From SQLite's file format, sections 4.1 and "WAL-Index Format". */
    private static final long LOG_HEADER = 32;

    private static final int PAGE_SIZE = 8;
    private static final int FRAME_HEADER = 24;
    /** In the header of a frame: not zero in the last one of a commit. */
    private static final int PAGES_AFTER_COMMIT = 4;

    private static final int LAST_FRAME = 16;
    private static final int LAST_FRAME_ON_ITS_WAY_BACK = 128;

    private static final KeptRows NOTHING = new KeptRows(List.of(), List.of(), List.of());

    /** A reading or a state as it will be sent. */
    public record Row(long run, long seq, String id, String text) {}

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What an agent left that does not run; also insists that the database is sound. */
    public static KeptRows leftIn(Path outbox) {
        var copy = copyOf(outbox, outbox.getParent());
        try {
            return read(copy);
        } finally {
            Folders.delete(copy);
        }
    }

    /**
     * What was certainly on the disk when the agent was stopped, in the middle of a commit perhaps: all but the last commit
     * that can be seen, since a commit begins when the one before was synchronised. How much of the log counts is in its
     * index; the first reader of a copy would take all that is whole.
     *
     * @return empty at a moment at which that cannot be told: the last commit may be on its way back into the database
     */
    public static Optional<KeptRows> synchronisedIn(Path outbox, Path workplace) {
        var copy = copyOf(outbox, workplace);
        try (var log =
                FileChannel.open(copy.resolve("outbox.db-wal"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            var header = read(log, 0, (int) LOG_HEADER);
            var index = Files.readAllBytes(outbox.resolve("outbox.db-shm"));
            if (header.hasRemaining() || index.length < LAST_FRAME_ON_ITS_WAY_BACK + Integer.BYTES)
                return Optional.empty();
            var numbers = ByteBuffer.wrap(index).order(ByteOrder.nativeOrder());
            var frame = FRAME_HEADER + header.getInt(PAGE_SIZE);
            var frames = lastCommitBefore(log, numbers.getInt(LAST_FRAME), frame);
            if (numbers.getInt(LAST_FRAME_ON_ITS_WAY_BACK) > frames) return Optional.empty();
            log.truncate(LOG_HEADER + frames * (long) frame);
            return Optional.of(read(copy));
        } catch (NoSuchFileException notYet) {
            return Optional.empty();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            Folders.delete(copy);
        }
    }

    private static int lastCommitBefore(FileChannel log, int frames, int size) throws IOException {
        for (var before = frames - 1; before > 0; before--) {
            var header = read(log, LOG_HEADER + (before - 1) * (long) size, FRAME_HEADER);
            if (header.getInt(PAGES_AFTER_COMMIT) != 0) return before;
        }
        return 0;
    }

    private static ByteBuffer read(FileChannel file, long from, int bytes) throws IOException {
        var buffer = ByteBuffer.allocate(bytes);
        file.read(buffer, from);
        return buffer;
    }

    private static KeptRows read(Path copy) {
        NativeLibrary.load();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("outbox.db"))) {
            assertEquals(
                    List.of("ok"), all(connection, row -> row.getString(1), "PRAGMA integrity_check"), copy.toString());
            return read(connection);
        } catch (SQLException unreadable) {
            throw new AssertionError(copy + " does not open: " + unreadable.getMessage(), unreadable);
        }
    }

    /** What another program sees while the agent runs; nothing where it cannot be read at this moment. */
    public static KeptRows seenIn(Path outbox) {
        var file = outbox.resolve("outbox.db").toUri() + "?mode=ro";
        NativeLibrary.load();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            return read(connection);
        } catch (SQLException unreadable) {
            return NOTHING;
        }
    }

    private static KeptRows read(Connection connection) throws SQLException {
        // An agent that was killed before it had made its tables has kept nothing.
        if (all(connection, row -> row.getString(1), "SELECT name FROM sqlite_master WHERE name = 'kept'")
                .isEmpty()) return NOTHING;
        return new KeptRows(
                all(connection, row -> row.getLong(1), "SELECT run FROM run ORDER BY run"),
                all(
                        connection,
                        row -> new Row(row.getLong(1), row.getLong(2), row.getString(3), text(row, 4)),
                        "SELECT run, seq, id, text FROM kept WHERE kind < " + REPLY + " ORDER BY key"),
                all(connection, row -> text(row, 4), "SELECT run, seq, id, text FROM kept WHERE kind = " + REPLY));
    }

    private static String text(ResultSet row, int column) throws SQLException {
        return Compact.text(row.getObject(column), row.getLong(1), row.getLong(2));
    }

    private static Path copyOf(Path outbox, Path workplace) {
        try {
            var copy = Files.createTempDirectory(workplace, "copy");
            for (var name : List.of("outbox.db", "outbox.db-wal"))
                if (Files.exists(outbox.resolve(name))) Files.copy(outbox.resolve(name), copy.resolve(name));
            return copy;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static <T> List<T> all(Connection connection, Reader<T> reader, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            var all = new ArrayList<T>();
            while (rows.next()) all.add(reader.read(rows));
            return all;
        }
    }
}
