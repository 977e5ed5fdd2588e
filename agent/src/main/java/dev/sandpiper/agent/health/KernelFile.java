package dev.sandpiper.agent.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A small file in which the kernel tells something; nothing where it is not there or says something else. */
final class KernelFile {
    private KernelFile() {}

    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }

    static Optional<String> text(Path file) {
        return lines(file).stream().findFirst().map(String::strip);
    }

    static Optional<Long> number(Path file) {
        return text(file).flatMap(text -> number(text, 10));
    }

    static Optional<Long> number(String text, int radix) {
        try {
            return Optional.of(Long.parseLong(text, radix));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
