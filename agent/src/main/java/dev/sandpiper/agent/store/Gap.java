package dev.sandpiper.agent.store;

import dev.sandpiper.agent.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Records of one run that will never arrive. */
record Gap(long run, long from, long to, long dropped, String reason, List<String> ids) {
    static final String DAMAGED = "damaged";

    /** The members behind {@code ts} where nothing is known of what was lost. */
    static final String UNKNOWN = "\"reason\":\"damaged\"";

    /** One gap for each run the lost records belong to. */
    static List<Gap> of(Collection<Entry> lost) {
        var byRun = new TreeMap<Long, List<Entry>>();
        lost.stream()
                .filter(entry -> entry.kind.numbered())
                .forEach(entry -> byRun.computeIfAbsent(entry.run, run -> new ArrayList<>())
                        .add(entry));
        return byRun.values().stream().map(Gap::ofOneRun).toList();
    }

    private static Gap ofOneRun(List<Entry> lost) {
        var numbers = lost.stream().mapToLong(entry -> entry.seq).summaryStatistics();
        var ids = lost.stream().map(entry -> entry.id).distinct().sorted().toList();
        return new Gap(lost.getFirst().run, numbers.getMin(), numbers.getMax(), lost.size(), "full", ids);
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
        return new Json()
                .put("run", run)
                .put("from", from)
                .put("to", to)
                .put("dropped", dropped)
                .put("reason", reason);
    }
}
