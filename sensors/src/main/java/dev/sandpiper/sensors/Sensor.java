package dev.sandpiper.sensors;

import java.time.Duration;
import java.util.Optional;

/**
 * A device that is read. Confined to one thread; never sleeps and needs no clock: {@link #start} triggers a conversion
 * and tells how long it takes at most, the caller does something else and calls {@link #goOn} when that has passed, and
 * again until nothing is left, then {@link #read}. From {@code start} to {@code read} the chip belongs to this sensor.
 *
 * <p>A sensor that failed is started again later on the same object: {@code start} sets the chip up anew where it lost
 * its settings (unplugged and back, brown-out).
 */
public interface Sensor extends AutoCloseable {

    /**
     * Triggers a conversion.
     *
     * @return the longest time the conversion, or its first part, takes; zero where nothing is to be waited for. For a
     *     sensor that speaks up by itself, the debounce time: another change before it has passed calls {@code start}
     *     again
     * @throws DeviceFault when the device does not answer or is another one
     */
    Duration start() throws DeviceFault;

    /**
     * Begins the next part of what was started, for a chip that measures one quantity after the other or needs a moment
     * between two commands. Called when the time of {@link #start}, or of the part before, has passed.
     *
     * @return the longest time this part takes; empty where {@link #read} can follow now
     * @throws DeviceFault as {@link #start} and {@link #read}
     */
    default Optional<Duration> goOn() throws DeviceFault {
        return Optional.empty();
    }

    /**
     * The values of the conversion that was started.
     *
     * @throws DeviceFault when the device does not answer, a check sum is wrong, or the value is known to be invalid;
     *     a value is never invented or repeated
     */
    Reading read() throws DeviceFault;

    /**
     * Asks a sensor that notices changes by itself to call {@code changed} once for each, on any thread. Others never
     * call it.
     */
    default void onChange(Runnable changed) {}

    /**
     * What this sensor wants to find again after a restart, in a form of its own; asked after each reading and before
     * {@link #close}. Most want nothing.
     */
    default Optional<String> kept() {
        return Optional.empty();
    }

    /** Gives back what {@link #kept} told last, before the first {@link #start}; not called where nothing was kept. */
    default void recall(String kept) {}

    /**
     * What an operator should know of how it is read since the last {@link #start}; told when it becomes another. Most
     * have nothing to remark.
     */
    default Optional<String> remark() {
        return Optional.empty();
    }

    /** Releases the device; a second call does nothing. */
    @Override
    void close();
}
