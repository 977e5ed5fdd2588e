package dev.sandpiper.agent.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Some keys of records, as few stretches: {@code 12-40,44-44}. */
public final class KeyRanges {
    /** First key of a stretch to its last; stretches neither overlap nor touch. */
    private final NavigableMap<Long, Long> stretches = new TreeMap<>();

    private long keys;

    private KeyRanges() {}

    public static KeyRanges none() {
        return new KeyRanges();
    }

    public static KeyRanges of(Collection<Long> keys) {
        var ranges = new KeyRanges();
        keys.forEach(ranges::add);
        return ranges;
    }

    /** @throws IllegalArgumentException when it is not what {@link #toString} makes */
    public static KeyRanges parse(String text) {
        var ranges = new KeyRanges();
        if (text.isEmpty()) return ranges;
        for (var stretch : text.split(",")) {
            var ends =
                    Arrays.stream(stretch.split("-")).mapToLong(Long::parseLong).toArray();
            if (ends.length != 2 || ends[0] > ends[1]) throw new IllegalArgumentException("no stretch: " + stretch);
            ranges.add(ends[0], ends[1]);
        }
        return ranges;
    }

    void add(long key) {
        add(key, key);
    }

    public KeyRanges add(KeyRanges others) {
        others.stretches.forEach(this::add);
        return this;
    }

    private void add(long from, long to) {
        for (var near = touching(from, to); near.isPresent(); near = touching(from, to)) {
            from = Math.min(from, near.get().getKey());
            to = Math.max(to, near.get().getValue());
            remove(near.get());
        }
        put(from, to);
    }

    private void put(long from, long to) {
        stretches.put(from, to);
        keys += to - from + 1;
    }

    private void remove(Map.Entry<Long, Long> stretch) {
        stretches.remove(stretch.getKey());
        keys -= stretch.getValue() - stretch.getKey() + 1;
    }

    /** The lowest, so many or all. */
    KeyRanges first(int most) {
        var first = new KeyRanges();
        for (var stretch : stretches.entrySet()) {
            var room = most - first.keys;
            if (room <= 0) break;
            first.put(stretch.getKey(), Math.min(stretch.getValue(), stretch.getKey() + room - 1));
        }
        return first;
    }

    /** Forgets what {@link #first} gave. */
    void removeFirst(KeyRanges first) {
        if (first.isEmpty()) return;
        var last = first.stretches.lastEntry().getValue();
        for (var stretch = stretches.firstEntry(); stretch != null && stretch.getKey() <= last; ) {
            remove(stretch);
            if (stretch.getValue() > last) put(last + 1, stretch.getValue());
            stretch = stretches.firstEntry();
        }
    }

    boolean isEmpty() {
        return stretches.isEmpty();
    }

    /** How many keys these are. */
    long keys() {
        return keys;
    }

    /** First key of each stretch to its last. */
    Map<Long, Long> stretches() {
        return Collections.unmodifiableMap(stretches);
    }

    private Optional<Map.Entry<Long, Long>> touching(long from, long to) {
        return Optional.ofNullable(stretches.floorEntry(to + 1)).filter(near -> near.getValue() >= from - 1);
    }

    public boolean has(long key) {
        var near = stretches.floorEntry(key);
        return near != null && near.getValue() >= key;
    }

    /** The last of the keys that follow {@code key} directly and are among these; {@code key} where there are none. */
    long behind(long key) {
        var near = stretches.floorEntry(key + 1);
        return near == null ? key : Math.max(key, near.getValue());
    }

    /** The last key before the next stretch behind {@code key}. */
    long upTo(long key) {
        var next = stretches.higherKey(key);
        return next == null ? Long.MAX_VALUE : next - 1;
    }

    @Override
    public String toString() {
        return stretches.entrySet().stream()
                .map(stretch -> stretch.getKey() + "-" + stretch.getValue())
                .collect(Collectors.joining(","));
    }
}
