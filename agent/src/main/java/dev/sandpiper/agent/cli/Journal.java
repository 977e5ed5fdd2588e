package dev.sandpiper.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether standard error is systemd's journal, as systemd.exec(5) says under {@code $JOURNAL_STREAM}. */
final class Journal {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private Journal() {}

    static boolean isStandardError() {
        var stream = System.getenv("JOURNAL_STREAM");
        return stream != null && stream.equals(standardError());
    }

    // A service whose standard error was sent elsewhere still has the variable: device and inode must be the same.
    private static String standardError() {
        try {
            return Files.getAttribute(STANDARD_ERROR, "unix:dev") + ":"
                    + Files.getAttribute(STANDARD_ERROR, "unix:ino");
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException closed) {
            return "";
        }
    }
}
