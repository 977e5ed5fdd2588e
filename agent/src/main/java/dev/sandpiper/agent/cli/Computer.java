package dev.sandpiper.agent.cli;

import dev.sandpiper.sensors.KernelI2c;
import dev.sandpiper.sensors.kernel.GpioLines;
import dev.sandpiper.sensors.kernel.KernelI2cBus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
}
