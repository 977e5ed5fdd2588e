package dev.sandpiper.agent.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is announced as given up and was never sent. What is given up next is added to it, so that an outage has one gap
 * for each run and not thousands. A gap that has left may have arrived: it stays as it is, and another one begins.
 */
final class Gaps {
    private final Map<Gap.Of, Announced> unsent = new HashMap<>();

    private record Announced(Gap gap, Entry entry) {}

    /**
     * Gaps to be kept in place of others.
     *
     * @param former that the new ones contain
     */
    record Change(List<Entry> former, List<Entry> entries, Map<Gap.Of, Announced> announced) {}

    /** Announces; nothing is changed before {@link #made}. */
    Change announce(Collection<Entry> lost, Function<Gap, Entry> entry) {
        var change = new Change(new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        for (var gap : Gap.of(lost)) {
            var before = unsent.get(gap.of());
            var open = before != null && !before.entry.left();
            if (open) change.former.add(before.entry);
            var all = open ? before.gap.and(gap) : gap;
            change.announced.put(all.of(), new Announced(all, entry.apply(all)));
        }
        change.announced.values().forEach(announced -> change.entries.add(announced.entry));
        return change;
    }

    /** The change is kept. */
    void made(Change change) {
        unsent.putAll(change.announced);
    }
}
