package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Damaged databases whose records are not all in the one in use yet. Which they are is noted there, so that a restart goes
 * on with them.
 */
final class Salvages {
    private static final String NOTE = "salvage";

    private final Path file;
    /** The first being worked on. */
    private final Deque<Path> damaged = new ArrayDeque<>();

    private final List<Database.Work> ofMemory = new ArrayList<>();
    private @Nullable Salvage present;
    private long lastKey;

    Salvages(Path file) {
        this.file = file;
    }

    /** The one being worked on; empty when there is none. */
    Optional<Salvage> present() {
        return Optional.ofNullable(present);
    }

    /** All records that come from damaged databases have keys up to this. */
    long lastKey() {
        return lastKey;
    }

    void intoEachNew(Database.Work work) {
        ofMemory.add(work);
    }

    void add(Path copy) {
        damaged.add(copy);
    }

    /** Whether one is to be begun in a database that was just opened. */
    boolean lookFor(Database open) throws SQLException, IOException {
        if (present == null) addNoted(open);
        // No run yet: it was just made, perhaps in place of a damaged one by a process that ended before it could say
        // so.
        var isNew = open.number("SELECT count(*) FROM run") == 0;
        if (!isNew && present != null) return false;
        if (isNew && SetAside.isBegun(file))
            SetAside.newest(file).filter(newest -> !damaged.contains(newest)).ifPresent(damaged::addFirst);
        if (damaged.isEmpty()) SetAside.end(file);
        return !damaged.isEmpty();
    }

    /** Begins with the first. */
    void begin(Database open) throws SQLException {
        if (present != null) present.close();
        present = null;
        var begun = Salvage.begin(damaged.getFirst(), open);
        lastKey = Math.max(lastKey, begun.lastKey());
        // Of the one from which it was itself being filled when it was damaged.
        addNoted(open);
        for (var work : ofMemory) work.in(open);
        note(open, damaged);
        present = begun;
    }

    private void addNoted(Database open) throws SQLException {
        for (var noted : open.texts("SELECT text FROM note WHERE name LIKE ? ORDER BY name", NOTE + "%")) {
            var parts = noted.split(" ");
            var path = file.resolveSibling(parts[0]);
            if (!damaged.contains(path)) damaged.add(path);
            if (parts.length > 1) lastKey = Math.max(lastKey, Long.parseLong(parts[1]));
        }
    }

    private void note(Database open, Collection<Path> all) throws SQLException {
        open.run("DELETE FROM note WHERE name LIKE ?", NOTE + "%");
        var number = 0;
        for (var path : all)
            open.run(
                    "INSERT INTO note (name, text) VALUES (?, ?)",
                    NOTE + " " + number++,
                    path.getFileName() + " " + lastKey);
    }

    /** For the transaction that ends the present one. */
    void noteTheOthers(Database open) throws SQLException {
        note(open, damaged.stream().skip(1).toList());
    }

    /** The present one is finished; whether there is another. */
    boolean end() {
        if (present != null) present.close();
        present = null;
        damaged.pollFirst();
        if (damaged.isEmpty()) SetAside.end(file);
        return !damaged.isEmpty();
    }
}
