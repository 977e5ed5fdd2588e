package dev.sandpiper.agent.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What left by itself on the present connection and is not acknowledged; and whether more may leave. */
final class Singles {
    /** Leaves room for ten of the link's own messages below the hundred that the contract promises. */
    static final int WINDOW = 90;

    /** However slow the link is. */
    private static final int FEWEST = 4;
    /** What a command or a ping waits behind, at most, as far as fresh records are concerned. */
    private static final int SECONDS = 2;

    private final Map<Long, Entry> entries = new HashMap<>();
    /** Handles of messages that only tell the broker again what it keeps. */
    private final Set<Long> refreshing = new HashSet<>();

    private int length;

    /** Whether another may leave at all. */
    boolean haveRoom() {
        return room() > 0;
    }

    /** How many more may leave, if the link is fast enough. */
    int room() {
        return WINDOW - entries.size() - refreshing.size();
    }

    /** Whether the link carries what is under way soon enough for another. */
    boolean carriedSoon(int bytesPerSecond) {
        return entries.size() < FEWEST || length < SECONDS * bytesPerSecond;
    }

    void add(Entry entry) {
        entries.put(entry.key, entry);
        length += entry.text().length();
    }

    Optional<Entry> remove(long handle) {
        var entry = Optional.ofNullable(entries.remove(handle));
        entry.ifPresent(gone -> length -= gone.text().length());
        return entry;
    }

    boolean has(long key) {
        return entries.containsKey(key);
    }

    void addRefresh(long handle) {
        refreshing.add(handle);
    }

    /** Whether it was one. */
    boolean removeRefresh(long handle) {
        return refreshing.remove(handle);
    }

    /** Forgets them, and returns those that are to be sent again. */
    List<Entry> clear() {
        var all = new ArrayList<>(entries.values());
        entries.clear();
        refreshing.clear();
        length = 0;
        return all;
    }

    /** The key of the first of an id. */
    long first(String id) {
        return entries.values().stream()
                .filter(entry -> entry.id.equals(id))
                .mapToLong(entry -> entry.key)
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
