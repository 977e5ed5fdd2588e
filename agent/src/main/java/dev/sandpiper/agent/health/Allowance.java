package dev.sandpiper.agent.health;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;

/** So many at once, and then one in a while: what happens all the time is not told each time. */
final class Allowance {
    private final int most;
    private final Duration oneIn;
    private final Time time;
    private double left;
    private long at;

    Allowance(int most, Duration oneIn, Time time) {
        this.most = most;
        this.oneIn = oneIn;
        this.time = time;
        this.left = most;
        this.at = time.nanos();
    }

    /** Takes one where one is left. */
    boolean take() {
        left = Math.min(most, left + (double) time.since(at).toNanos() / oneIn.toNanos());
        at = time.nanos();
        if (left < 1) return false;
        left--;
        return true;
    }
}
