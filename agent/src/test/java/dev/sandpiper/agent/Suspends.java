package dev.sandpiper.agent;

import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.network.Fault;
import dev.sandpiper.agent.network.SimulatedNetwork;
import dev.sandpiper.agent.network.Timeline;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Suspends the simulated device: the world around it goes on, and the clock that never jumps, while nothing of the device
 * runs and nothing comes to it.
 */
final class Suspends {
    private final SimulatedTime time;
    private final Timeline timeline;
    private final SimulatedNetwork network;
    private final List<Sleep> sleeps = new ArrayList<>();
    private long wakesAt;

    private record Sleep(long from, long to) {
        long within(long begin, long end) {
            return Math.max(0, Math.min(to, end) - Math.max(from, begin));
        }
    }

    Suspends(SimulatedTime time, Timeline timeline, SimulatedNetwork network) {
        this.time = time;
        this.timeline = timeline;
        this.network = network;
    }

    /** Suspends the device for so long, where {@code due} says when each of its lanes is to run. */
    void suspend(Duration span, Map<Lane, Long> due) {
        wakesAt = time.now() + span.toNanos();
        sleeps.add(new Sleep(time.now(), wakesAt));
        due.replaceAll((lane, at) -> wokenAt(at, span));
        network.hosts().forEach(host -> network.suffer(Fault.BLACK_HOLE, host, span));
        for (var next = timeline.nextDue(); next < wakesAt; next = timeline.nextDue()) {
            sleepUntil(next);
            timeline.runDue();
        }
        sleepUntil(wakesAt);
    }

    // A parked thread sleeps by a clock that stands still meanwhile.
    private long wokenAt(long due, Duration span) {
        return due <= time.now() || due == Long.MAX_VALUE ? due : due + span.toNanos();
    }

    private void sleepUntil(long moment) {
        time.suspend(Duration.ofNanos(Math.max(0, moment - time.now())));
    }

    /** What a device does that sleeps, it does as soon as it wakes up. */
    void whenAwake(Runnable action) {
        if (time.now() >= wakesAt) action.run();
        else timeline.after(Duration.ofNanos(wakesAt - time.now()), () -> whenAwake(action));
    }

    /** How long the device was awake between two moments. */
    Duration awake(long from, long to) {
        var slept = sleeps.stream().mapToLong(sleep -> sleep.within(from, to)).sum();
        return Duration.ofNanos(to - from - slept);
    }
}
