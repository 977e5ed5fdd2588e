package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Sheet;
import dev.sandpiper.sensors.Sysfs;
import dev.sandpiper.sensors.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The computer itself: load (mean of the last minute, in waiting processes), used memory (%), used space of the root
 * file system (%, as {@code df} tells it), time since the start of the system (s) and, where there is a sensor for it,
 * the temperature of the processor (°C).
 *
 * <p>Source: proc(5), and the kernel's thermal/sysfs-api.
 */
public final class SystemSensor implements Sensor {
    private static final String THERMOMETER = "class/thermal/thermal_zone0/temp";

    private static final Quantity LOAD = new Quantity("load", "", 0.01);
    private static final Quantity MEMORY_USED = new Quantity("memory_used", "%", 0.1);
    private static final Quantity DISK_USED = new Quantity("disk_used", "%", 0.1);
    private static final Quantity UPTIME = new Quantity("uptime", "s", 0);
    private static final Quantity TEMPERATURE = Quantity.temperature(0.1);

    public static final SensorType TYPE = SensorType.of(
                    "system",
                    "The computer itself: load, memory, disk, uptime, temperature",
                    List.of(),
                    List.of(TEMPERATURE, LOAD, MEMORY_USED, DISK_USED, UPTIME),
                    "{ id: computer, type: system, every: 1m }",
                    (_, board) -> new SystemSensor(Path.of("/proc"), Path.of("/"), board.kernel()))
            .withSheet(Sheet.of("proc(5); the kernel's Documentation/driver-api/thermal/sysfs-api.rst", ""));

    private final Path proc;
    private final Path root;
    private final Sysfs kernel;

    SystemSensor(Path proc, Path root, Sysfs kernel) {
        this.proc = proc;
        this.root = root;
        this.kernel = kernel;
    }

    @Override
    public Duration start() {
        return Duration.ZERO;
    }

    @Override
    public Reading read() throws DeviceFault {
        var reading = new Reading();
        var celsius = celsius();
        if (celsius.isPresent()) reading = reading.with(TEMPERATURE, celsius.get());
        return reading.with(LOAD, number("loadavg", 0))
                .with(MEMORY_USED, memoryUsed())
                .with(DISK_USED, diskUsed())
                .with(UPTIME.name(), new Value.Count((long) number("uptime", 0)));
    }

    /** Thousandths of a degree in the file; none on a machine without the sensor. */
    private Optional<Double> celsius() throws DeviceFault {
        if (!kernel.exists(THERMOMETER)) return Optional.empty();
        return Optional.of(kernel.number(THERMOMETER) / 1000);
    }

    private double number(String file, int index) throws DeviceFault {
        var path = proc.resolve(file);
        return parse(path, text(path).split(" ")[index]);
    }

    private double memoryUsed() throws DeviceFault {
        var path = proc.resolve("meminfo");
        var kibibytes = text(path)
                .lines()
                .map(line -> line.split("[:\\s]+"))
                .filter(words -> words.length > 1)
                .collect(Collectors.toMap(words -> words[0], words -> words[1], (first, _) -> first));
        var total = kibibytes(path, kibibytes, "MemTotal");
        return 100 * (total - kibibytes(path, kibibytes, "MemAvailable")) / total;
    }

    private static double kibibytes(Path path, Map<String, String> lines, String name) throws DeviceFault {
        return parse(path, lines.getOrDefault(name, "no line " + name));
    }

    // Space that only root may fill counts neither as used nor as free.
    private double diskUsed() throws DeviceFault {
        try {
            var store = Files.getFileStore(root);
            var used = store.getTotalSpace() - store.getUnallocatedSpace();
            return 100.0 * used / Math.max(1, used + store.getUsableSpace());
        } catch (IOException e) {
            throw new DeviceFault("the file system of " + root + " does not tell its size: " + e.getMessage(), e);
        }
    }

    private static String text(Path path) throws DeviceFault {
        try {
            return Files.readString(path).strip();
        } catch (IOException e) {
            throw new DeviceFault(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static double parse(Path path, String text) throws DeviceFault {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new DeviceFault("%s: expected a number, found '%s'".formatted(path, text), e);
        }
    }

    @Override
    public void close() {}
}
