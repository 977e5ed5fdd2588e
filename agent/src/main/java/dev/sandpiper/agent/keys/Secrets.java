package dev.sandpiper.agent.keys;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** Files that nobody but their owner may read: passwords, pass phrases, keys. */
public final class Secrets {
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private Secrets() {}

    /**
     * The one line of a password's file; an editor's line end at its end does not belong to it.
     *
     * @throws KeyFault also when there is nothing in it, as for a moment while it is written anew
     */
    public static char[] line(Path file) throws KeyFault {
        var bytes = Pem.bytes(file);
        var text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(bytes));
        var length = text.length();
        if (length > 0 && text.get(length - 1) == '\n') length--;
        if (length > 0 && text.get(length - 1) == '\r') length--;
        if (length == 0) throw new KeyFault(file, "is empty; write the secret into it, in one line");
        var line = new char[length];
        text.get(0, line);
        Arrays.fill(bytes, (byte) 0);
        Arrays.fill(text.array(), '\0');
        return line;
    }

    /** @throws KeyFault when others than its owner can use the file, with the command that mends it */
    public static void refuseOpen(Path file) throws KeyFault {
        try {
            var permissions = permissions(file);
            if (OWNERS.containsAll(permissions)) return;
            var mode = PosixFilePermissions.toString(permissions);
            throw new KeyFault(file, "others than its owner can use it (%s); chmod 600 %s".formatted(mode, file));
        } catch (IOException unreadable) {
            throw new KeyFault(
                    file, "cannot be read: %s; check the disk".formatted(unreadable.getMessage()), unreadable);
        }
    }

    private static Set<PosixFilePermission> permissions(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException withoutModes) {
            return Set.of();
        }
    }
}
