package dev.sandpiper.sensors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the kernel's drivers tell of their devices: a file for each attribute below {@code /sys}, or what stands for it on
 * the simulated board. Paths are those below {@code /sys}: {@code bus/iio/devices/iio:device0/name}.
 */
public abstract class Sysfs {

    /** What a driver of the kernel says when the device did not answer, or answered nonsense; gone the next time. */
    private static final List<String> DISTURBED =
            List.of("Input/output error", "Connection timed out", "Remote I/O error", "Resource temporarily");

    /** As the kernel writes one. Java takes more for a number: NaN is none that could be published, 0x1p3 a mistake. */
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,20}(\\.\\d{1,20})?");

    /** The files of a folder. */
    public static Sysfs at(Path root) {
        return new SysfsFolder(root);
    }

    /** The path for people: {@code /sys/bus/w1/devices}. */
    public abstract String shown(String path);

    /** Whether there is a file or a folder. */
    public abstract boolean exists(String path);

    /** The name of what a link leads to; empty where it is none. */
    public abstract Optional<String> target(String link);

    /** What the file says; the kernel's driver reads the device at this moment. */
    protected abstract String read(String file) throws IOException;

    /** What is in a folder that exists, in any order. */
    protected abstract List<String> entries(String folder) throws IOException;

    /** What the file says, without the end of its last line. */
    public final String text(String file) throws DeviceFault {
        try {
            return read(file).strip();
        } catch (IOException failure) {
            throw fault(file, failure);
        }
    }

    /** The number that is all the file says. */
    public final double number(String file) throws DeviceFault {
        var text = text(file);
        if (!NUMBER.matcher(text).matches())
            throw new DeviceFault("%s: expected a number, found '%s'".formatted(shown(file), excerpt(text)));
        return Double.parseDouble(text);
    }

    private static String excerpt(String text) {
        var line = text.replaceAll("\\p{Cntrl}", "?");
        return line.length() <= 60 ? line : line.substring(0, 60) + "…";
    }

    /** The names in a folder, sorted; none where it is not there. */
    public final List<String> names(String folder) throws DeviceFault {
        if (!exists(folder)) return List.of();
        try {
            return entries(folder).stream().sorted().toList();
        } catch (IOException failure) {
            throw fault(folder, failure);
        }
    }

    /** The paths of what is in a folder, sorted; none where it is not there. */
    public final Stream<String> below(String folder) throws DeviceFault {
        return names(folder).stream().map(name -> folder + "/" + name);
    }

    private DeviceFault fault(String path, IOException failure) {
        var said = String.valueOf(failure.getMessage());
        return DISTURBED.stream().anyMatch(said::contains)
                ? new DeviceFault(
                        DeviceFault.Nature.DISTURBED,
                        "%s: the kernel's driver got no right answer (%s); check wiring and supply"
                                .formatted(shown(path), said),
                        failure)
                : new DeviceFault("%s cannot be read: %s".formatted(shown(path), said), failure);
    }
}
