package dev.sandpiper.agent.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Small things that another part of the agent wants to find again after a restart, each under a name of its own. Belongs
 * to the store thread.
 */
public final class Notes {
    private final Store store;

    public Notes(Store store) {
        this.store = store;
    }

    /** Empty when there is no such note, or the disk cannot be read. */
    public Optional<String> text(String name) {
        return store.read(database -> database.texts("SELECT text FROM note WHERE name = ?", name))
                .flatMap(texts -> texts.stream().findFirst());
    }

    /** The names that begin so; none when the disk cannot be read. */
    public List<String> names(String beginning) {
        return store.read(database -> database.texts(
                        "SELECT name FROM note WHERE substr(name, 1, ?) = ?", beginning.length(), beginning))
                .orElse(List.of());
    }

    /** Forgets it with the next commit. */
    public void forgetLater(String name) {
        store.queueIfRoom(database -> database.run("DELETE FROM note WHERE name = ?", name));
    }

    /** Writes it at once; false when that failed. */
    public boolean write(String name, String text) {
        return store.write(database -> note(database, name, text));
    }

    /** Has it written with the next commit, whichever comes. */
    public void writeLater(String name, String text) {
        store.queueIfRoom(database -> note(database, name, text));
    }

    /** The same for what must not be forgotten, however long the disk cannot be written. */
    public void writeSurely(String name, String text) {
        store.queue(database -> note(database, name, text));
    }

    /** Whether what stands here may be older than what was to be written. */
    public boolean mayBeOutdated() {
        return store.trouble().isPresent();
    }

    static void note(Database database, String name, String text) throws SQLException {
        database.run("INSERT OR REPLACE INTO note (name, text) VALUES (?, ?)", name, text);
    }
}
