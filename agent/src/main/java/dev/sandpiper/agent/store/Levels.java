package dev.sandpiper.agent.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How often records were thinned, by their age: what is four times as old has half the resolution. The older a record,
 * the more often: so one key for each level says all, and nothing need be noted at the records themselves.
 */
final class Levels {
    /** More often would leave one of a thousand millions. */
    private static final int MOST = 30;

    /** Up to which key everything was thinned once, twice and so on. */
    private final List<Long> upTo = new ArrayList<>();

    /** Records that were thinned equally often: those behind {@code after}, up to {@code upTo}. */
    record Region(int level, long after, long upTo) {
        private long span() {
            return upTo - after;
        }

        /** What is four times as old has waited as long for its second turn as the other for its first. */
        private long age(long newest) {
            return (newest - after) >> 2 * level;
        }
    }

    /**
     * Takes up what was noted.
     *
     * @param last key there is: an outbox that was empty begins its keys anew, and its records were never thinned
     */
    static Levels of(String noted, long last) {
        var levels = new Levels();
        if (!noted.isEmpty())
            Arrays.stream(noted.split(",")).forEach(key -> levels.upTo.add(Math.min(last, Long.parseLong(key))));
        return levels;
    }

    String noted() {
        return upTo.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    /**
     * The region whose turn it is, to be thinned from its oldest on; empty when there is none.
     *
     * @param fewest records worth the effort; what has less waits while there is more elsewhere
     */
    Optional<Region> next(long oldest, long newest, long fewest) {
        var all = regions(oldest, newest);
        return all.stream()
                .filter(region -> region.span() >> region.level >= fewest)
                .max(Comparator.comparingLong(region -> region.age(newest)))
                .or(() -> all.stream().max(Comparator.comparingLong(region -> region.age(newest))));
    }

    private List<Region> regions(long oldest, long newest) {
        var regions = new ArrayList<Region>();
        var end = newest;
        for (var level = 0; level <= Math.min(upTo.size(), MOST) && end >= oldest; level++) {
            var after = Math.max(level < upTo.size() ? upTo.get(level) : 0, oldest - 1);
            if (after < end) regions.add(new Region(level, after, end));
            end = Math.min(end, after);
        }
        return regions;
    }

    /** How many keys nothing was thinned behind yet. */
    long unseen(long oldest, long newest) {
        return newest - Math.max(upTo.isEmpty() ? 0 : upTo.getFirst(), oldest - 1);
    }

    /** Everything of the region up to this key was thinned once more. */
    void thinned(Region region, long key) {
        while (upTo.size() <= region.level) upTo.add(0L);
        upTo.set(region.level, key);
    }
}
