package dev.sandpiper.agent.pi;

import dev.sandpiper.sensors.Sysfs;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The machine, as its files tell of it.
 *
 * @param root where its file system begins: {@code /}, or a folder of a test
 * @param user who asks
 * @param programs the folders in which a program without a slash is looked up
 */
public record Pi(Path root, String user, List<Path> programs, Holders holders) {
    /** Since Raspberry Pi OS 12; in the one before, and still there with a note to the reader, in /boot. */
    private static final List<String> BOOT_FOLDERS = List.of("/boot/firmware", "/boot");

    /** The machine this runs on. */
    public static Pi ofThisProcess() {
        var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return new Pi(
                Path.of("/"),
                System.getProperty("user.name"),
                Stream.of(path.split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of)
                        .toList(),
                Holders.ofKernel());
    }

    Model model() {
        return Model.of(text("/proc/device-tree/model").orElse(""));
    }

    BootConfig bootConfig() {
        return BootConfigReader.read(Path.of(bootConfigFile()), this);
    }

    /** The file with the settings of the firmware, by its name on the Pi. */
    String bootConfigFile() {
        return BOOT_FOLDERS.stream()
                        .filter(folder -> exists(folder + "/config.txt"))
                        .findFirst()
                        .orElse(BOOT_FOLDERS.getFirst())
                + "/config.txt";
    }

    Sysfs sysfs() {
        return Sysfs.at(at("/sys"));
    }

    boolean exists(String file) {
        return Files.exists(at(file));
    }

    /** What a file says, without the zero bytes of the device tree; empty where it cannot be read. */
    Optional<String> text(String file) {
        return bytes(file)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8)
                        .replace('\0', ' ')
                        .strip());
    }

    Optional<byte[]> bytes(String file) {
        try {
            return Optional.of(Files.readAllBytes(at(file)));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /** The paths in a folder, by name; none where it is not there. */
    List<Path> below(String folder) {
        try (var all = Files.list(at(folder))) {
            return all.sorted().toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private Path at(String file) {
        return root.resolve(file.substring(1));
    }
}
