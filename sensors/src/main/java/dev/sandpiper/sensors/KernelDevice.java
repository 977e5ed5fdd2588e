package dev.sandpiper.sensors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A chip that a driver of the kernel has, as {@code /sys/bus/i2c/devices/1-0048} shows it, and where its values can be
 * read instead.
 */
record KernelDevice(Path folder, int bus, int address) {
    /** The kernel's two interfaces for values: the folder of each, and the type of sensor that reads there. */
    private static final List<Route> ROUTES = List.of(new Route("hwmon", "hwmon"), new Route("iio:device", "iio"));

    private record Route(String folder, String type) {}

    /** The chip at an address, if a driver of the kernel has it. */
    static Optional<KernelDevice> at(Path devices, int bus, int address) {
        var folder = devices.resolve("%d-%04x".formatted(bus, address));
        return Files.exists(folder.resolve("driver"))
                ? Optional.of(new KernelDevice(folder, bus, address))
                : Optional.empty();
    }

    DeviceFault fault() {
        var overlay = "remove its dtoverlay from /boot/firmware/config.txt and restart";
        return new DeviceFault("0x%02x on i2c-%d belongs to %s; %s"
                .formatted(
                        address,
                        bus,
                        driver(),
                        route().map(route -> "read it there with %s, or %s".formatted(route, overlay))
                                .orElse(overlay)));
    }

    private String driver() {
        try {
            return "the kernel's driver "
                    + folder.resolve("driver").toRealPath().getFileName();
        } catch (IOException gone) {
            return "a driver of the kernel";
        }
    }

    /** What reads it: {@code type: hwmon, device: lm75}. */
    private Optional<String> route() {
        for (var route : ROUTES) {
            var name = name(route.folder);
            if (name.isPresent()) return Optional.of("type: %s, device: %s".formatted(route.type, name.get()));
        }
        return Optional.empty();
    }

    // hwmon/hwmon2/name, but iio:device0/name
    private Optional<String> name(String kind) {
        try (var names = Files.find(
                folder.toRealPath(),
                3,
                (path, _) -> path.endsWith("name")
                        && path.getParent().getFileName().toString().startsWith(kind))) {
            var name = names.sorted().findFirst();
            return name.isPresent() ? Optional.of(Files.readString(name.get()).strip()) : Optional.empty();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }
}
