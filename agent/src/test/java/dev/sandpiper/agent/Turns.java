package dev.sandpiper.agent;

import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.network.Timeline;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.DeviceFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Lanes that take turns on one thread and on simulated time: whose turn it is of those that are due, chance decides. */
final class Turns {
    private static final int MOST_AT_ONE_MOMENT = 10_000;

    private final SimulatedTime time;
    private final Timeline timeline;
    private final Random random;
    private final Map<Lane, Long> due = new LinkedHashMap<>();

    private int steps;
    private long steppedAt;

    /** @param timeline what happens beside the lanes */
    Turns(SimulatedTime time, Timeline timeline, Random random) {
        this.time = time;
        this.timeline = timeline;
        this.random = random;
    }

    /** When each lane is due; whoever stops time for a while moves them. */
    Map<Lane, Long> due() {
        return due;
    }

    /** The process is gone, and its lanes with it. */
    void clear() {
        due.clear();
    }

    void add(Lane lane) {
        due.put(lane, time.now());
        lane.mailbox().wakes(() -> due.computeIfPresent(lane, (_, _) -> time.now()));
    }

    /** How the process ends at a call of the clock, and another one begins. */
    interface Crash {
        void happens() throws DeviceFault;
    }

    /** Goes on to {@code end}. A crash or a sleep may go beyond it; what was due meanwhile belongs to this part, too. */
    void runUntil(long end, Crash crash) throws DeviceFault {
        while (goesOnUntil(end)) {
            try {
                stepTowards(end);
            } catch (SimulatedTime.Crash now) {
                crash.happens();
            }
        }
    }

    /** One lane that is due or what happens beside them; where there is neither, time goes on, at most to {@code end}. */
    void stepTowards(long end) {
        if (!step()) time.advanceTo(Math.min(end, next()));
    }

    /** Whether something is to be done up to {@code end}: a crash or a sleep may go beyond it. */
    boolean goesOnUntil(long end) {
        return time.now() < end || timeline.nextDue() <= time.now();
    }

    private boolean step() {
        var ready = ready();
        if (ready.isEmpty() || random.nextInt(4) == 0) {
            if (timeline.runDue()) return true;
            if (ready.isEmpty()) return false;
        }
        var lane = ready.get(random.nextInt(ready.size()));
        due.put(lane, Long.MAX_VALUE);
        noticeSpinning(lane);
        var pause = lane.run();
        due.merge(lane, time.now() + Math.max(0, pause.toNanos()), Math::min);
        return true;
    }

    // Asked millions of times: a stream would take a tenth of the simulation's time.
    private List<Lane> ready() {
        var ready = new ArrayList<Lane>(due.size());
        for (var lane : due.entrySet()) if (lane.getValue() <= time.now()) ready.add(lane.getKey());
        return ready;
    }

    // A lane that is always due would keep a core busy for ever.
    private void noticeSpinning(Lane lane) {
        steps = time.now() == steppedAt ? steps + 1 : 0;
        steppedAt = time.now();
        if (steps > MOST_AT_ONE_MOMENT)
            throw new AssertionError("time stands still; the last lane due was " + lane.name());
    }

    private long next() {
        var next = timeline.nextDue();
        for (var at : due.values()) next = Math.min(next, at);
        return Math.max(time.now() + 1, next);
    }
}
