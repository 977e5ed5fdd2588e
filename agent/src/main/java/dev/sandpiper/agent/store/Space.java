package dev.sandpiper.agent.store;

import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** Keeps what is on the disk within {@code max_size}, the log beside the database included. */
final class Space {
    /** What is kept in memory while the disk cannot be written. */
    static final int MOST_IN_MEMORY = 20_000;

    /** How much is freed before it rests. */
    private static final int PARTS = 16;

    private static final String NOTE = "thinned";

    private final Store store;
    private final Division division;
    private final OutboxLimits limits;
    private final Shelf shelf;
    private final long lastKeyAtStart;
    private @Nullable Sweep sweep;
    private boolean evicting;
    private boolean said;

    Space(Store store, OutboxLimits limits, Shelf shelf, long lastKeyAtStart) {
        this.store = store;
        this.division = store.division();
        this.limits = limits;
        this.shelf = shelf;
        this.lastKeyAtStart = lastKeyAtStart;
    }

    /** Records to be deleted and announced, and what else belongs into that transaction. */
    record Loss(List<Entry> records, Database.Work alongside) {}

    /** Whether what is to be written next might not find room. */
    boolean pressing() {
        return usedBytes() >= division.room() - 2L * division.atOnce();
    }

    /**
     * Frees a part of what has to go when the disk is full; a bounded piece of work.
     *
     * @param spared keys of what is under way or has arrived; it is left alone
     * @param giveUp deletes and announces; false when that failed
     * @return whether more has to go, and can
     */
    boolean makeRoom(LongPredicate spared, Predicate<Loss> giveUp) {
        if (!full()) return false;
        var current = sweep();
        var loss = current.readingsCanGo() ? current.readings(spared) : Sweep.Choice.NOTHING;
        if (loss.isEmpty() && current.readingsCanGo()) return true;
        if (loss.isEmpty()) loss = current.others(spared);
        return !loss.isEmpty() && giveUp(current, loss, giveUp);
    }

    private boolean giveUp(Sweep current, Sweep.Choice choice, Predicate<Loss> giveUp) {
        var done = giveUp.test(new Loss(choice.lost(), database -> {
            if (choice.packed()) Records.pack(database, choice.first(), choice.last());
            Notes.note(database, NOTE, current.noted());
        }));
        if (done && !said)
            Logger.warn(
                    "the outbox is full ({} bytes): old records are given up and announced on gap", limits.maxSize());
        said |= done;
        return done;
    }

    // Only when it is needed, and so late that the disk can be read.
    private Sweep sweep() {
        if (sweep != null) return sweep;
        var noted = store.read(database -> database.texts("SELECT text FROM note WHERE name = ?", NOTE))
                .flatMap(texts -> texts.stream().findFirst())
                .orElse("");
        return sweep = new Sweep(shelf, limits.thin(), 2 * division.atOnce(), Levels.of(noted, lastKeyAtStart));
    }

    // Down to some way below: freeing costs a transaction, and is not to be due again with the next record.
    private boolean full() {
        var used = usedBytes();
        var high = division.full();
        evicting = used >= high || (evicting && used >= high - division.room() / PARTS);
        return evicting;
    }

    /** Whether {@link #makeRoom} has not come to its end. */
    boolean evicting() {
        return evicting;
    }

    private long usedBytes() {
        return store.read(database -> database.number("PRAGMA page_size")
                        * (database.number("PRAGMA page_count") - database.number("PRAGMA freelist_count")))
                .orElse(0L);
    }
}
