package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board.Edge;
import dev.sandpiper.sensors.Board.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes the bounces out of a pin's edges: a level counts once it has lasted, from the moment it began. */
final class Debounce {
    private final long quiet;
    private boolean settled;
    private boolean high;
    private long since;

    /**
     * @param quiet how long a level must last
     * @param level at the beginning, taken as it is
     */
    Debounce(Duration quiet, Level level) {
        this.quiet = quiet.toNanos();
        this.settled = level.high();
        this.high = level.high();
        this.since = level.nanos();
    }

    /** Takes the next edge; the change that had settled before it, where there was one. */
    Optional<Level> edge(Edge edge) {
        var change = settle(edge.nanos());
        high = edge.high();
        since = edge.nanos();
        return change;
    }

    /** The change that has settled by now and was not told before, with the moment it began. */
    Optional<Level> settle(long now) {
        if (high == settled || now - since < quiet) return Optional.empty();
        settled = high;
        return Optional.of(new Level(high, since));
    }

    /** When a change began that has not settled yet; empty where there is none. */
    OptionalLong unsettledSince() {
        return high == settled ? OptionalLong.empty() : OptionalLong.of(since);
    }

    /** When the change that has begun settles, if no other comes. */
    OptionalLong settlesAt() {
        return high == settled ? OptionalLong.empty() : OptionalLong.of(since + quiet);
    }

    /** The level that lasts. */
    boolean settled() {
        return settled;
    }
}
