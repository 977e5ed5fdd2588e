package dev.sandpiper.agent.store;

import dev.sandpiper.agent.payload.Payloads;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Records that could not be sent while fresh, oldest first: a window of them in memory, the rest on the disk behind the
 * cursor. While the disk works the window holds only what the link is about to send.
 */
final class Backlog {
    private static final int WINDOW = 2000;
    /** Read at once while the broker reads: a command that comes meanwhile waits no longer than for that. */
    private static final int PART = 500;

    private final TreeMap<Long, Entry> window = new TreeMap<>();
    private long cursor;
    private boolean moreOnDisk = true;

    /** Takes a record that went stale; false when it is on the disk and will be read from there. */
    boolean take(Entry entry) {
        if (entry.onDisk() && entry.key > cursor) {
            moreOnDisk = true;
            return false;
        }
        window.put(entry.key, entry);
        return true;
    }

    /**
     * Reads more from the disk when the window holds nothing older than what is there.
     *
     * @param held what is in memory anyway, also under way to the broker; what is read is added
     * @param gone what is acknowledged and not deleted yet
     */
    void refill(Store store, Map<Long, Entry> held, LongPredicate gone) {
        while (moreOnDisk && (window.isEmpty() || window.firstKey() > cursor))
            if (!read(WINDOW, store, held, gone)) return;
    }

    /** Reads a part of what is missing in the window, so that it is there when it is needed. */
    void readAhead(Store store, Map<Long, Entry> held, LongPredicate gone) {
        if (moreOnDisk && window.size() <= WINDOW - PART) read(PART, store, held, gone);
    }

    private boolean read(int most, Store store, Map<Long, Entry> held, LongPredicate gone) {
        var read = store.read(database -> Records.sendableAfter(database, cursor, most));
        if (read.isEmpty()) return false;
        read.get().forEach(entry -> hold(entry, held, gone));
        moreOnDisk = read.get().size() == most;
        return true;
    }

    private void hold(Entry entry, Map<Long, Entry> held, LongPredicate gone) {
        cursor = entry.key;
        if (!gone.test(entry.key) && held.putIfAbsent(entry.key, entry) == null) window.put(entry.key, entry);
    }

    /** Whether older rows should be there and could not be read. */
    boolean isAheadOfTheDisk() {
        return moreOnDisk && !window.isEmpty() && window.firstKey() > cursor;
    }

    /** How many of it are in memory. */
    int size() {
        return window.size();
    }

    boolean isEmpty() {
        return window.isEmpty();
    }

    Entry oldest() {
        return window.firstEntry().getValue();
    }

    /**
     * Removes the oldest record and what follows of the same id, as many as fit into one message; none where all have
     * to wait.
     *
     * @param size of a record in a message, with what stands between two, bytes
     * @param before of an id, the key its records must stay below: a record must not overtake an earlier one of its id
     *     that is under way by itself and would come back behind it
     * @param ready whether it need not wait for the clock; what follows of its id waits with it
     */
    List<Entry> takeBatch(
            int most, int bytes, ToIntFunction<Entry> size, ToLongFunction<String> before, Predicate<Entry> ready) {
        var batch = new ArrayList<Entry>();
        var left = bytes;
        var limits = new HashMap<String, Long>();
        for (Iterator<Entry> all = upToTheCursor().values().iterator(); all.hasNext() && batch.size() < most; ) {
            var entry = all.next();
            if (!batch.isEmpty() && !entry.id.equals(batch.getFirst().id)) continue;
            if (entry.key > limits.computeIfAbsent(entry.id, before::applyAsLong)) continue;
            if (!ready.test(entry)) return batch;
            if (!batch.isEmpty() && !Payloads.together(batch.getFirst().text(), entry.text())) return batch;
            left -= size.applyAsInt(entry);
            if (left < 0 && !batch.isEmpty()) return batch;
            all.remove();
            batch.add(entry);
        }
        return batch;
    }

    // What stands behind unread rows must not overtake them, unless the disk has not given them for long.
    private Map<Long, Entry> upToTheCursor() {
        return moreOnDisk && window.firstKey() <= cursor ? window.headMap(cursor, true) : window;
    }

    /** Back from a link that was lost before it was acknowledged. */
    void putBack(List<Entry> batch) {
        batch.forEach(entry -> window.put(entry.key, entry));
    }

    /** Gives what is on the disk back to it. */
    void release(Map<Long, Entry> held) {
        window.values().removeIf(entry -> entry.onDisk() && held.remove(entry.key) != null);
        rewind();
    }

    /** On the disk there is more than before, and older. */
    void rewind() {
        cursor = 0;
        moreOnDisk = true;
    }

    /** Forgets a record that was dropped. */
    void forget(long key) {
        window.remove(key);
    }
}
