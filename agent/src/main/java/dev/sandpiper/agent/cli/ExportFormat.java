package dev.sandpiper.agent.cli;

import java.nio.file.Path;
import java.util.Optional;

/** What an export looks like. */
enum ExportFormat {
    JSON_LINES,
    CSV;

    /** As the file's name ends; {@code -} stands for standard output. */
    static Optional<ExportFormat> of(Path file) {
        var name = file.toString();
        if (name.equals("-") || name.endsWith(".jsonl")) return Optional.of(JSON_LINES);
        return name.endsWith(".csv") ? Optional.of(CSV) : Optional.empty();
    }
}
