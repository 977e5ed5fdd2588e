package dev.sandpiper.agent.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the Pi's firmware says of its supply and its speed. The kernel's driver raspberrypi-hwmon asks it every 2 s, and
 * what it found is in two files: the alarm, whether there was under-voltage in these 2 s, and get_throttled beside the
 * driver's device, all the firmware's flags in hexadecimal. The kernel of Debian has the alarm only. No other way is
 * taken: {@code vcgencmd} is a process each time and needs the group video.
 *
 * <p>Source: raspberrypi/linux, drivers/hwmon/raspberrypi-hwmon.c and drivers/firmware/raspberrypi.c; the flags:
 * raspberrypi/documentation, os.adoc, get_throttled.
 */
final class Supply {
    private static final long UNDERVOLTAGE = 1;
    /** Frequency capped (bit 1) or throttled (2). Bit 3 is the soft limit of 60 °C of a Pi 3B+, an everyday thing. */
    private static final long SLOWED_DOWN = 0b110;

    private final Path sysfs;
    private Optional<Path> alarm = Optional.empty();
    private Optional<Path> flags = Optional.empty();

    /** What is known at present. */
    record Flags(Optional<Boolean> undervoltage, Optional<Boolean> throttled) {}

    /** @param sysfs where {@code /sys} is */
    Supply(Path sysfs) {
        this.sysfs = sysfs;
    }

    /** Looks where the files are: the driver's number is another on each start, and it may come after the agent. */
    void find() {
        var driver = driver();
        alarm = driver.map(found -> found.resolve("in0_lcrit_alarm"));
        // The kernel goes up from where a link leads, so that this is the firmware's folder, which each Pi calls
        // otherwise.
        flags = Stream.of(
                        driver.map(found -> found.resolve("device/../get_throttled")),
                        Optional.of(sysfs.resolve("devices/platform/soc/soc:firmware/get_throttled")))
                .flatMap(Optional::stream)
                .filter(Files::exists)
                .findFirst();
    }

    private Optional<Path> driver() {
        var all = sysfs.resolve("class/hwmon");
        if (!Files.isDirectory(all)) return Optional.empty();
        try (var folders = Files.list(all)) {
            return folders.filter(folder -> KernelFile.text(folder.resolve("name"))
                            .filter("rpi_volt"::equals)
                            .isPresent())
                    .findFirst();
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    Flags look() {
        // In this order: a dip that begins or ends in between is never seen as a slow processor alone.
        var raised = alarm.flatMap(KernelFile::number).map(number -> number != 0);
        var bits = flags.flatMap(KernelFile::text).flatMap(text -> KernelFile.number(text, 16));
        var low = Stream.of(raised, bits.map(number -> (number & UNDERVOLTAGE) != 0))
                .flatMap(Optional::stream)
                .reduce(Boolean::logicalOr);
        return new Flags(low, bits.map(number -> (number & SLOWED_DOWN) != 0));
    }
}
