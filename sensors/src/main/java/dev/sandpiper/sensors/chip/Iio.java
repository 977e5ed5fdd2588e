package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Sheet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A sensor that a driver of the kernel's industrial I/O reads: many chips for light, pressure, voltage, acceleration.
 * Source: the kernel's Documentation/ABI/testing/sysfs-bus-iio.
 *
 * <p>{@code in_X_input} is in the unit of the kernel; {@code in_X_raw} becomes it by (raw + offset) × scale. Scale and
 * offset may be common to all channels of a kind.
 */
public final class Iio implements KernelDevice.Way {
    public static final SensorType TYPE = KernelDevice.type(
                    new Iio(),
                    "A sensor of the kernel's industrial I/O, by its name",
                    "{ id: air, type: iio, device: bmp280, every: 10s }")
            .withSheet(Sheet.of("the kernel's Documentation/ABI/testing/sysfs-bus-iio", "")
                    .wire(
                            "`/boot/firmware/config.txt`",
                            "the overlay of the chip, such as `dtoverlay=i2c-sensor,bme280` (`dtoverlay -h i2c-sensor` lists them), then restart")
                    .note("`grep . /sys/bus/iio/devices/*/name` shows what there is."));

    private Iio() {}

    @Override
    public String type() {
        return "iio";
    }

    @Override
    public String folder() {
        return "bus/iio/devices";
    }

    @Override
    public List<KernelChannel> channels() {
        return KernelChannel.IIO;
    }

    @Override
    public List<String> present(Path device, KernelChannel kind) throws DeviceFault {
        return KernelFiles.below(device).stream()
                .map(file -> file.getFileName().toString())
                .filter(file -> file.matches("in_" + kind.kind() + KernelChannel.WHICH + "_(input|raw)"))
                .map(file -> file.substring("in_".length(), file.lastIndexOf('_')))
                .distinct()
                .toList();
    }

    @Override
    public double measure(Path device, String channel) throws DeviceFault {
        var input = device.resolve("in_" + channel + "_input");
        if (Files.exists(input)) return KernelFiles.number(input);
        var raw = KernelFiles.number(device.resolve("in_" + channel + "_raw"));
        return (raw + common(device, channel, "offset", 0)) * common(device, channel, "scale", 1);
    }

    /** Of the channel, or of all of its kind: {@code in_voltage0_scale}, {@code in_voltage_scale}, {@code in_accel_scale}. */
    private static double common(Path device, String channel, String what, double otherwise) throws DeviceFault {
        var names = List.of(
                channel,
                channel.replaceAll("[0-9]+", ""),
                channel.replaceFirst("_[xyz]$", ""),
                channel.replaceFirst("_[a-z0-9]+$", ""));
        for (var name : names) {
            var file = device.resolve("in_%s_%s".formatted(name, what));
            if (Files.exists(file)) return KernelFiles.number(file);
        }
        return otherwise;
    }
}
