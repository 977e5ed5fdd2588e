package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records that the broker answers by closing the connection. They stay in the outbox, count there and give way to
 * others when it is full, but are not sent until they are released: a day later, or when what was refused is taken again.
 */
final class Aside {
    static final Duration TERM = Duration.ofDays(1);
    /** Commands can come for ever, so answers that nobody takes must have an end. */
    private static final int MOST_ANSWERS = 1000;
    /** Each time so many go, so that they have one gap and not one each. */
    private static final int ANSWERS_AT_ONCE = 100;

    private static final Instant END_OF_TIME = Instant.ofEpochMilli(Long.MAX_VALUE);

    private final Store store;
    private final Time time;
    /** Refused since the last commit: not marked on the disk yet. */
    private final Map<Long, Entry> unmarked = new LinkedHashMap<>();

    private long since;
    private long rows;
    private long answers;
    private String first = "";

    Aside(Store store, Time time) {
        this.store = store;
        this.time = time;
        count();
    }

    void add(Entry entry) {
        if (unmarked.isEmpty()) since = time.nanos();
        unmarked.put(entry.key, entry);
    }

    boolean has(long key) {
        return unmarked.containsKey(key);
    }

    void forget(long key) {
        unmarked.remove(key);
    }

    boolean isEmpty() {
        return unmarked.isEmpty();
    }

    /** How long the first that is not marked on the disk waits for it; negative when there is none. */
    Duration oldestUnmarked() {
        return unmarked.isEmpty() ? Duration.ofSeconds(-1) : time.since(since);
    }

    /** For the transaction that also inserts those that are not on the disk at all. */
    void mark(Database database) throws SQLException {
        if (unmarked.isEmpty()) return;
        Records.setAside(database, unmarked.keySet(), time.wall());
    }

    /** They are marked. A command whose answer is refused must not come again and again for that. */
    void marked() {
        var all = List.copyOf(unmarked.values());
        unmarked.clear();
        all.forEach(entry -> entry.onAcknowledged.run());
    }

    /** Counts what is there; of a full outbox some may be given up. */
    void count() {
        rows = store.read(Records::countAside).orElse(rows);
        answers = rows == 0 ? 0 : store.read(Records::countAnswersAside).orElse(answers);
        if (rows > 0) first = store.read(Aside::first).orElse(first);
    }

    /** Answers on the disk beyond those that are kept. */
    List<Entry> answersToGiveUp() {
        if (answers <= MOST_ANSWERS) return List.of();
        return store.read(database -> Records.answersAside(database, MOST_ANSWERS - ANSWERS_AT_ONCE))
                .orElse(List.of());
    }

    /** The same of those that are in memory only. */
    List<Entry> answersToForget() {
        var all = unmarked.values().stream()
                .filter(entry -> entry.kind == Kind.REPLY && !entry.onDisk())
                .toList();
        return all.size() <= MOST_ANSWERS ? List.of() : all.subList(0, all.size() - MOST_ANSWERS + ANSWERS_AT_ONCE);
    }

    private static String first(Database database) throws SQLException {
        return Records.firstAside(database).stream()
                .findFirst()
                .map(Aside::described)
                .orElse("");
    }

    /** Frees all; false when there are none, or the disk cannot be written. */
    boolean releaseAll() {
        return release(END_OF_TIME, END_OF_TIME);
    }

    /** Frees those set aside a day ago. While the clock is not right it may be behind the one that set them aside. */
    boolean releaseOld() {
        var now = time.wall();
        return release(now.minus(TERM), time.synchronised() ? now : END_OF_TIME);
    }

    private boolean release(Instant until, Instant now) {
        if (rows == 0
                || !store.read(database -> Records.asideOutside(database, until, now))
                        .orElse(false)) return false;
        if (!store.write(database -> Records.releaseOutside(database, until, now))) return false;
        count();
        return true;
    }

    /** How many of them the disk does not know of. */
    int unmarked() {
        return unmarked.size();
    }

    long records() {
        return rows + unmarked.size();
    }

    /** For {@code health}; empty when there are none. */
    Optional<String> sentence() {
        if (rows == 0) return Optional.empty();
        return Optional.of("the broker closes the connection on what it refuses, %d set aside so far, first %s;"
                        .formatted(rows, first)
                + " allow the topic or the size there; it is tried again a day later");
    }

    private static String described(Entry entry) {
        var bytes = entry.payload().length;
        return switch (entry.kind) {
            case READING, EDGE, ERROR, STATE ->
                "%s (history/%s), run %d, seq %d, %d bytes".formatted(entry.id, entry.id, entry.run, entry.seq, bytes);
            case REPLY -> "a reply (reply/%s), %d bytes".formatted(entry.id, bytes);
            case GAP -> "a gap (gap), %d bytes".formatted(bytes);
        };
    }
}
