package dev.sandpiper.sensors;

import java.util.List;
import java.util.Optional;

/**
 * A chip that a driver of the kernel has, as {@code /sys/bus/i2c/devices/1-0048} shows it. Two drivers on one chip would
 * change its registers behind each other's back.
 */
public record OwnedChip(Sysfs sysfs, int bus, int address) {
    private static final String DEVICES = "bus/i2c/devices";

    /** The kernel's two interfaces for values: the type of sensor that reads there, and where a device's folder is. */
    public enum Way {
        HWMON("hwmon", "/hwmon", "hwmon"),
        IIO("iio", "", "iio:device");

        private final String type;
        private final String folder;
        private final String device;

        Way(String type, String folder, String device) {
            this.type = type;
            this.folder = folder;
            this.device = device;
        }
    }

    /**
     * Where its values can be read, as in a sensor's entry.
     *
     * @param type of the sensor that reads there
     * @param device its name there
     */
    public record Route(String type, String device) {
        @Override
        public String toString() {
            return "type: %s, device: %s".formatted(type, device);
        }
    }

    /** The chip at an address of a board's bus, if a driver of the kernel has it. */
    public static Optional<OwnedChip> at(Sysfs sysfs, int bus, int address) {
        var chip = new OwnedChip(sysfs, bus, address);
        return sysfs.exists(chip.folder() + "/driver") ? Optional.of(chip) : Optional.empty();
    }

    /** Where the kernel tells of it, below {@code /sys}. */
    public String folder() {
        return DEVICES + "/%d-%04x".formatted(bus, address);
    }

    /** {@code 0x48 on i2c-1 belongs to the kernel's driver lm75}. */
    public String said() {
        return "0x%02x on i2c-%d belongs to %s"
                .formatted(
                        address,
                        bus,
                        driver().map(name -> "the kernel's driver " + name).orElse("a driver of the kernel"));
    }

    /** What is told where it is not read there. */
    public DeviceFault fault() {
        var overlay = "remove its dtoverlay from /boot/firmware/config.txt and restart";
        return new DeviceFault(said() + "; "
                + route().map(route -> "read it there with %s, or %s".formatted(route, overlay))
                        .orElse(overlay));
    }

    /** The driver's name, or the chip's: in a folder that stands for {@code /sys} it may be no link. */
    public Optional<String> driver() {
        return sysfs.target(folder() + "/driver").or(() -> name(folder()));
    }

    /** What reads it. */
    public Optional<Route> route() {
        for (var way : Way.values())
            for (var device : devices(way)) {
                var name = name(device);
                if (name.isPresent()) return Optional.of(new Route(way.type, name.get()));
            }
        return Optional.empty();
    }

    /** The kernel's devices that give its values, by their paths below {@code /sys}. */
    public List<String> devices(Way way) {
        try {
            return sysfs.below(folder() + way.folder)
                    .filter(path -> path.substring(path.lastIndexOf('/') + 1).startsWith(way.device))
                    .toList();
        } catch (DeviceFault unreadable) {
            return List.of();
        }
    }

    private Optional<String> name(String folder) {
        try {
            return sysfs.exists(folder + "/name") ? Optional.of(sysfs.text(folder + "/name")) : Optional.empty();
        } catch (DeviceFault unreadable) {
            return Optional.empty();
        }
    }
}
