package dev.sandpiper.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What standard output leads to. */
final class Terminal {
    private static final Path OUTPUT = Path.of("/proc/self/fd/1");

    private Terminal() {}

    /** Whether a person reads standard output; Java's own answer is about standard input, too. */
    static boolean shown() {
        try {
            return Files.readSymbolicLink(OUTPUT).toString().matches("/dev/(pts/\\d+|tty\\w*|console)");
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
