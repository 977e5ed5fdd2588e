package dev.sandpiper.sensors.kernel;

import static dev.sandpiper.sensors.kernel.GpioAbi.offset;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;

/** A line of a {@link GpioChip}, the only one of its request. */
record KernelLine(int fd) implements Line {

    @Override
    public boolean high() throws IOException {
        try (var arena = Arena.ofConfined()) {
            var values = arena.allocate(GpioAbi.LINE_VALUES);
            values.set(JAVA_LONG, offset(GpioAbi.LINE_VALUES, "mask"), 1);
            LibC.ioctl("level", fd, GpioAbi.GET_VALUES, values);
            return (values.get(JAVA_LONG, offset(GpioAbi.LINE_VALUES, "bits")) & 1) == 1;
        }
    }

    @Override
    public void close() throws IOException {
        LibC.close(fd);
    }
}
