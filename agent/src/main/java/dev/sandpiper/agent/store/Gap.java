package dev.sandpiper.agent.store;

import dev.sandpiper.agent.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Records of one run that will never arrive.
 *
 * @param to 0 where they have no numbers, as {@code from}
 */
record Gap(long run, long from, long to, long dropped, String reason, List<String> ids) {
    static final String DAMAGED = "damaged";

    /** The members behind {@code ts} where nothing is known of what was lost. */
    static final String UNKNOWN = "\"reason\":\"damaged\"";

    /**
     * What one gap can tell of.
     *
     * @param kind {@code READING} for all that {@code seq} numbers, {@code REPLY} for answers, which have no number
     */
    record Of(long run, Kind kind) implements Comparable<Of> {
        static Of entry(Entry entry) {
            return new Of(entry.run, entry.kind.numbered() ? Kind.READING : entry.kind);
        }

        @Override
        public int compareTo(Of other) {
            return run == other.run ? kind.compareTo(other.kind) : Long.compare(run, other.run);
        }
    }

    /** One gap for each run the lost records belong to, and one more for its answers. */
    static List<Gap> of(Collection<Entry> lost) {
        var all = new TreeMap<Of, List<Entry>>();
        for (var entry : lost)
            if (entry.kind != Kind.GAP)
                all.computeIfAbsent(Of.entry(entry), of -> new ArrayList<>()).add(entry);
        return all.values().stream().map(Gap::ofOne).toList();
    }

    private static Gap ofOne(List<Entry> lost) {
        var numbers = lost.stream().mapToLong(entry -> entry.seq).summaryStatistics();
        var ids = lost.stream().map(Gap::id).distinct().sorted().toList();
        return new Gap(lost.getFirst().run, numbers.getMin(), numbers.getMax(), lost.size(), "full", ids);
    }

    private static String id(Entry entry) {
        return entry.kind == Kind.REPLY ? "reply/" + entry.id : entry.id;
    }

    Of of() {
        return new Of(run, to > 0 ? Kind.READING : Kind.REPLY);
    }

    /** Both in one, of the same run. */
    Gap and(Gap other) {
        var all = Stream.concat(ids.stream(), other.ids.stream())
                .distinct()
                .sorted()
                .toList();
        return new Gap(run, Math.min(from, other.from), Math.max(to, other.to), dropped + other.dropped, reason, all);
    }

    /** The members behind {@code ts}. */
    String body() {
        return json().put("ids", ids).body();
    }

    /** The same where nobody knows any more whose records they were. */
    String bodyWithoutIds() {
        return json().body();
    }

    private Json json() {
        var json = new Json().put("run", run);
        if (to > 0) json.put("from", from).put("to", to);
        return json.put("dropped", dropped).put("reason", reason);
    }
}
