package dev.sandpiper.agent.control;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Where the socket is. */
final class ControlFile {
    /** {@code sun_path} has 108 bytes, the last of them zero: unix(7). */
    static final int LONGEST = 107;

    private ControlFile() {}

    static Path in(Path directory) {
        return directory.resolve("control.sock").toAbsolutePath();
    }

    /** Whether the kernel takes so long a name. */
    static boolean fits(Path file) {
        return length(file) <= LONGEST;
    }

    static int length(Path file) {
        return file.toString().getBytes(StandardCharsets.UTF_8).length;
    }
}
