package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DeviceFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Attributes of devices that a driver of the kernel reads: a file for each, below {@code /sys}. */
final class KernelFiles {
    private KernelFiles() {}

    /** What the file says; the driver reads the device at this moment. */
    static String text(Path file) throws DeviceFault {
        try {
            return Files.readString(file).strip();
        } catch (IOException failure) {
            throw fault(file, failure);
        }
    }

    static double number(Path file) throws DeviceFault {
        var text = text(file);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException broken) {
            throw new DeviceFault("%s: expected a number, found '%s'".formatted(file, shown(text)), broken);
        }
    }

    private static String shown(String text) {
        var line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }

    // What a driver of the kernel says when the device did not answer, or answered nonsense, is gone the next time.
    private static DeviceFault fault(Path file, IOException failure) {
        var said = String.valueOf(failure.getMessage());
        var disturbed =
                List.of("Input/output error", "Connection timed out", "Remote I/O error", "Resource temporarily")
                        .stream()
                        .anyMatch(said::contains);
        return new DeviceFault(
                disturbed ? DeviceFault.Nature.DISTURBED : DeviceFault.Nature.LASTING,
                disturbed
                        ? "%s: the kernel's driver got no right answer (%s); check wiring and supply"
                                .formatted(file, said)
                        : "%s cannot be read: %s".formatted(file, said),
                failure);
    }

    /** The folders or links in {@code folder}, by name; none where it is not there. */
    static List<Path> below(Path folder) throws DeviceFault {
        if (!Files.isDirectory(folder)) return List.of();
        try (var all = Files.list(folder)) {
            return all.sorted().toList();
        } catch (IOException failure) {
            throw fault(folder, failure);
        }
    }
}
