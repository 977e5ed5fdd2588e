package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tinylog.Logger;

/**
 * Damaged databases, beside the one in use under a dated name, never deleted: somebody may want to read what the agent
 * could not.
 */
final class SetAside {
    private static final String LOG = "-wal";
    private static final List<String> PARTS = List.of("", LOG, "-shm");

    private SetAside() {}

    /** Moves a database out of the way with what belongs to it; where it is now. */
    static Path move(Path file, Instant now) throws IOException {
        begin(file);
        var to = dated(file, now);
        for (var part : PARTS) if (Files.exists(with(file, part))) Files.move(with(file, part), with(to, part));
        return to;
    }

    /** From now on the newest is yet to be salvaged, also by a process that finds an empty database, or none. */
    static void begin(Path file) throws IOException {
        if (!isBegun(file)) Files.createFile(mark(file));
    }

    /** Without the mark what is there was salvaged long ago, and must not arrive twice. */
    static boolean isBegun(Path file) {
        return Files.exists(mark(file));
    }

    /** All are salvaged. */
    static void end(Path file) {
        try {
            Files.deleteIfExists(mark(file));
        } catch (IOException notNow) {
            Logger.debug("{} is still there: {}", mark(file), notNow.getMessage());
        }
    }

    private static Path mark(Path file) {
        return with(file, ".salvage");
    }

    /** A name behind all there are: with a clock that went back it has the date of the last one. */
    static Path dated(Path file, Instant now) throws IOException {
        var stem = marker(file) + Stamps.text(now).replace(":", "");
        var last = newest(file).map(path -> path.getFileName().toString()).orElse("");
        if (last.compareTo(stem) > 0) stem = last.substring(0, stem.length());
        var to = file.resolveSibling(stem);
        for (var n = 2; Files.exists(to); n++) to = file.resolveSibling("%s-%03d".formatted(stem, n));
        return to;
    }

    /** Ends a move that the power cut in two: the log belongs to what was moved, not to a file that is yet to be made. */
    static void endMove(Path file) throws IOException {
        var log = with(file, LOG);
        if (Files.exists(file) || !Files.exists(log)) return;
        var newest = newest(file);
        if (newest.isPresent() && !Files.exists(with(newest.get(), LOG))) Files.move(log, with(newest.get(), LOG));
    }

    /** The one that was set aside last. */
    static Optional<Path> newest(Path file) throws IOException {
        return all(file).stream().reduce((older, newer) -> newer);
    }

    /** The names make the order. */
    private static List<Path> all(Path file) throws IOException {
        var marker = marker(file);
        try (var files = Files.list(file.getParent())) {
            return files.filter(path -> path.getFileName().toString().startsWith(marker))
                    .filter(path -> PARTS.stream()
                            .noneMatch(
                                    part -> !part.isEmpty() && path.toString().endsWith(part)))
                    .sorted()
                    .toList();
        }
    }

    private static String marker(Path file) {
        return file.getFileName() + ".damaged-";
    }

    private static Path with(Path file, String part) {
        return file.resolveSibling(file.getFileName() + part);
    }
}
