package dev.sandpiper.agent.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What a file has to be before code of it runs with the agent's rights. */
final class JarFiles {
    private static final Set<PosixFilePermission> OTHERS_WRITE =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private JarFiles() {}

    static void check(Path jar) throws UnusableDriver {
        if (!Files.exists(jar))
            throw UnusableDriver.jar("no file %s; put the jar there or correct the name".formatted(jar));
        if (!Files.isRegularFile(jar)) throw UnusableDriver.jar("%s is not a file; name the jar itself".formatted(jar));
        if (!Files.isReadable(jar))
            throw UnusableDriver.jar("%s is not readable by %s; change its owner or mode"
                    .formatted(jar, System.getProperty("user.name")));
        try {
            // Whoever can write to the folder can put another jar in its place.
            var file = jar.toRealPath();
            refuseOpen(file);
            refuseOpen(jar.toAbsolutePath().getParent());
            refuseOpen(file.getParent());
            new ZipFile(file.toFile()).close();
        } catch (ZipException broken) {
            throw UnusableDriver.jar("%s is not a jar: %s; build or copy it anew"
                    .formatted(jar, Defects.line(String.valueOf(broken.getMessage()))));
        } catch (IOException unreadable) {
            throw UnusableDriver.jar("%s cannot be read: %s; check the disk"
                    .formatted(jar, Defects.line(String.valueOf(unreadable.getMessage()))));
        }
    }

    private static void refuseOpen(Path file) throws UnusableDriver, IOException {
        var permissions = permissions(file);
        if (OTHERS_WRITE.stream().noneMatch(permissions::contains)) return;
        throw UnusableDriver.jar(
                "others than its owner can write to %s (%s), and so run code as the agent; chmod go-w %s"
                        .formatted(file, PosixFilePermissions.toString(permissions), file));
    }

    private static Set<PosixFilePermission> permissions(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException withoutModes) {
            return Set.of();
        }
    }
}
