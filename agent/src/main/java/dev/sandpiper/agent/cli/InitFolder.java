package dev.sandpiper.agent.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

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
        try {
            Files.createDirectories(folder());
        } catch (IOException impossible) {
            throw notWritable(impossible);
        }
        if (!Files.isWritable(folder())) throw notWritable(new AccessDeniedException(folder().toString()));
    }

    Path folder() {
        var folder = configuration.toAbsolutePath().normalize().getParent();
        return folder == null ? Path.of("/") : folder;
    }

    private Failure notWritable(IOException because) {
        var name = System.getProperty("user.name");
        return because instanceof AccessDeniedException
                ? Failure.because("%s may not write to %s; run it with sudo, or name another file with --config FILE"
                        .formatted(name, folder()))
                : Failure.because("%s cannot be made: %s".formatted(folder(), because.getMessage()));
    }

    Path place(String name) {
        return folder().resolve(name);
    }
}
