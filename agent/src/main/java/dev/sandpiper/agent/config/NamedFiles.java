package dev.sandpiper.agent.config;

import dev.sandpiper.agent.keys.KeyFault;
import dev.sandpiper.agent.keys.Secrets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files a configuration names.
 *
 * @param folder where relative names start
 * @param credentials systemd's folder of credentials: what it holds only the service can reach, whatever its mode says
 */
record NamedFiles(Path folder, Optional<Path> credentials) {
    static NamedFiles beside(Path configuration, Environment environment) {
        var folder = configuration.toAbsolutePath().normalize().getParent();
        return new NamedFiles(
                folder == null ? Path.of("/") : folder,
                environment.variable("CREDENTIALS_DIRECTORY").map(Path::of));
    }

    Path resolve(String name, Shape.Use use) throws Misfit {
        var file = path(name);
        switch (use) {
            case READ -> readable(file);
            case SECRET -> {
                readable(file);
                secret(file);
            }
            case FOLDER -> {
                if (!Files.isDirectory(file)) throw new Misfit("no folder %s; create it or correct the name", file);
            }
            case MADE -> {}
        }
        return file;
    }

    /** A credential systemd passed to the service. */
    Optional<Path> credential(String name) {
        return credentials.map(folder -> folder.resolve(name)).filter(Files::isRegularFile);
    }

    private Path path(String name) throws Misfit {
        try {
            if (!name.isBlank()) return folder.resolve(name).normalize();
        } catch (InvalidPathException impossible) {
            throw new Misfit("found a name that no file can have; correct it");
        }
        throw new Misfit("found an empty name, expected a file name; name one or leave the key out");
    }

    private static void readable(Path file) throws Misfit {
        if (!Files.exists(file)) throw new Misfit("no file %s; create it or correct the name", file);
        if (!Files.isRegularFile(file)) throw new Misfit("%s is not a file; correct the name", file);
        if (!Files.isReadable(file))
            throw new Misfit(
                    "%s is not readable by %s; change its owner or mode", file, System.getProperty("user.name"));
    }

    private void secret(Path file) throws Misfit {
        if (credentials.filter(file::startsWith).isPresent()) return;
        try {
            Secrets.refuseOpen(file);
        } catch (KeyFault open) {
            throw new Misfit("%s", open.getMessage());
        }
    }
}
