package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** For {@code health}: that the database was damaged, for a day, also across restarts. */
final class Damage {
    private static final Duration TERM = Duration.ofDays(1);
    private static final String NOTE = "damage";

    private final Time time;
    private String sentence = "";
    private long until;

    Damage(Store store, Time time) {
        this.time = time;
        store.read(database -> database.texts("SELECT text FROM note WHERE name = ?", NOTE)).stream()
                .flatMap(texts -> texts.stream())
                .forEach(this::remember);
    }

    // The clock may be wrong by years: never longer than a day from now.
    private void remember(String note) {
        var parts = note.split(" ", 2);
        var age = Duration.between(Instant.ofEpochMilli(Long.parseLong(parts[0])), time.wall());
        until = time.in(age.isNegative() ? TERM : TERM.minus(age));
        sentence = parts[1];
    }

    /** Says so from now on, once this is committed. */
    void tell(Database database, String what) throws SQLException {
        database.run(
                "INSERT OR REPLACE INTO note (name, text) VALUES (?, ?)",
                NOTE,
                time.wall().toEpochMilli() + " " + what);
        sentence = what;
        until = time.in(TERM);
    }

    Optional<String> sentence() {
        return sentence.isEmpty() || time.nanos() - until >= 0 ? Optional.empty() : Optional.of(sentence);
    }
}
