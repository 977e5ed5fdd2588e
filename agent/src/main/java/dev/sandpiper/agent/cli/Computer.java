package dev.sandpiper.agent.cli;

import dev.sandpiper.sensors.KernelI2c;
import dev.sandpiper.sensors.kernel.GpioLines;
import dev.sandpiper.sensors.kernel.KernelI2cBus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Where this computer shows its hardware.
 *
 * @param devices {@code /dev}
 * @param sysfs {@code /sys}
 */
record Computer(Path devices, Path sysfs, KernelI2c.Opener opener, Gpio gpio) {
    private static final Pattern BUS = Pattern.compile("i2c-(\\d{1,3})");

    /** Lists the GPIO chips. */
    @FunctionalInterface
    interface Gpio {
        List<GpioLines> list() throws IOException;
    }

    static Computer real() {
        return new Computer(Path.of("/dev"), Path.of("/sys"), KernelI2cBus::open, Computer::chips);
    }

    private static List<GpioLines> chips() throws IOException {
        var all = GpioLines.all(Path.of("/dev"));
        if (all.isEmpty()) throw new IOException("there is no /dev/gpiochip0 here");
        return all;
    }

    KernelI2c i2c() {
        return new KernelI2c(devices, sysfs, opener);
    }

    /** The numbers of its I2C buses, in their order. */
    List<Integer> buses() {
        try (var files = Files.list(devices)) {
            return files.map(file -> BUS.matcher(file.getFileName().toString()))
                    .filter(java.util.regex.Matcher::matches)
                    .map(name -> Integer.valueOf(name.group(1)))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /**
     * The numbers of the buses that lead to nothing one connects as a sensor: those of monitors, at which a monitor
     * answers, and those that a multiplexer of the kernel hands on under other numbers.
     *
     * <p>Source: the kernel's drivers/gpu/drm/drm_sysfs.c (the link {@code ddc} of a connector) and
     * Documentation/i2c/i2c-sysfs.rst (what is handed on lies in the folder of the bus it comes from).
     */
    Set<Integer> innerBuses() {
        var inner = new TreeSet<Integer>();
        each(
                sysfs.resolve("class/drm"),
                connector ->
                        real(connector.resolve("ddc")).flatMap(Computer::number).ifPresent(inner::add));
        each(
                sysfs.resolve("bus/i2c/devices"),
                device -> real(device)
                        .filter(place -> number(place).isPresent())
                        .flatMap(place -> number(place.getParent()))
                        .ifPresent(inner::add));
        inner.remove(ScanBuses.USUAL);
        return inner;
    }

    private static void each(Path folder, Consumer<Path> visitor) {
        if (!Files.isDirectory(folder)) return;
        try (var entries = Files.list(folder)) {
            entries.forEach(visitor);
        } catch (IOException | UncheckedIOException unreadable) {
            // Then nothing is known of it, and the bus is looked at like any other.
        }
    }

    private static Optional<Path> real(Path link) {
        try {
            return Optional.of(link.toRealPath());
        } catch (IOException absent) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> number(Path bus) {
        var name = BUS.matcher(bus.getFileName().toString());
        return name.matches() ? Optional.of(Integer.valueOf(name.group(1))) : Optional.empty();
    }
}
