package dev.sandpiper.agent.endtoend;

import dev.sandpiper.agent.testing.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An ext4 in a file, mounted behind a loop device, in which the kernel can be made to find an error: it then takes no more
 * writes, as with a worn card. Where that holds the file of another one, that one's writes end in input or output errors.
 */
final class FaultyDisk {
    private FaultyDisk() {}

    /** A new one; an AssertionError where this computer does not allow it. */
    static void make(Path image, String size, Path mountPoint) {
        Command.run("truncate", "-s", size, image.toString());
        Command.run("mkfs.ext4", "-q", "-J", "size=4", image.toString());
        mount(image, mountPoint);
    }

    private static void mount(Path image, Path mountPoint) {
        Command.run("mkdir", "-p", mountPoint.toString());
        Command.run("mount", "-o", "loop,errors=remount-ro", image.toString(), mountPoint.toString());
    }

    /** From now on it can be read only, also by who has files open. */
    static void fail(Path mountPoint) {
        var device = Path.of(
                Command.run("findmnt", "-no", "SOURCE", mountPoint.toString()).strip());
        try {
            Files.writeString(Path.of("/sys/fs/ext4", device.getFileName().toString(), "trigger_fs_error"), "test");
        } catch (IOException forbidden) {
            throw new UncheckedIOException(forbidden);
        }
    }

    /** Puts another disk in its place, with what had been written to it. */
    static void replace(Path image, Path other, Path mountPoint) {
        Command.run("cp", image.toString(), other.toString());
        Command.run("sh", "-c", "e2fsck -fy '" + other + "' > '" + other + ".log'; [ $? -le 1 ]");
        leave(mountPoint);
        mount(other, mountPoint);
    }

    /** Takes it away if it is there, also from who has files open. */
    static void leave(Path mountPoint) {
        if (Command.run("mount").contains(" " + mountPoint + " ")) Command.run("umount", "-l", mountPoint.toString());
    }
}
