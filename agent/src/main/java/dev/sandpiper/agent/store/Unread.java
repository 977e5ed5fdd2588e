package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalLong;

/**
 * Rows that the disk does not give at the moment. History from memory is younger and waits for them, for a while: what is
 * in memory only is lost with the next power cut.
 */
final class Unread {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final Disk disk;
    private final Time time;
    private OptionalLong since = OptionalLong.empty();

    Unread(Disk disk, Time time) {
        this.disk = disk;
        this.time = time;
    }

    /** @param held everything in memory */
    boolean holdBack(Backlog backlog, Collection<Entry> held) {
        if (!backlog.isAheadOfTheDisk() || disk.rowsBeside(held) <= 0) {
            since = OptionalLong.empty();
            return false;
        }
        if (since.isEmpty()) since = OptionalLong.of(time.nanos());
        return time.since(since.getAsLong()).compareTo(PATIENCE) < 0 && disk.unwritten() < Space.MOST_IN_MEMORY / 2;
    }
}
