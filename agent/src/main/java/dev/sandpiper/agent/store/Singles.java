package dev.sandpiper.agent.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What left by itself on the present connection and is not acknowledged; and whether more may leave. A record is one
 * message, or several of a value each: then it has arrived with the last of them.
 */
final class Singles {
    /** Leaves room for ten of the link's own messages below the hundred that the contract promises. */
    static final int WINDOW = 90;

    /** However slow the link is. */
    private static final int FEWEST = 4;
    /** What a command or a ping waits behind, at most, as far as fresh records are concerned. */
    private static final int SECONDS = 2;

    /** Handles of parts and of refreshed records begin here; keys never come that far. */
    private static final long FIRST_OF_NO_KEY = 1L << 60;

    private final Map<Long, Entry> entries = new HashMap<>();
    /** The key of the record that a message is a part of, by the message's handle. */
    private final Map<Long, Long> parts = new HashMap<>();
    /** How many of its parts are not acknowledged, by the key of a record of several. */
    private final Map<Long, Integer> missing = new HashMap<>();
    /** Handles of messages that only tell the broker again what it keeps. */
    private final Set<Long> refreshing = new HashSet<>();

    private long lastHandle = FIRST_OF_NO_KEY;
    private int length;

    /** How many more messages may leave, if the link is fast enough. */
    int room() {
        return WINDOW - (entries.size() - missing.size()) - parts.size() - refreshing.size();
    }

    /** Whether the link carries what is under way soon enough for another. */
    boolean carriedSoon(int bytesPerSecond) {
        return entries.size() < FEWEST || length < SECONDS * bytesPerSecond;
    }

    /** Takes a record of so many messages; the handle of each. */
    List<Long> add(Entry entry, int messages) {
        entries.put(entry.key, entry);
        length += entry.text().length();
        if (messages == 1) return List.of(entry.key);
        var handles = handles(messages);
        handles.forEach(handle -> parts.put(handle, entry.key));
        missing.put(entry.key, messages);
        return handles;
    }

    /** Takes messages of a record that is only told again; the handle of each. */
    List<Long> addRefresh(int messages) {
        var handles = handles(messages);
        refreshing.addAll(handles);
        return handles;
    }

    private List<Long> handles(int messages) {
        return LongStream.range(0, messages).mapToObj(_ -> ++lastHandle).toList();
    }

    /** The broker has a message: the record that has arrived by it. */
    Optional<Entry> acknowledged(long handle) {
        var whole = parts.remove(handle);
        if (whole == null) return remove(handle);
        var left = missing.computeIfPresent(whole, (_, number) -> number - 1);
        return left != null && left == 0 ? remove(whole) : Optional.empty();
    }

    /** The broker does not take a message: the record it is of. Its other parts stay under way. */
    Optional<Entry> refused(long handle) {
        var whole = parts.remove(handle);
        return remove(whole == null ? handle : whole);
    }

    private Optional<Entry> remove(long key) {
        missing.remove(key);
        var entry = Optional.ofNullable(entries.remove(key));
        entry.ifPresent(gone -> length -= gone.text().length());
        return entry;
    }

    boolean has(long key) {
        return entries.containsKey(key);
    }

    /** Whether it was one. */
    boolean removeRefresh(long handle) {
        return refreshing.remove(handle);
    }

    /** Forgets them, and returns those that are to be sent again. */
    List<Entry> clear() {
        var all = new ArrayList<>(entries.values());
        entries.clear();
        parts.clear();
        missing.clear();
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
