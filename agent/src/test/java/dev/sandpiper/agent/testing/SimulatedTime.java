package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.time.Instant;

/** Time that passes only when the simulation says so. At an armed call of {@link #nanos} the process dies. */
public final class SimulatedTime implements Time {
    public static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

    private long nanos;
    private Duration wallError = Duration.ZERO;
    private boolean synchronised = true;
    private int callsToCrash = -1;

    /** Power is gone. An Error, so that nothing between here and the simulation takes it for a defect. */
    public static final class Crash extends Error {
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
    public Instant truth() {
        return START.plusNanos(nanos);
    }

    @Override
    public boolean synchronised() {
        return synchronised;
    }

    public long now() {
        return nanos;
    }

    public void advanceTo(long nanos) {
        this.nanos = Math.max(this.nanos, nanos);
    }

    public void pass(Duration duration) {
        nanos += duration.toNanos();
    }

    /** The device's clock is wrong by that much and does not know better. */
    public void lose(Duration error) {
        wallError = error;
        synchronised = false;
    }

    public void synchronise() {
        wallError = Duration.ZERO;
        synchronised = true;
    }

    public void crashAfter(int calls) {
        callsToCrash = calls;
    }

    public void crashNever() {
        callsToCrash = -1;
    }
}
