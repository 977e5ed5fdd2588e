package dev.sandpiper.agent.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The database's file and those that SQLite keeps beside it. */
final class StoreFiles {
    private final Path file;

    /** Which file it is that is open, whatever its name. */
    private @Nullable Object identity;

    StoreFiles(Path file) {
        this.file = file;
    }

    Path folder() {
        return file.toAbsolutePath().getParent();
    }

    /** The file was opened, by its name, just now. */
    void opened() {
        identity = identity();
    }

    /** Whether the name belongs to another file than the one that was opened, or to none. */
    boolean replaced() {
        return !Objects.equals(identity, identity());
    }

    boolean deleted() {
        return identity() == null;
    }

    // What a broken disk does not tell is as it was.
    private @Nullable Object identity() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException gone) {
            return null;
        } catch (IOException unknown) {
            return identity;
        }
    }

    long logBytes() {
        return size(LogFile.beside(file));
    }

    /** What all of them take, in bytes. */
    long bytes() {
        return size(file) + logBytes() + size(file.resolveSibling(file.getFileName() + "-shm"));
    }

    private static long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException absent) {
            return 0;
        }
    }
}
