package dev.sandpiper.agent.store;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;

/** When the next history message may leave: {@code send_every} gathers, {@code max_rate} is a ceiling. */
final class Pace {
    private static final long GATHERING = Long.MAX_VALUE;

    private final Time time;
    private OutboxLimits limits;
    private long notBefore;
    private long gatherUntil;
    /** The newest record of the present gathering; what comes while that leaves belongs to the next. */
    private long lastGathered = GATHERING;

    Pace(Time time, OutboxLimits limits) {
        this.time = time;
        this.limits = limits;
        this.notBefore = time.nanos();
        this.gatherUntil = time.nanos();
    }

    void limits(OutboxLimits others) {
        limits = others;
    }

    /** What waited through an outage need not wait for the next gathering as well. */
    void connected() {
        gatherUntil = time.nanos();
        lastGathered = GATHERING;
    }

    /** @param newest the key of the last record there is */
    boolean historyMayLeave(long newest) {
        if (time.nanos() - notBefore < 0 || time.nanos() - gatherUntil < 0) return false;
        if (lastGathered == GATHERING) lastGathered = newest;
        return true;
    }

    /** Whether a record waits for the next gathering. */
    boolean gathers(long key) {
        return limits.sendEvery().isPositive() && key > lastGathered;
    }

    void sent(int bytes) {
        var seconds = Math.max(1 / limits.messagesPerSecond(), bytes / limits.bytesPerSecond());
        notBefore = time.in(Duration.ofNanos((long) (seconds * 1e9)));
    }

    /** Nothing is left of the last gathering: gather again. */
    void drained() {
        gatherUntil = time.in(limits.sendEvery());
        lastGathered = GATHERING;
    }

    Duration nextDue() {
        var due = Math.max(notBefore - time.nanos(), gatherUntil - time.nanos());
        return due > 0 ? Duration.ofNanos(due) : Duration.ofHours(1);
    }
}
