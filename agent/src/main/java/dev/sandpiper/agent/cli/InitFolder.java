package dev.sandpiper.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the configuration and its files will lie.
 *
 * @param configuration as it was named
 */
record InitFolder(Path configuration, InitOwner owner) {
    enum Existing {
        KEPT,
        REPLACED
    }

    /** So that nobody answers questions in vain. */
    void prepare(Existing existing) throws Failure {
        if (existing == Existing.KEPT && Files.exists(configuration))
            throw Failure.because("%s is there already; edit it, or add --force, which keeps it under another name"
                    .formatted(configuration));
        if (Files.isDirectory(configuration))
            throw Failure.because("%s is a folder, expected a file's name".formatted(configuration));
        var there = missing().isEmpty() ? folder() : missing().getFirst().getParent();
        if (!Files.isDirectory(there)) throw Failure.because("%s is no folder".formatted(there));
        if (!Files.isWritable(there)) throw notWritable();
    }

    /** Makes what is missing of the folder; which folders that were, the outermost first. */
    List<Path> make() throws IOException {
        var made = missing();
        Files.createDirectories(folder());
        return made;
    }

    private List<Path> missing() {
        return Stream.iterate(folder(), path -> path != null && !Files.exists(path), Path::getParent)
                .toList()
                .reversed();
    }

    Path folder() {
        var folder = configuration.toAbsolutePath().normalize().getParent();
        return folder == null ? Path.of("/") : folder;
    }

    private Failure notWritable() {
        return Failure.because("%s may not write to %s; run it with sudo, or name another file with --config FILE"
                .formatted(System.getProperty("user.name"), folder()));
    }

    Path place(String name) {
        return folder().resolve(name);
    }
}
