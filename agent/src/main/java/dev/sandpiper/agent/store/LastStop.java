package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a process last stopped in order.
 *
 * @param boot on which, for {@code nanos}
 * @param wall by the calendar, if that was right
 */
public record LastStop(String boot, long nanos, Optional<Instant> wall) {
    private static final String NOTE = "stopped";

    static void write(Database database, Time time, String boot) throws SQLException {
        var wall = time.synchronised() ? " " + time.wall().toEpochMilli() : "";
        Notes.note(database, NOTE, boot + " " + time.nanos() + wall);
    }

    /** Empty when none is known. */
    public static Optional<LastStop> in(Notes notes) {
        return notes.text(NOTE)
                .map(text -> text.split(" "))
                .map(parts -> new LastStop(
                        parts[0],
                        Long.parseLong(parts[1]),
                        parts.length < 3
                                ? Optional.empty()
                                : Optional.of(Instant.ofEpochMilli(Long.parseLong(parts[2])))));
    }

    /** How long ago that was; empty when no clock tells. */
    public Optional<Duration> ago(Time time, String bootNow) {
        if (boot.equals(bootNow)) return Optional.of(time.since(nanos));
        return wall.filter(stopped -> time.synchronised())
                .map(stopped -> Duration.between(stopped, time.wall()))
                .filter(span -> !span.isNegative());
    }
}
