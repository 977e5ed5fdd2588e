package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The journal of commands: each is written before it is executed, and again with its answer, so that none runs twice
 * and none stays without an answer, whatever happens in between. Belongs to the store thread.
 */
public final class Journal {
    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final int AT_LEAST = 10_000;
    private static final int AT_MOST = 100_000;
    private static final int MOST_IN_MEMORY = 1_000;

    /** In the table, for when a command came. */
    private static final long CLOCK_NOT_RIGHT = 0;

    private static final Duration LEAP = Duration.ofMinutes(1);
    private static final Duration CALM = Duration.ofHours(1);
    private static final Instant NEVER = Instant.EPOCH;

    private final Store store;
    private final Time time;
    /** Those met last: answered ones are perhaps not on the disk yet, and a damaged disk loses any. */
    private final Map<Key, Known> recent = new Recent<>();

    private final Map<Refused, Boolean> retained = new Recent<>();
    private long lastNumber;
    private long lastInMemory;
    private Instant calmOrigin;
    private long calmSince;

    public Journal(Store store, Time time) {
        this.store = store;
        this.time = time;
        this.calmOrigin = time.origin().orElse(NEVER);
        this.calmSince = time.nanos();
        store.intoEachNew(this::writeAgain);
    }

    /** Forgets the oldest beyond {@value #MOST_IN_MEMORY}. */
    private static final class Recent<K, V> extends LinkedHashMap<K, V> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > MOST_IN_MEMORY;
        }
    }

    private record Key(String name, String id) {}

    private record Refused(String name, String content) {}

    /**
     * A command that was seen before.
     *
     * @param content what it asked for
     * @param reply the first answer; empty while it is being executed
     */
    public record Known(long number, String content, Optional<String> reply) {}

    /** A command that was begun and is not answered yet. */
    public record Begun(long number, String name, Optional<String> id, String content) {
        /** Else only this process knows of it. */
        public boolean onDisk() {
            return number > 0;
        }
    }

    /** Whether a command with this id was seen on this topic before. */
    public Optional<Known> known(String name, String id) {
        var inMemory = recent.get(new Key(name, id));
        if (inMemory != null) return Optional.of(inMemory);
        return store.read(database -> database.rows(
                        row -> new Known(
                                row.getLong("number"),
                                row.getString("content"),
                                Optional.ofNullable(row.getString("reply"))),
                        "SELECT number, content, reply FROM command WHERE name = ? AND id = ?",
                        name,
                        id))
                .flatMap(rows -> rows.stream().findFirst());
    }

    /** Writes a command before it is executed; empty when the disk did not take it, or has had this id before. */
    public Optional<Begun> begin(String name, Optional<String> id, String content) {
        var rows = new int[1];
        var numbered = lastNumber;
        var written = store.write(database -> rows[0] = insert(database, name, id, content, null));
        if (!written && lastNumber > numbered) forget(lastNumber);
        if (!written || rows[0] != 1) return Optional.empty();
        id.ifPresent(text -> recent.put(new Key(name, text), new Known(lastNumber, content, Optional.empty())));
        return Optional.of(new Begun(lastNumber, name, id, content));
    }

    // A commit that failed only when it was synchronised is found in the log again: as a command that was begun.
    private void forget(long number) {
        store.queueIfRoom(database -> database.run("DELETE FROM command WHERE number = ? AND reply IS NULL", number));
    }

    /** Remembers a command that is executed although the disk does not take it; numbers below zero are on none. */
    public Begun beginInMemory(String name, Optional<String> id, String content) {
        var begun = new Begun(--lastInMemory, name, id, content);
        id.ifPresent(text -> recent.put(new Key(name, text), new Known(begun.number, content, Optional.empty())));
        return begun;
    }

    /** Notes the answer, to be written with the next commit: call {@link Outbox#commit} before the answer leaves. */
    public void finish(Begun begun, String reply) {
        if (!begun.onDisk()) {
            begun.id.ifPresent(id -> refuse(begun.name, id, begun.content, reply));
            return;
        }
        remember(begun, reply);
        store.queue(database -> {
            database.run("UPDATE command SET reply = ? WHERE number = ?", reply, begun.number);
            database.run("DELETE FROM command WHERE number = ? AND id IS NULL", begun.number);
        });
    }

    /** Remembers the answer to a command that was not begun on the disk: the same id gets the same answer again. */
    public void refuse(String name, String id, String content, String reply) {
        recent.put(new Key(name, id), new Known(0, content, Optional.of(reply)));
        // Forgotten, it is judged again. What time decided is committed before the answer leaves.
        store.queueIfRoom(database -> insert(database, name, Optional.of(id), content, reply));
    }

    private void remember(Begun begun, String reply) {
        var known = new Known(begun.number, begun.content, Optional.of(reply));
        begun.id.ifPresent(id -> recent.put(new Key(begun.name, id), known));
    }

    /** Whether a retained message of this content was answered before; if not, remembers that it is now. */
    public boolean refuseRetained(String name, String content) {
        var same = store.read(database -> database.texts("SELECT content FROM refused_retained WHERE name = ?", name))
                .orElse(List.of());
        if (same.contains(content) || retained.put(new Refused(name, content), true) != null) return false;
        store.queueIfRoom(database -> {
            // Names are anybody's to invent: a table that grew is begun anew, at the price of answering once more.
            database.run(
                    "DELETE FROM refused_retained WHERE (SELECT count(*) FROM refused_retained) >= ?", MOST_IN_MEMORY);
            database.run("INSERT OR REPLACE INTO refused_retained (name, content) VALUES (?, ?)", name, content);
        });
        return true;
    }

    /** What a former process had begun. */
    public List<Begun> unfinished() {
        return store.read(
                        database -> database.rows(
                                row -> new Begun(
                                        row.getLong("number"),
                                        row.getString("name"),
                                        Optional.ofNullable(row.getString("id")),
                                        row.getString("content")),
                                "SELECT number, name, id, content FROM command INDEXED BY unanswered WHERE reply IS NULL ORDER BY number"))
                .orElse(List.of());
    }

    /** Forgets what is older than a week, beyond ten thousand; nothing beyond a hundred thousand is kept. */
    public void forgetOld() {
        var last = Math.max(lastOfAWeekAgo(numberBehind(AT_LEAST)), numberBehind(AT_MOST));
        var old = store.read(database -> database.number("SELECT count(*) " + OLD, last));
        if (old.orElse(0L) == 0) return;
        store.queueIfRoom(database -> database.run("DELETE " + OLD, last));
    }

    private static final String OLD = "FROM command WHERE reply IS NOT NULL AND number <= ?";

    // Those before it are older still, also where the clock was not right when they came.
    private long lastOfAWeekAgo(long most) {
        if (most == 0 || !calm()) return 0;
        var week = time.wall().minus(REMEMBERED).toEpochMilli();
        var last = store.read(database -> database.number(
                "SELECT number FROM command WHERE received > 0 AND received < ? ORDER BY number DESC LIMIT 1", week));
        return Math.min(most, last.orElse(0L));
    }

    /** Whether the clock is right, and made no leap lately: a wrong server must not make it forget all. */
    private boolean calm() {
        var origin = time.origin().orElse(NEVER);
        if (!leapt(origin)) return time.synchronised() && time.since(calmSince).compareTo(CALM) >= 0;
        calmOrigin = origin;
        calmSince = time.nanos();
        return false;
    }

    private boolean leapt(Instant origin) {
        return origin.isBefore(calmOrigin.minus(LEAP)) || calmOrigin.isBefore(origin.minus(LEAP));
    }

    /** The newest command behind so many others; 0 when there are not so many. */
    private long numberBehind(int newer) {
        return store.read(database ->
                        database.number("SELECT number FROM command ORDER BY number DESC LIMIT 1 OFFSET ?", newer))
                .orElse(0L);
    }

    // Numbered here and not before: while the disk could not be read nobody knew which numbers are taken.
    private int insert(Database database, String name, Optional<String> id, String content, @Nullable String reply)
            throws SQLException {
        lastNumber = Math.max(lastNumber, database.number("SELECT max(number) FROM command")) + 1;
        return insert(database, lastNumber, name, id, content, reply);
    }

    private int insert(
            Database database, long number, String name, Optional<String> id, String content, @Nullable String reply)
            throws SQLException {
        return database.run(
                "INSERT OR IGNORE INTO command (number, name, id, content, received, reply) VALUES (?,?,?,?,?,?)",
                number,
                name,
                id.orElse(null),
                content,
                time.synchronised() ? time.wall().toEpochMilli() : CLOCK_NOT_RIGHT,
                reply);
    }

    // Into the database that follows a damaged one, of which these rows may not have been readable.
    private void writeAgain(Database database) throws SQLException {
        for (var entry : recent.entrySet()) {
            var key = entry.getKey();
            var known = entry.getValue();
            var reply = known.reply.orElse(null);
            if (known.number < 0) continue; // Its answer will be written.
            if (known.number == 0) insert(database, key.name, Optional.of(key.id), known.content, reply);
            else insert(database, known.number, key.name, Optional.of(key.id), known.content, reply);
            if (reply != null)
                database.run(
                        "UPDATE command SET reply = ? WHERE name = ? AND id = ? AND reply IS NULL",
                        reply,
                        key.name,
                        key.id);
        }
    }
}
