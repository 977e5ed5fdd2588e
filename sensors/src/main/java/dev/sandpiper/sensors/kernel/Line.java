package dev.sandpiper.sensors.kernel;

import java.io.IOException;

/** A line that was requested: it has a level, and a file descriptor from which the kernel's events are read. */
public interface Line extends AutoCloseable {

    /** Becomes readable with each edge, see {@link LineEvent}. */
    int fd();

    /** The level now. */
    boolean high() throws IOException;

    @Override
    void close() throws IOException;
}
