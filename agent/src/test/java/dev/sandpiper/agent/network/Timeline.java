package dev.sandpiper.agent.network;

import dev.sandpiper.agent.testing.SimulatedTime;
import java.time.Duration;
import java.util.PriorityQueue;

/** What happens outside the agent, in the order it happens. */
public final class Timeline {
    private final SimulatedTime time;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long lastEvent;

    private record Event(long at, long order, Runnable action) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    public Timeline(SimulatedTime time) {
        this.time = time;
    }

    public void after(Duration delay, Runnable action) {
        at(now() + delay.toNanos(), action);
    }

    void at(long when, Runnable action) {
        events.add(new Event(when, ++lastEvent, action));
    }

    long now() {
        return time.now();
    }

    /** As {@link #now}, without the time the device was suspended. */
    long awake() {
        return now() - time.suspended().toNanos();
    }

    /** When the next event is due; {@code Long.MAX_VALUE} when there is none. */
    public long nextDue() {
        var next = events.peek();
        return next == null ? Long.MAX_VALUE : next.at;
    }

    /** Runs the next event that is due; false when there is none. */
    public boolean runDue() {
        if (nextDue() > now()) return false;
        events.remove().action.run();
        return true;
    }
}
