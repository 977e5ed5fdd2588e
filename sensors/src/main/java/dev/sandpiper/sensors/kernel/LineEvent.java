package dev.sandpiper.sensors.kernel;

import static dev.sandpiper.sensors.kernel.GpioAbi.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * An edge as the kernel saw it.
 *
 * @param nanos by the clock of {@code System.nanoTime}
 * @param number counts the edges of the line since it was requested, from 1, also those that were dropped because
 *     {@value GpioAbi#MOST_EVENTS} waited already; 32 bits, begins anew after 4,294,967,295
 */
record LineEvent(boolean high, long nanos, int number) {
    static final long SIZE = GpioAbi.LINE_EVENT.byteSize();

    private static final long NANOS = offset(GpioAbi.LINE_EVENT, "timestamp_ns");
    private static final long ID = offset(GpioAbi.LINE_EVENT, "id");
    private static final long NUMBER = offset(GpioAbi.LINE_EVENT, "line_seqno");

    static LineEvent at(MemorySegment buffer, long offset) {
        return new LineEvent(
                buffer.get(JAVA_INT, offset + ID) == GpioAbi.RISING_EDGE,
                buffer.get(JAVA_LONG, offset + NANOS),
                buffer.get(JAVA_INT, offset + NUMBER));
    }
}
