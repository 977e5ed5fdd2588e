package dev.sandpiper.agent;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.time.Instant;

/** Time that passes only when the simulation says so. At an armed call of {@link #nanos} the process dies. */
final class SimulatedTime implements Time {
    static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

    private long nanos;
    private Duration wallError = Duration.ZERO;
    private boolean synchronised = true;
    private int callsToCrash = -1;

    /** Power is gone. An Error, so that nothing between here and the simulation takes it for a defect. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    @Override
    public long nanos() {
        if (callsToCrash > 0 && --callsToCrash == 0) throw new Crash();
        return nanos;
    }

    @Override
    public Instant wall() {
        return truth().plus(wallError);
    }

    /** The right time, whatever the device's clock shows. */
    Instant truth() {
        return START.plusNanos(nanos);
    }

    @Override
    public boolean synchronised() {
        return synchronised;
    }

    long now() {
        return nanos;
    }

    void advanceTo(long nanos) {
        this.nanos = Math.max(this.nanos, nanos);
    }

    /** The device's clock is wrong by that much and does not know better. */
    void lose(Duration error) {
        wallError = error;
        synchronised = false;
    }

    void synchronise() {
        wallError = Duration.ZERO;
        synchronised = true;
    }

    void crashAfter(int calls) {
        callsToCrash = calls;
    }

    void crashNever() {
        callsToCrash = -1;
    }
}
