package dev.sandpiper.agent.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.tinylog.Logger;

/** Keeps the outbox within its bounds: {@code max_size} on the disk, a fixed number of records in memory. */
final class Space {
    /** What is kept in memory while the disk cannot be written. */
    static final int MOST_IN_MEMORY = 20_000;

    /** Rows looked at in one eviction. */
    private static final int STRETCH = 500;

    private static final int MOST_ROUNDS = 50;

    private final Store store;
    private final OutboxLimits limits;
    private boolean said;
    private long thinnedUpTo;

    Space(Store store, OutboxLimits limits) {
        this.store = store;
        this.limits = limits;
    }

    /**
     * Makes room on the disk when it is full.
     *
     * @param held keys that are in memory and may be under way; they are left alone
     * @param giveUp deletes and announces; false when that failed
     */
    void makeRoom(Set<Long> held, Predicate<List<Entry>> giveUp) {
        for (var round = 0; round < MOST_ROUNDS && full(); round++) {
            var lost = choose(held);
            if (lost.isEmpty() || !giveUp.test(lost)) return;
            if (!said)
                Logger.warn(
                        "the outbox is full ({} bytes): old records are given up and announced on gap",
                        limits.maxSize());
            said = true;
        }
    }

    /** Every second reading of each sensor, as long as there are readings; otherwise the oldest tenth of everything. */
    private List<Entry> choose(Set<Long> held) {
        var thinned = limits.thin() ? everySecond(spare(nextStretch(), held)) : List.<Entry>of();
        if (thinned.size() >= STRETCH / 20) return thinned;
        var oldest = spare(after(0), held);
        return oldest.subList(0, (oldest.size() + 9) / 10);
    }

    // On from the last one and round again: what was thinned already is thinned again only after everything else.
    private List<Entry> nextStretch() {
        var stretch = after(thinnedUpTo);
        if (stretch.size() < STRETCH) stretch = after(0);
        thinnedUpTo = stretch.isEmpty() ? 0 : stretch.getLast().key;
        return stretch;
    }

    private List<Entry> after(long key) {
        return store.read(database -> Records.numberedAfter(database, key, STRETCH))
                .orElse(List.of());
    }

    private static List<Entry> spare(List<Entry> rows, Set<Long> held) {
        return rows.stream().filter(entry -> !held.contains(entry.key)).toList();
    }

    private boolean full() {
        var room = limits.maxSize() - store.besides();
        return store.bytes() >= room && usedBytes() >= room;
    }

    private long usedBytes() {
        return store.read(database -> database.number("PRAGMA page_size")
                        * (database.number("PRAGMA page_count") - database.number("PRAGMA freelist_count")))
                .orElse(0L);
    }

    static List<Entry> everySecond(Collection<Entry> entries) {
        Map<String, Integer> seen = new HashMap<>();
        var chosen = new ArrayList<Entry>();
        for (var entry : entries) {
            if (entry.kind != Kind.READING) continue;
            if (seen.merge(entry.id, 1, Integer::sum) % 2 == 0) chosen.add(entry);
        }
        return chosen;
    }
}
