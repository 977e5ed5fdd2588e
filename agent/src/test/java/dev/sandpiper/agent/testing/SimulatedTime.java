package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.loop.ClockSource;
import dev.sandpiper.agent.loop.Reckoning;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Time that passes only when the simulation says so. At an armed call of {@link #nanos} the process dies. */
public final class SimulatedTime implements Time {
    public static final Instant START = Instant.parse("2026-11-23T06:00:00Z");

    private long nanos;
    private long bootedAt;
    private long suspended;
    private Duration wallError = Duration.ZERO;
    private boolean server = true;
    private Reckoning reckoning = new Reckoning();
    private int callsToCrash = -1;

    /** Power is gone. An Error, so that nothing between here and the simulation takes it for a defect. */
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1;
    }

    @Override
    public long nanos() {
        if (callsToCrash > 0 && --callsToCrash == 0) throw new Crash();
        return nanos - bootedAt;
    }

    @Override
    public Instant wall() {
        return origin().map(known -> known.plusNanos(nanos - bootedAt)).orElseGet(this::shown);
    }

    private Instant shown() {
        return truth().plus(wallError);
    }

    @Override
    public Optional<Instant> origin() {
        if (server) reckoning.right(nanos - bootedAt, shown());
        return reckoning.origin();
    }

    @Override
    public void recall(Instant origin) {
        reckoning.recall(origin);
    }

    @Override
    public ClockSource source() {
        if (server) return ClockSource.KERNEL;
        return origin().isPresent() ? ClockSource.HELD : ClockSource.NONE;
    }

    @Override
    public Duration suspended() {
        return Duration.ofNanos(suspended);
    }

    /** The right time, whatever the device's clock shows. */
    public Instant truth() {
        return START.plusNanos(nanos);
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

    /** The device's clock is wrong by that much, and never was right. */
    public void lose(Duration error) {
        reckoning = new Reckoning();
        wallError = error;
        server = false;
    }

    /** The device boots: its clock is wrong by that much, and the one that never jumps begins at zero. */
    public void reboot(Duration error) {
        lose(error);
        bootedAt = nanos;
        suspended = 0;
    }

    /** Another process begins on the same boot. */
    public void newProcess() {
        reckoning = new Reckoning();
    }

    /** The clock is set, by nobody who knows: it is wrong by that much from now on. */
    public void set(Duration error) {
        origin();
        wallError = error;
        server = false;
    }

    /** No server answers any more: the kernel does not vouch for its clock. */
    public void loseServer() {
        set(wallError);
    }

    /** A server is believed that is wrong by that much. */
    public void misinform(Duration error) {
        wallError = error;
        server = true;
    }

    public void synchronise() {
        wallError = Duration.ZERO;
        server = true;
    }

    public void suspend(Duration span) {
        suspended += span.toNanos();
        pass(span);
    }

    public void crashAfter(int calls) {
        callsToCrash = calls;
    }

    public void crashNever() {
        callsToCrash = -1;
    }
}
