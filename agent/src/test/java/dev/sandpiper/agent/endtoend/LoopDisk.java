package dev.sandpiper.agent.endtoend;

import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Folders;
import dev.sandpiper.agent.testing.KeptRows;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * An ext4 in a file, behind a loop device, mounted where only one process and its children see it: with the last of them
 * it is gone, whatever becomes of the test. What was written to the device is in the file; what the kernel still holds
 * back for it is not. A copy of the file is the device after a power cut at that moment.
 */
final class LoopDisk {
    private static final int WRITTEN_SECTORS = 6;
    private static final int SECTOR = 512;

    private final Path folder;
    private final Path mountPoint;
    private int cuts;

    private LoopDisk(Path folder, Path mountPoint) {
        this.folder = folder;
        this.mountPoint = mountPoint;
    }

    /** A new one; an AssertionError where this computer does not allow it. */
    static LoopDisk make(Path folder, Path mountPoint) throws IOException {
        var disk = new LoopDisk(Files.createDirectories(folder), Files.createDirectories(mountPoint));
        Command.run("truncate", "-s", "20M", disk.image().toString());
        Command.run(
                "mkfs.ext4", "-q", "-J", "size=4", "-E", "lazy_itable_init=0,lazy_journal_init=0", "" + disk.image());
        disk.inside("true");
        return disk;
    }

    private Path image() {
        return folder.resolve("image-" + cuts);
    }

    /** What another program is started by in order to have it mounted; the program takes over the process. */
    List<String> starter() {
        return List.of("unshare", "--mount", "sh", "-c", mounted("exec \"$@\""), "sh");
    }

    private void inside(String command) {
        Command.run("unshare", "--mount", "sh", "-c", mounted(command));
    }

    private String mounted(String command) {
        return "mount -o loop '%s' '%s' && %s".formatted(image(), mountPoint, command);
    }

    /** From now on it is what a power cut at this moment would leave. The program on it must be stopped. */
    void cutPower() {
        var next = folder.resolve("image-" + (cuts + 1));
        Eventually.until("nothing was written to it while it was copied", () -> {
            var before = written();
            copy(image(), next);
            return written().equals(before);
        });
        cuts++;
    }

    /** How much was written so far and how much is under way; the kernel writes by itself, too. */
    private String written() {
        var device = Command.run("losetup", "--noheadings", "--output", "NAME", "--associated", "" + image())
                .strip();
        if (device.isEmpty()) return "";
        try {
            return Files.readString(
                    Path.of("/sys/block", Path.of(device).getFileName().toString(), "stat"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Bytes written to the device, with what the kernel had held back. The program on it is there to see its files. */
    long bytesWritten(long program) {
        Command.run("nsenter", "--target", "" + program, "--mount", "sync", "--file-system", mountPoint.toString());
        return Long.parseLong(written().strip().split("\\s+")[WRITTEN_SECTORS]) * SECTOR;
    }

    private static void copy(Path from, Path to) {
        try {
            Files.deleteIfExists(to);
            Files.copy(from, to);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** What an outbox in a folder on it keeps; ext4 replays its journal before. */
    KeptRows kept(String outbox) {
        var copy = folder.resolve("files");
        try {
            Files.createDirectories(copy);
            inside("{ ! [ -e '%1$s' ] || cp -a '%1$s' '%2$s'; }".formatted(mountPoint.resolve(outbox), copy));
            return KeptRows.leftIn(Files.createDirectories(copy.resolve(outbox)));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            Folders.delete(copy);
        }
    }
}
