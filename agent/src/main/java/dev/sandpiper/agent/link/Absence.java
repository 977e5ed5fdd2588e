package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;

/** How long this device has been away from its broker, for commands that waited there. */
final class Absence {
    private final Time time;
    private long lastHeard;
    private long goneAt;

    /** @param before how long it had been away when this process began */
    Absence(Time time, Duration before) {
        this.time = time;
        this.lastHeard = time.nanos();
        this.goneAt = time.nanos() - before.toNanos();
    }

    void heard() {
        lastHeard = time.nanos();
    }

    /** Where one side closed the connection it was there until now; a silent broker was there when it was last heard. */
    void begins(Failure failure) {
        var there = failure.isClose() || failure.cause() == Failure.Cause.NONE;
        goneAt = there ? time.nanos() : lastHeard;
    }

    Duration soFar() {
        return time.since(goneAt);
    }
}
