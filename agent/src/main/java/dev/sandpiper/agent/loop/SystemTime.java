package dev.sandpiper.agent.loop;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.tinylog.Logger;

/**
 * The device's clocks. {@link #nanos} is CLOCK_BOOTTIME: it counts from boot, for all processes, and in suspend too. May
 * be asked by any thread.
 */
public final class SystemTime implements Time {
    private static final long LOOK_EVERY = Duration.ofMillis(500).toNanos();
    /** Longer between two readings of two clocks, and they cannot be compared. */
    private static final long AT_ONCE = Duration.ofMillis(1).toNanos();

    private static final Duration STEP = Duration.ofSeconds(2);

    private final Supplier<ClockSource> witness;
    private final Supplier<Instant> shown;
    private final LongSupplier nanos;
    private final Reckoning reckoning = new Reckoning();
    private volatile ClockSource source = ClockSource.NONE;
    private volatile long lookAt = Long.MIN_VALUE;
    private volatile boolean stepTold;

    SystemTime(Supplier<ClockSource> witness, Supplier<Instant> shown, LongSupplier nanos) {
        this.witness = witness;
        this.shown = shown;
        this.nanos = nanos;
    }

    /** The clock of a device: right when the kernel says that it is synchronised. */
    public static SystemTime ofKernel() {
        return new SystemTime(
                new Witness(KernelClock::maxError, Instant::now, Path.of("/")), Instant::now, KernelClock::sinceBoot);
    }

    /** A clock that is right from the beginning. */
    public static SystemTime alwaysRight() {
        return new SystemTime(() -> ClockSource.CONFIGURATION, Instant::now, KernelClock::sinceBoot);
    }

    @Override
    public long nanos() {
        return nanos.getAsLong();
    }

    @Override
    public Duration suspended() {
        return Duration.ofNanos(nanos() - System.nanoTime());
    }

    @Override
    public Instant wall() {
        return origin().map(known -> known.plusNanos(nanos())).orElseGet(shown);
    }

    @Override
    public Optional<Instant> origin() {
        look();
        return reckoning.origin();
    }

    @Override
    public void recall(Instant origin) {
        reckoning.recall(origin);
    }

    @Override
    public ClockSource source() {
        look();
        return source == ClockSource.NONE && reckoning.origin().isPresent() ? ClockSource.HELD : source;
    }

    private void look() {
        var now = nanos();
        if (now < lookAt) return;
        lookAt = now + LOOK_EVERY;
        source = witness.get();
        if (source == ClockSource.NONE) tellOfStep();
        else readBoth();
    }

    private void readBoth() {
        var before = nanos();
        var wall = shown.get();
        if (nanos() - before < AT_ONCE) reckoning.right(before, wall);
        else lookAt = before;
        stepTold = false;
    }

    // Whoever sets a clock by hand while no server answers should know that the agent does not follow.
    private void tellOfStep() {
        var known = reckoning.origin();
        if (known.isEmpty() || stepTold) return;
        var off = Duration.between(known.get().plusNanos(nanos()), shown.get());
        if (off.abs().compareTo(STEP) < 0) return;
        stepTold = true;
        Logger.warn(
                "the clock was set by {} s, and not by a time server; the agent goes on with the time it had"
                        + " (a restart of the device, or device.clock: trusted, takes the new one)",
                off.toSeconds());
    }
}
