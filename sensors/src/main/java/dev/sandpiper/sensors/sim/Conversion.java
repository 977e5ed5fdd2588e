package dev.sandpiper.sensors.sim;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The result of a chip that takes commands: not there before its time, and then read once, as often as the chip's
 * command asks for it.
 */
final class Conversion {
    private final LongSupplier nanos;
    private Optional<Result> result = Optional.empty();
    private long doneAt;

    /** What the chip measured, given the moment at which it was done. */
    @FunctionalInterface
    interface Result {
        byte[] at(long nanos);
    }

    Conversion(LongSupplier nanos) {
        this.nanos = nanos;
    }

    void begin(long microseconds, Result measured) {
        result = Optional.of(measured);
        doneAt = nanos.getAsLong() + 1000 * microseconds;
    }

    void forget() {
        result = Optional.empty();
    }

    /** Whether one has begun and not ended. */
    boolean running() {
        return result.isPresent() && nanos.getAsLong() - doneAt < 0;
    }

    /** The first bytes of the result, which is gone afterwards; without one the chip does not acknowledge. */
    byte[] take(int length) throws NoAcknowledgement {
        if (result.isEmpty() || running()) throw new NoAcknowledgement();
        var bytes = result.get().at(doneAt);
        forget();
        return Arrays.copyOf(bytes, Math.min(length, bytes.length));
    }
}
