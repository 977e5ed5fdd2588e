package dev.sandpiper.agent.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Some keys of records, as few stretches: {@code 12-40,44-44}. */
public final class KeyRanges {
    /** First key of a stretch to its last; stretches neither overlap nor touch. */
    private final NavigableMap<Long, Long> stretches = new TreeMap<>();

    private KeyRanges() {}

    public static KeyRanges none() {
        return new KeyRanges();
    }

    public static KeyRanges of(Collection<Long> keys) {
        var ranges = new KeyRanges();
        keys.forEach(key -> ranges.add(key, key));
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

    public KeyRanges add(KeyRanges others) {
        others.stretches.forEach(this::add);
        return this;
    }

    private void add(long from, long to) {
        for (var near = touching(from, to); near.isPresent(); near = touching(from, to)) {
            from = Math.min(from, near.get().getKey());
            to = Math.max(to, near.get().getValue());
            stretches.remove(near.get().getKey());
        }
        stretches.put(from, to);
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
