package dev.sandpiper.agent.store;

import dev.sandpiper.agent.json.Json;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** How much waits, by run and by what it is of. */
public final class Census {
    private final TreeMap<Of, Count> counts = new TreeMap<>();

    /**
     * What is counted together.
     *
     * @param kind {@code REPLY}, {@code GAP}, or {@code READING} for all that {@code seq} numbers
     * @param id of the sensor or actuator; the name in {@code reply/<name>}; empty for gaps
     */
    public record Of(long run, Kind kind, String id) implements Comparable<Of> {
        private static final Comparator<Of> ORDER =
                Comparator.comparingLong(Of::run).thenComparing(Of::kind).thenComparing(Of::id);

        public Of {
            if (kind.numbered()) kind = Kind.READING;
        }

        /** {@code air}, {@code reply/pump}, {@code gap}. */
        public String name() {
            return switch (kind) {
                case READING, EDGE, ERROR, STATE -> id;
                case REPLY -> "reply/" + id;
                case GAP -> "gap";
            };
        }

        @Override
        public int compareTo(Of other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * @param bytes of their payloads
     * @param aside those of them that are not sent because the broker closes the connection on them
     * @param first the lowest key
     * @param oldest time stamp of the record with the lowest key
     */
    public record Count(Of of, long records, long bytes, long aside, long first, String oldest) {
        private Count plus(Count other) {
            var older = first <= other.first ? this : other;
            return new Count(
                    of, records + other.records, bytes + other.bytes, aside + other.aside, older.first, older.oldest);
        }

        private String json() {
            return new Json()
                    .put("run", of.run)
                    .put("kind", of.kind.numbered() ? "record" : of.kind.name().toLowerCase(Locale.ROOT))
                    .put("id", of.id)
                    .put("records", records)
                    .put("bytes", bytes)
                    .put("oldest", oldest)
                    .put("set_aside", aside)
                    .toString();
        }
    }

    void add(Count count) {
        counts.merge(count.of, count, Count::plus);
    }

    /** Counts one record more. */
    public void add(Kept kept) {
        var of = new Of(kept.run(), kept.kind(), kept.id());
        add(new Count(of, 1, kept.bytes(), kept.aside() ? 1 : 0, kept.key(), kept.ts()));
    }

    /** By run, readings and states before replies before gaps, then by id. */
    public Collection<Count> counts() {
        return counts.values();
    }

    /** The same as a JSON array. */
    public String json() {
        return Json.array(counts().stream().map(Count::json).toList());
    }

    public long records() {
        return counts.values().stream().mapToLong(Count::records).sum();
    }

    public long aside() {
        return counts.values().stream().mapToLong(Count::aside).sum();
    }

    /** Time stamp of the oldest record. */
    public Optional<String> oldest() {
        return counts.values().stream()
                .min(Comparator.comparingLong(Count::first))
                .map(Count::oldest);
    }
}
