package dev.sandpiper.agent.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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
    private static final KeptRows NOTHING = new KeptRows(List.of(), List.of(), List.of());

    /** A reading or a state as it will be sent. */
    public record Row(long run, long seq, String id, String text) {}

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** What an agent left that does not run; also insists that the database is sound. */
    public static KeptRows leftIn(Path outbox) {
        var copy = copyOf(outbox);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("outbox.db"))) {
            assertEquals(
                    List.of("ok"),
                    all(connection, row -> row.getString(1), "PRAGMA integrity_check"),
                    outbox.toString());
            return read(connection);
        } catch (SQLException unreadable) {
            throw new AssertionError(outbox + " does not open: " + unreadable.getMessage(), unreadable);
        } finally {
            Folders.delete(copy);
        }
    }

    /** What another program sees while the agent runs; nothing where it cannot be read at this moment. */
    public static KeptRows seenIn(Path outbox) {
        var file = outbox.resolve("outbox.db").toUri() + "?mode=ro";
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
                        row -> new Row(row.getLong(1), row.getLong(2), row.getString(3), row.getString(4)),
                        "SELECT run, seq, id, text FROM kept WHERE kind < " + REPLY + " ORDER BY key"),
                all(connection, row -> row.getString(1), "SELECT text FROM kept WHERE kind = " + REPLY));
    }

    private static Path copyOf(Path outbox) {
        try {
            var copy = Files.createTempDirectory(outbox.getParent(), "copy");
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
