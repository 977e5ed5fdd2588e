package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Moment;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record found in a damaged database.
 *
 * @param aside when it was set aside because the broker refuses it; null when it was not
 */
record Found(Entry entry, @Nullable Long aside) {
    private static final String COLUMNS = "niiitcTII";
    private static final int ASIDE = COLUMNS.length();

    /** The record that a row holds; empty when it is a row of another table or garbled. */
    static Optional<Found> in(Row row) {
        if (!row.looksLike(COLUMNS) || row.number(3) < 0 || row.number(3) >= Kind.values().length)
            return Optional.empty();
        var kind = Kind.values()[(int) row.number(3)];
        if (row.key() <= 0 || row.number(1) <= 0 || kind.numbered() != row.number(2) > 0) return Optional.empty();
        try {
            var found = new Found(entry(row, kind), aside(row));
            return found.isPlausible() ? Optional.of(found) : Optional.empty();
        } catch (IllegalArgumentException garbled) {
            return Optional.empty();
        }
    }

    private static Entry entry(Row row, Kind kind) {
        var stamped = row.values().get(6) == null;
        var text = Compact.text(Objects.requireNonNull(row.values().get(5)), row.number(1), row.number(2));
        var at = new Moment(row.number(7), Instant.ofEpochMilli(row.number(8)));
        return Entry.stored(row.key(), row.number(1), row.number(2), kind, row.text(4), at, row.text(6), text, stamped);
    }

    private static @Nullable Long aside(Row row) {
        return row.values().size() > ASIDE && row.values().get(ASIDE) instanceof Long when ? when : null;
    }

    // What is sent repeats what the columns say: few accidents garble both alike.
    private boolean isPlausible() {
        var text = entry.text();
        if (text.chars().anyMatch(c -> c < ' ')) return false;
        if (!entry.stamped()) return text.startsWith("\"");
        if (!text.startsWith("{\"") || !text.endsWith("}")) return false;
        return !entry.kind.numbered()
                || (text.startsWith("{\"ts\":\"")
                        && text.contains(",\"run\":%d,\"seq\":%d,".formatted(entry.run, entry.seq)));
    }
}
