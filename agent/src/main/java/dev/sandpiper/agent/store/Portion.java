package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;

/**
 * How many records a history message takes. One that makes the broker close the connection is sent again in parts, until
 * it is small enough, or until the record that is to blame stands alone.
 */
final class Portion {
    private static final int PARTS = 8;
    /** So many in a row, and a part may be doubled, if that is less than what failed. */
    private static final int TRUSTED = 16;

    private static final Duration TERM = Duration.ofHours(1);

    private final Time time;
    private final int batch;
    private int most;
    private int failed;
    private int taken;
    private long failedAt;

    Portion(Time time, int batch) {
        this.time = time;
        this.batch = batch;
        this.most = batch;
    }

    int most() {
        if (most < batch && time.since(failedAt).compareTo(TERM) >= 0) most = batch;
        return most;
    }

    /** A message of so many records was refused. */
    void split(int records) {
        failed = records;
        failedAt = time.nanos();
        taken = 0;
        most = Math.max(1, records / PARTS);
    }

    /** A message arrived. */
    void acknowledged() {
        if (most == batch || ++taken < TRUSTED || most * 2 >= failed) return;
        taken = 0;
        most *= 2;
    }

    /** The record that was to blame is found. */
    void cured() {
        most = batch;
    }
}
