package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Time;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * This start of the agent. Its number was never used before by this device: one more than the last, or random where the
 * last is not known, so that {@code (device, run, seq)} stays a key even when the card was replaced.
 *
 * @param previous the run before, where one is known
 */
public record Run(long number, String boot, Instant started, Optional<Previous> previous) {
    private static final long LEAST = 1_000_000_000L;
    private static final long MOST = 2_000_000_000L;

    /**
     * How the run before ended.
     *
     * @param lastSeq the highest known to the disk
     * @param stop {@code clean}, {@code crash} or {@code power}
     * @param ended when a clean stop was, by the clock of that time
     */
    public record Previous(long number, long lastSeq, String stop, Optional<Instant> ended) {

        public boolean clean() {
            return stop.equals("clean");
        }
    }

    /** Begins a run; one that was not stopped cleanly is announced as interrupted, once. */
    public static Run begin(Store store, Time time, String boot, RandomGenerator random) {
        var previous = store.read(Run::last).orElse(List.of()).stream()
                .findFirst()
                .map(row -> row.stop.isEmpty() ? row.ended(boot) : row);
        var next = previous.map(before -> before.row.number + 1).orElseGet(() -> random.nextLong(LEAST, MOST));
        var run = new Run(next, boot, time.wall(), previous.map(Before::previous));
        var written = store.write(database -> {
            if (previous.isPresent()) previous.get().close(database);
            run.insert(database);
        });
        if (written) return run;
        // The number could not be claimed on the disk: a random one cannot be given out again at the next start.
        return new Run(random.nextLong(LEAST, MOST), boot, run.started, run.previous);
    }

    /** The gap that announces a run which did not stop cleanly: some of its last records may be missing unseen. */
    public Optional<Draft> interruption(Moment now) {
        return previous.filter(before -> !before.clean())
                .map(before ->
                        new Draft(Kind.GAP, "", "\"run\":%d,\"reason\":\"interrupted\"".formatted(before.number), now));
    }

    /** Writes this run's row where it is missing, and how far its {@code seq} has come. */
    void note(Database database, long lastSeq) throws SQLException {
        insert(database);
        database.run("UPDATE run SET last_seq = ? WHERE run = ?", lastSeq, number);
    }

    /** Marks this run as stopped cleanly: nothing of it is missing. */
    void end(Database database, long lastSeq, Instant now) throws SQLException {
        note(database, lastSeq);
        database.run("UPDATE run SET stop = 'clean', ended = ? WHERE run = ?", now.toEpochMilli(), number);
    }

    Duration uptime(Time time) {
        return Duration.between(started, time.wall());
    }

    private void insert(Database database) throws SQLException {
        database.run(
                "INSERT OR IGNORE INTO run (run, boot, started) VALUES (?, ?, ?)",
                number,
                boot,
                started.toEpochMilli());
        // Ten runs are enough to look back on.
        database.run("DELETE FROM run WHERE run < ?", number - 10);
    }

    private record Row(long number, String boot) {}

    private record Before(Row row, long lastSeq, String stop, Optional<Instant> ended) {

        Before ended(String bootNow) {
            return new Before(row, lastSeq, row.boot.equals(bootNow) ? "crash" : "power", Optional.empty());
        }

        Previous previous() {
            return new Previous(row.number, lastSeq, stop, ended);
        }

        void close(Database database) throws SQLException {
            database.run("UPDATE run SET stop = ? WHERE run = ? AND stop IS NULL", stop, row.number);
        }
    }

    private static List<Before> last(Database database) throws SQLException {
        return database.rows(
                row -> new Before(
                        new Row(row.getLong("run"), row.getString("boot")),
                        row.getLong("seen"),
                        row.getString("stop") == null ? "" : row.getString("stop"),
                        row.getLong("ended") == 0
                                ? Optional.empty()
                                : Optional.of(Instant.ofEpochMilli(row.getLong("ended")))),
                """
                SELECT run, boot, stop, ended,
                  max(last_seq, ifnull((SELECT max(seq) FROM kept WHERE kept.run = run.run), 0)) AS seen
                FROM run ORDER BY run DESC LIMIT 1""");
    }
}
