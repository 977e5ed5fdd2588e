package dev.sandpiper.sensors.kernel;

import static dev.sandpiper.sensors.kernel.GpioAbi.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;

/**
 * A line in the test's hand where no GPIO chip is: its events come as the kernel writes them, through a pipe with a
 * name.
 */
final class PipedLine implements Line {
    final int fd;
    volatile boolean high;
    volatile boolean closed;
    private int number;

    PipedLine(Path folder, String name) throws IOException {
        var pipe = folder.resolve(name);
        try {
            new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        // Opened for both ends, as Linux allows: it never ends by itself.
        fd = LibC.open(pipe);
    }

    /** An edge, told. */
    void edge(boolean level, long nanos) {
        high = level;
        tell(level, nanos);
    }

    /** Edges for which there was no room. */
    void lose(int edges) {
        number += edges;
    }

    private void tell(boolean level, long nanos) {
        try (var arena = Arena.ofConfined()) {
            var event = arena.allocate(GpioAbi.LINE_EVENT);
            event.set(JAVA_LONG, offset(GpioAbi.LINE_EVENT, "timestamp_ns"), nanos);
            event.set(JAVA_INT, offset(GpioAbi.LINE_EVENT, "id"), level ? 1 : 2);
            event.set(JAVA_INT, offset(GpioAbi.LINE_EVENT, "line_seqno"), ++number);
            LibC.write(fd, event);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public int fd() {
        return fd;
    }

    @Override
    public boolean high() throws IOException {
        if (closed) throw new IOException("Bad file descriptor");
        return high;
    }

    @Override
    public void close() throws IOException {
        if (closed) return;
        closed = true;
        LibC.close(fd);
    }
}
