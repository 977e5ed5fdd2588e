package dev.sandpiper.sensors.kernel;

import static dev.sandpiper.sensors.kernel.GpioAbi.offset;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/**
 * A line of a GPIO chip as the kernel tells of it.
 *
 * @param name in the device tree, such as {@code GPIO17}; may be empty
 * @param user who requested it, {@code kernel} where a driver of the kernel did that says no name
 */
public record GpioLine(int number, String name, Direction direction, Optional<String> user) {

    /** What the line is now. */
    public enum Direction {
        INPUT,
        OUTPUT
    }

    /** From a {@link GpioAbi#LINE_INFO}. */
    static GpioLine of(int number, MemorySegment info) {
        var flags = info.get(JAVA_LONG, offset(GpioAbi.LINE_INFO, "flags"));
        var consumer = info.getString(offset(GpioAbi.LINE_INFO, "consumer"));
        var used = (flags & GpioAbi.FLAG_USED) != 0;
        return new GpioLine(
                number,
                info.getString(offset(GpioAbi.LINE_INFO, "name")),
                (flags & GpioAbi.FLAG_OUTPUT) != 0 ? Direction.OUTPUT : Direction.INPUT,
                used ? Optional.of(consumer.isEmpty() ? "kernel" : consumer) : Optional.empty());
    }
}
