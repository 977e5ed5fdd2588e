package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;

/** When the next history message may leave: {@code send_every} gathers, {@code max_rate} is a ceiling. */
final class Pace {
    private final Time time;
    private final OutboxLimits limits;
    private long notBefore;
    private long gatherUntil;

    Pace(Time time, OutboxLimits limits) {
        this.time = time;
        this.limits = limits;
        this.notBefore = time.nanos();
        this.gatherUntil = time.nanos();
    }

    /** What waited through an outage need not wait for the next gathering as well. */
    void connected() {
        gatherUntil = time.nanos();
    }

    boolean historyMayLeave() {
        return time.nanos() - notBefore >= 0 && time.nanos() - gatherUntil >= 0;
    }

    void sent(int bytes) {
        var seconds = Math.max(1 / limits.messagesPerSecond(), bytes / limits.bytesPerSecond());
        notBefore = time.in(Duration.ofNanos((long) (seconds * 1e9)));
    }

    /** Nothing is left: gather again. */
    void drained() {
        gatherUntil = time.in(limits.sendEvery());
    }

    Duration nextDue() {
        var due = Math.max(notBefore - time.nanos(), gatherUntil - time.nanos());
        return due > 0 ? Duration.ofNanos(due) : Duration.ofHours(1);
    }
}
