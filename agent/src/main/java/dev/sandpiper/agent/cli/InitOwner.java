package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.InitFile.Readers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;

/**
 * Who has to be able to read what is written.
 *
 * @param service the user and the group of the service; without one, whoever writes keeps it
 */
record InitOwner(Optional<String> service) {
    private static final String SERVICE = "sandpiper";
    private static final String ROOT = "root";

    /** Only root can give files away; anybody else runs the agent himself. */
    static InitOwner ofProcess() {
        return new InitOwner(
                System.getProperty("user.name").equals(ROOT) && exists(SERVICE)
                        ? Optional.of(SERVICE)
                        : Optional.empty());
    }

    private static boolean exists(String user) {
        try {
            Path.of("/").getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user);
            return true;
        } catch (UserPrincipalNotFoundException nobody) {
            return false;
        } catch (IOException unknown) {
            return false;
        }
    }

    /** In a folder that nobody else can enter, so that no secret is open for a moment. */
    void apply(Path file, Readers readers) throws IOException {
        var mode = readers == Readers.SERVICE ? "rw-------" : "rw-r--r--";
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        if (service.isEmpty()) return;
        var names = file.getFileSystem().getUserPrincipalLookupService();
        var attributes = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        attributes.setGroup(names.lookupPrincipalByGroupName(service.get()));
        if (readers == Readers.SERVICE) attributes.setOwner(names.lookupPrincipalByName(service.get()));
    }
}
