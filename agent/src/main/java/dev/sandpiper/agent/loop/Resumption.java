package dev.sandpiper.agent.loop;

import java.time.Duration;
import org.tinylog.Logger;

/**
 * Notices that the device woke up from suspend. A parked thread sleeps by a clock that stood still meanwhile: without a
 * wake-up it would do too late what became due.
 */
public final class Resumption implements Step {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Time time;
    private final Runnable wakeAll;
    private Duration suspended;

    public Resumption(Time time, Runnable wakeAll) {
        this.time = time;
        this.wakeAll = wakeAll;
        this.suspended = time.suspended();
    }

    @Override
    public Duration run() {
        var slept = time.suspended().minus(suspended);
        if (slept.compareTo(LOOK) < 0) return LOOK;
        suspended = time.suspended();
        Logger.info("the device was suspended for {} s", slept.toSeconds());
        wakeAll.run();
        return LOOK;
    }
}
