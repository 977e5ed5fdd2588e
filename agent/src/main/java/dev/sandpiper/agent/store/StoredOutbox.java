package dev.sandpiper.agent.store;

import dev.sandpiper.agent.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;

/**
 * What waits in the outbox of an agent that does not run. Reads only: the next run finds everything as it was.
 *
 * @param records kept, not acknowledged
 * @param bytes of the database and its log
 * @param aside those of them that are not sent because the broker closes the connection on them
 * @param oldest time stamp of the oldest record; empty when there is none
 */
public record StoredOutbox(long records, long bytes, long aside, Optional<String> oldest) {

    /** The database is there and cannot be read; the message is a sentence. */
    public static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String sentence, SQLException cause) {
            super(sentence, cause);
        }
    }

    /** Looks into a directory; empty when there never was an outbox. */
    public static Optional<StoredOutbox> in(Path directory) throws Unreadable {
        var file = directory.resolve("outbox.db");
        if (!Files.exists(file)) return Optional.empty();
        try (var database = Database.openToRead(file)) {
            var oldest = Records.after(database, 0, 1).stream().map(Entry::ts).findFirst();
            return Optional.of(new StoredOutbox(records(database), size(file), aside(database), oldest));
        } catch (SQLException failed) {
            throw new Unreadable("the outbox %s cannot be read: %s".formatted(file, failed.getMessage()), failed);
        }
    }

    private static long records(Database database) throws SQLException {
        return database.version() < Database.SCHEMA
                ? database.number("SELECT count(*) FROM kept")
                : Records.count(database);
    }

    // A file that no agent of this version has opened yet has nothing set aside.
    private static long aside(Database database) throws SQLException {
        return database.version() < Database.SCHEMA ? 0 : Records.countAside(database);
    }

    private static long size(Path file) {
        try {
            var log = file.resolveSibling(file.getFileName() + "-wal");
            return Files.size(file) + (Files.exists(log) ? Files.size(log) : 0);
        } catch (IOException gone) {
            return 0;
        }
    }

    public Json json() {
        var json = new Json().put("records", records).put("bytes", bytes);
        var dated = oldest.map(ts -> json.put("oldest", ts)).orElseGet(() -> json.putNull("oldest"));
        return dated.put("set_aside", aside);
    }
}
