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
    private static final int STRETCH = 2000;

    private static final int MOST_ROUNDS = 50;

    private final Store store;
    private final OutboxLimits limits;
    private boolean said;

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
            var lost = choose(oldest(held), limits.thin());
            if (lost.isEmpty() || !giveUp.test(lost)) return;
            if (!said)
                Logger.warn(
                        "the outbox is full ({} bytes): old records are given up and announced on gap",
                        limits.maxSize());
            said = true;
        }
    }

    private List<Entry> oldest(Set<Long> held) {
        return store.read(database -> Records.after(database, 0, STRETCH)).orElse(List.of()).stream()
                .filter(entry -> entry.kind.numbered() && !held.contains(entry.key))
                .toList();
    }

    // The log gets an eighth of max_size, the rest is the database's; some of it is left for what is written meanwhile.
    private boolean full() {
        return store.bytes() >= limits.maxSize() * 3 / 4 && usedBytes() >= limits.maxSize() * 3 / 4;
    }

    private long usedBytes() {
        return store.read(database -> database.number("PRAGMA page_size")
                        * (database.number("PRAGMA page_count") - database.number("PRAGMA freelist_count")))
                .orElse(0L);
    }

    /** Every second reading of each sensor, as long as there are readings; otherwise the oldest tenth of everything. */
    static List<Entry> choose(List<Entry> oldest, boolean thin) {
        var thinned = thin ? everySecond(oldest) : List.<Entry>of();
        return thinned.size() >= oldest.size() / 20 && !thinned.isEmpty()
                ? thinned
                : oldest.subList(0, (oldest.size() + 9) / 10);
    }

    private static List<Entry> everySecond(Collection<Entry> entries) {
        Map<String, Integer> seen = new HashMap<>();
        var chosen = new ArrayList<Entry>();
        for (var entry : entries) {
            if (entry.kind != Kind.READING) continue;
            if (seen.merge(entry.id, 1, Integer::sum) % 2 == 0) chosen.add(entry);
        }
        return chosen;
    }
}
