package dev.sandpiper.sensors;

import java.time.Duration;

/**
 * A device that is read. Confined to one thread; never sleeps and needs no clock: {@link #start} triggers a conversion
 * and tells how long it takes at most, the caller does something else and calls {@link #read} when that has passed.
 * From {@code start} to {@code read} the chip belongs to this sensor.
 *
 * <p>A sensor that failed is started again later on the same object: {@code start} sets the chip up anew where it lost
 * its settings (unplugged and back, brown-out).
 */
public interface Sensor extends AutoCloseable {

    /**
     * Triggers a conversion.
     *
     * @return the longest time the conversion takes; zero where {@link #read} can follow at once. For a sensor that
     *     speaks up by itself, the debounce time: another change before it has passed calls {@code start} again
     * @throws DeviceFault when the device does not answer or is another one
     */
    Duration start() throws DeviceFault;

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

    /** Releases the device; a second call does nothing. */
    @Override
    void close();
}
