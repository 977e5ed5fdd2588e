package dev.sandpiper.agent.store;

import java.util.List;
import java.util.NavigableMap;

/** The records that are on no disk, by their keys, as a shelf of their own. */
record InMemory(NavigableMap<Long, Entry> entries) implements Shelf {
    @Override
    public long records() {
        return entries.size();
    }

    @Override
    public long oldest() {
        return entries.isEmpty() ? 0 : entries.firstKey();
    }

    @Override
    public long newest() {
        return entries.isEmpty() ? 0 : entries.lastKey();
    }

    @Override
    public List<Entry> between(long after, long upTo, int most) {
        if (upTo <= after) return List.of();
        return entries.subMap(after, false, upTo, true).values().stream()
                .filter(entry -> entry.kind.numbered())
                .limit(most)
                .toList();
    }
}
