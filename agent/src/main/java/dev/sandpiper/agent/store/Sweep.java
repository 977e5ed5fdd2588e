package dev.sandpiper.agent.store;

import java.util.List;
import java.util.function.LongPredicate;

/**
 * Chooses what gives way, a part at a time: readings first, by halves where there is thinning and as they come where the
 * oldest are dropped; other records only when no reading can go any more.
 */
final class Sweep {
    /** A part is the sixteenth of what there is, within these bounds. */
    private static final int PARTS = 16;

    private static final int SMALLEST = 32;
    static final int LARGEST = 4096;

    /** A part in which less can go, of so many, is not what brings room. */
    private static final int HARDLY = 64;

    private final Shelf shelf;
    private final boolean thin;
    private final int mostBytes;
    private final Levels levels;
    /** How many parts are taken as one, for sensors of which one part holds too few readings. */
    private int width = 1;
    /** Records looked at in a row of which hardly any could go. */
    private long inVain;

    /** @param mostBytes of a part, that it can be written at once */
    Sweep(Shelf shelf, boolean thin, int mostBytes, Levels levels) {
        this.shelf = shelf;
        this.thin = thin;
        this.mostBytes = mostBytes;
        this.levels = levels;
    }

    /**
     * Records to be given up.
     *
     * @param first key of the part they were chosen from
     * @param last key of that part
     * @param packed whether the part is worth being written anew without them
     */
    record Choice(List<Entry> lost, long first, long last, boolean packed) {
        static final Choice NOTHING = new Choice(List.of(), 0, 0, false);

        boolean isEmpty() {
            return lost.isEmpty();
        }
    }

    /**
     * Whether readings can be expected to bring room; otherwise {@link #others} have to. Where all was looked at in vain,
     * what has come since may be readings.
     */
    boolean readingsCanGo() {
        return inVain <= shelf.records() || levels.unseen(shelf.oldest(), shelf.newest()) >= part();
    }

    private int part() {
        return Math.clamp(shelf.records() / PARTS, SMALLEST, LARGEST);
    }

    /**
     * Looks at the part whose turn it is; may find nothing in it.
     *
     * @param spared keys of what is under way or has arrived; it is left alone
     */
    Choice readings(LongPredicate spared) {
        var most = Math.clamp(shelf.records() / PARTS * width, SMALLEST, LARGEST);
        var region = levels.next(shelf.oldest(), shelf.newest(), most / 2);
        if (region.isEmpty()) {
            inVain = shelf.records() + 1;
            return Choice.NOTHING;
        }
        var found = shelf.between(region.get().after(), region.get().upTo(), most);
        var part = upToSize(found);
        var whole = part.size() == found.size() && found.size() < most;
        levels.thinned(region.get(), whole ? region.get().upTo() : part.getLast().key);
        return judge(
                part,
                surplus(part.stream().filter(entry -> !spared.test(entry.key)).toList()));
    }

    private List<Entry> surplus(List<Entry> part) {
        if (thin) return Thinning.surplus(part);
        return part.stream().filter(entry -> entry.kind.gathers()).toList();
    }

    private Choice judge(List<Entry> part, List<Entry> lost) {
        if (part.isEmpty()) return Choice.NOTHING;
        var readings = part.stream().filter(entry -> entry.kind.gathers()).count();
        if (lost.size() < readings / 4) width = Math.min(width * 2, LARGEST);
        var worth = lost.size() >= Math.ceilDiv(part.size(), HARDLY);
        inVain = worth ? 0 : inVain + part.size();
        return new Choice(lost, part.getFirst().key, part.getLast().key, worth);
    }

    /** The oldest of everything numbered; the next look is for readings again, since others have come meanwhile. */
    Choice others(LongPredicate spared) {
        inVain = Math.min(inVain, shelf.records());
        var most = part();
        var after = 0L;
        while (true) {
            var found = shelf.between(after, Long.MAX_VALUE, most);
            if (found.isEmpty()) return Choice.NOTHING;
            var lost = found.stream().filter(entry -> !spared.test(entry.key)).toList();
            if (!lost.isEmpty()) return new Choice(lost, 0, 0, false);
            after = found.getLast().key;
        }
    }

    private List<Entry> upToSize(List<Entry> found) {
        var left = (long) mostBytes;
        for (var at = 0; at < found.size(); at++) {
            left -= found.get(at).size();
            if (left < 0 && at > 0) return found.subList(0, at);
        }
        return found;
    }

    /** To be kept for the next run. */
    String noted() {
        return levels.noted();
    }
}
