package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Stop.Trace;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * This start of the agent. Its number was never used before by this device: one more than the last, or random where the
 * last is not known or the store is a copy, so that {@code (device, run, seq)} stays a key even when the card was replaced.
 *
 * @param previous the run before, where one is known
 * @param interrupted runs that did not stop cleanly and were not announced yet, and how they ended
 */
public record Run(long number, String boot, Instant started, Optional<Previous> previous, Map<Long, Stop> interrupted) {
    private static final long LEAST = 1_000_000_000L;
    private static final long MOST = 2_000_000_000L;
    /** More than will be used between a copy and its return. */
    private static final long MANY = 1_000_000L;

    private static final Path SYS = Path.of("/sys");

    /** The note of a database whose folder is marked: without its mark it is a copy. */
    private static final String MARKED = "marked";

    /** Enough to look back on. */
    private static final int REMEMBERED = 10;

    /**
     * How the run before ended.
     *
     * @param lastSeq the highest known to the disk
     * @param stop one of the words of {@link Stop}
     * @param ended when a clean stop was, by the clock of that time
     */
    public record Previous(long number, long lastSeq, String stop, Optional<Instant> ended) {}

    /**
     * Begins a run by claiming its number on the disk.
     *
     * @param traces what the end of the run before left behind outside the database
     */
    public static Run begin(Store store, Time time, String boot, Set<Trace> traces, RandomGenerator random) {
        var ends = new Ends(boot, traces);
        var previous = store.read(ends::previous).flatMap(runs -> runs.stream().findFirst());
        var interrupted = store.read(ends::interrupted).orElse(Map.of());
        var next = next(store, previous).orElseGet(() -> unused(store, previous, random));
        var run = new Run(next, boot, time.wall(), previous, interrupted);
        if (store.write(run::insert)) {
            if (Mark.of(next, store.folder(), SYS).write(store.folder()) && !isMarked(store))
                new Notes(store).writeLater(MARKED, "");
            // So that a log that cannot be read any more takes records of this run only, never the number itself.
            store.foldLog();
            return run;
        }
        // The number could not be claimed on the disk: a random one cannot be given out again at the next start.
        return new Run(unused(store, previous, random), boot, run.started, previous, interrupted);
    }

    private static long unused(Store store, Optional<Previous> previous, RandomGenerator random) {
        var number = drawn(previous, random);
        while (isKnown(store, number)) number = drawn(previous, random);
        return number;
    }

    private static boolean isKnown(Store store, long number) {
        return store.salvage().stream().anyMatch(salvage -> salvage.knows(number));
    }

    // Nobody knows which numbers were used since by the store of which this is a copy.
    private static Optional<Long> next(Store store, Optional<Previous> previous) {
        var last = previous.map(Previous::number);
        var mark = Mark.at(store.folder());
        if (mark.isEmpty()) return isMarked(store) ? Optional.empty() : last.map(number -> number + 1);
        if (!mark.get().isAtHome(store.folder(), SYS)) return Optional.empty();
        return last.map(number -> Math.max(number, mark.get().run()) + 1);
    }

    // Above those it knows of: the next run is one more than the highest.
    private static long drawn(Optional<Previous> previous, RandomGenerator random) {
        var last = previous.map(Previous::number).orElse(LEAST);
        return random.nextLong(last + 1, last < MOST - MANY ? MOST : last + LEAST);
    }

    private static boolean isMarked(Store store) {
        return new Notes(store).text(MARKED).isPresent();
    }

    /** How former runs ended, as seen from this boot. */
    private record Ends(String boot, Set<Trace> traces) {

        Map<Long, Stop> interrupted(Database database) throws SQLException {
            var boots = new TreeMap<Long, String>();
            database.rows(
                    row -> boots.put(row.getLong("run"), row.getString("boot")),
                    "SELECT run, boot FROM run WHERE stop IS NULL");
            var all = new TreeMap<Long, Stop>();
            // What is left behind now is of the last one.
            boots.forEach((run, of) ->
                    all.put(run, Stop.without(of, boot, run.equals(boots.lastKey()) ? traces : Set.of())));
            return all;
        }

        private String stop(ResultSet row) throws SQLException {
            var told = row.getString("stop");
            return told == null
                    ? Stop.without(row.getString("boot"), boot, traces).word()
                    : told;
        }

        List<Previous> previous(Database database) throws SQLException {
            return database.rows(
                    row -> new Previous(
                            row.getLong("run"),
                            row.getLong("seen"),
                            stop(row),
                            Optional.ofNullable(row.getString("ended"))
                                    .map(millis -> Instant.ofEpochMilli(Long.parseLong(millis)))),
                    """
                    SELECT run, boot, ended, stop,
                      max(last_seq, ifnull((SELECT last_seq FROM progress WHERE progress.run = run.run), 0)) AS seen
                    FROM run ORDER BY run DESC LIMIT 1""");
        }
    }

    /** The gaps that announce runs which did not stop cleanly: some of their last records may be missing unseen. */
    public List<Draft> interruptions(Moment now) {
        return interrupted.keySet().stream()
                .map(run -> new Draft(Kind.GAP, "", "\"run\":%d,\"reason\":\"interrupted\"".formatted(run), now))
                .toList();
    }

    /**
     * Writes how far this run's {@code seq} has come. With the first such note, which is in the transaction that writes
     * their gaps, the interrupted runs count as announced.
     */
    void note(Database database, long lastSeq) throws SQLException {
        reached(database, lastSeq);
        for (var run : interrupted.entrySet())
            database.run(
                    "UPDATE run SET stop = ? WHERE run = ? AND stop IS NULL",
                    run.getValue().word(),
                    run.getKey());
    }

    /** Writes how far this run's {@code seq} has come, and nothing of the runs before. */
    void reached(Database database, long lastSeq) throws SQLException {
        insert(database);
        database.run("UPDATE progress SET run = ?, last_seq = ?", number, lastSeq);
    }

    /** Marks this run as stopped in an orderly way: nothing of it is missing. */
    void end(Database database, Stop stop, long lastSeq, Instant now) throws SQLException {
        note(database, lastSeq);
        database.run(
                "UPDATE run SET stop = ?, ended = ?, last_seq = ? WHERE run = ?",
                stop.word(),
                now.toEpochMilli(),
                lastSeq,
                number);
    }

    private void insert(Database database) throws SQLException {
        var inserted = database.run(
                "INSERT OR IGNORE INTO run (run, boot, started) VALUES (?, ?, ?)",
                number,
                boot,
                started.toEpochMilli());
        if (inserted > 0) takeOver(database);
        database.run(
                "DELETE FROM run WHERE stop IS NOT NULL AND run NOT IN (SELECT run FROM run ORDER BY run DESC LIMIT ?)",
                REMEMBERED);
    }

    // From here on progress is this run's; what it said of the one before goes to that one's row.
    private void takeOver(Database database) throws SQLException {
        database.run("UPDATE run SET last_seq = p.last_seq FROM progress AS p WHERE run.run = p.run");
        database.run("UPDATE progress SET run = ?, last_seq = 0", number);
    }
}
