package dev.sandpiper.agent.loop;

import java.time.Instant;
import java.util.function.BooleanSupplier;

/** The device's clocks. {@code System.nanoTime} is CLOCK_MONOTONIC on Linux: it counts from boot, for all processes. */
public record SystemTime(BooleanSupplier trusted) implements Time {

    /** The clock of a device: trusted when the kernel says that it is synchronised. */
    public static SystemTime ofKernel() {
        return new SystemTime(KernelClock::synchronised);
    }

    /** A clock that is right from the beginning. */
    public static SystemTime alwaysRight() {
        return new SystemTime(() -> true);
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Instant wall() {
        return Instant.now();
    }

    @Override
    public boolean synchronised() {
        return trusted.getAsBoolean();
    }
}
