package dev.sandpiper.sensors.kernel;

import static dev.sandpiper.sensors.kernel.GpioAbi.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A GPIO chip of the kernel.
 *
 * @param device such as {@code /dev/gpiochip0}
 * @param label the driver's name for it, such as {@code pinctrl-bcm2711}
 */
public record GpioChip(Path device, String label) {

    /** {@code gpiochip0}. */
    public String name() {
        return device.getFileName().toString();
    }

    /** The resistor inside the chip. */
    public enum Bias {
        UP,
        DOWN,
        OFF
    }

    /**
     * The chip with the pins of a Raspberry Pi's header: the first whose label says {@code pinctrl}. Its number differs
     * from kernel to kernel.
     *
     * @param devices usually {@code /dev}
     * @throws IOException when no chip can be opened, though there are some
     */
    public static Optional<GpioChip> ofHeader(Path devices) throws IOException {
        for (var device : chips(devices)) {
            var chip = at(device);
            if (chip.label.contains("pinctrl")) return Optional.of(chip);
        }
        return Optional.empty();
    }

    /** All chips, by the names of their devices. */
    static List<GpioChip> all(Path devices) throws IOException {
        var all = new ArrayList<GpioChip>();
        for (var device : chips(devices)) all.add(at(device));
        return all;
    }

    /** What the kernel tells of each line. */
    List<GpioLine> lines() throws IOException {
        var chip = LibC.open(device);
        try (var arena = Arena.ofConfined()) {
            var about = arena.allocate(GpioAbi.CHIP_INFO);
            LibC.ioctl(device.toString(), chip, GpioAbi.GET_CHIP_INFO, about);
            var lines = new ArrayList<GpioLine>();
            var count = about.get(JAVA_INT, offset(GpioAbi.CHIP_INFO, "lines"));
            for (var number = 0; number < count; number++) {
                var info = arena.allocate(GpioAbi.LINE_INFO);
                info.set(JAVA_INT, offset(GpioAbi.LINE_INFO, "offset"), number);
                LibC.ioctl("line " + number + " of " + device, chip, GpioAbi.GET_LINE_INFO, info);
                lines.add(GpioLine.of(number, info));
            }
            return lines;
        } finally {
            LibC.close(chip);
        }
    }

    private static List<Path> chips(Path devices) throws IOException {
        try (var files = Files.list(devices)) {
            return files.filter(file -> file.getFileName().toString().startsWith("gpiochip"))
                    .sorted()
                    .toList();
        }
    }

    private static GpioChip at(Path device) throws IOException {
        var fd = LibC.open(device);
        try (var arena = Arena.ofConfined()) {
            var info = arena.allocate(GpioAbi.CHIP_INFO);
            LibC.ioctl(device.toString(), fd, GpioAbi.GET_CHIP_INFO, info);
            return new GpioChip(device, info.getString(offset(GpioAbi.CHIP_INFO, "label")));
        } finally {
            LibC.close(fd);
        }
    }

    /**
     * Requests a line as input.
     *
     * @param user what {@code gpioinfo} shows as its user, up to 31 characters
     * @throws IOException with the kernel's reason, for example that the line is busy
     */
    public Line request(int line, Bias bias, Edges edges, String user) throws IOException {
        var chip = LibC.open(device);
        try (var arena = Arena.ofConfined()) {
            var request = arena.allocate(GpioAbi.LINE_REQUEST);
            request.set(JAVA_INT, offset(GpioAbi.LINE_REQUEST, "offsets"), line);
            request.setString(offset(GpioAbi.LINE_REQUEST, "consumer"), user);
            request.set(JAVA_LONG, offset(GpioAbi.LINE_REQUEST, "config", "flags"), flags(bias, edges));
            request.set(JAVA_INT, offset(GpioAbi.LINE_REQUEST, "num_lines"), 1);
            request.set(JAVA_INT, offset(GpioAbi.LINE_REQUEST, "event_buffer_size"), GpioAbi.MOST_EVENTS);
            LibC.ioctl("line " + line + " of " + device, chip, GpioAbi.GET_LINE, request);
            return new KernelLine(request.get(JAVA_INT, offset(GpioAbi.LINE_REQUEST, "fd")));
        } finally {
            LibC.close(chip);
        }
    }

    static long flags(Bias bias, Edges edges) {
        var pull = switch (bias) {
            case UP -> GpioAbi.FLAG_BIAS_PULL_UP;
            case DOWN -> GpioAbi.FLAG_BIAS_PULL_DOWN;
            case OFF -> GpioAbi.FLAG_BIAS_DISABLED;
        };
        var told = switch (edges) {
            case RISING -> GpioAbi.FLAG_EDGE_RISING;
            case FALLING -> GpioAbi.FLAG_EDGE_FALLING;
            case BOTH -> GpioAbi.FLAG_EDGE_RISING | GpioAbi.FLAG_EDGE_FALLING;
        };
        return GpioAbi.FLAG_INPUT | pull | told;
    }
}
