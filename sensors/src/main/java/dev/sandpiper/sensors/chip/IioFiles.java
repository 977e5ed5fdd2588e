package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Sysfs;
import java.util.List;

/**
 * The files of the kernel's industrial I/O. Source: the kernel's Documentation/ABI/testing/sysfs-bus-iio.
 *
 * <p>{@code in_X_input} is in the unit of the kernel; {@code in_X_raw} becomes it by (raw + offset) × scale. Scale and
 * offset may be common to all channels of a kind.
 */
final class IioFiles implements KernelDevice.Way {

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
    public List<String> present(Sysfs sysfs, String device, KernelChannel kind) throws DeviceFault {
        return sysfs.names(device).stream()
                .filter(file -> file.matches("in_" + kind.kind() + KernelChannel.WHICH + "_(input|raw)"))
                .map(file -> file.substring("in_".length(), file.lastIndexOf('_')))
                .distinct()
                .toList();
    }

    @Override
    public double measure(Sysfs sysfs, String device, String channel) throws DeviceFault {
        var name = device + "/in_" + channel;
        if (sysfs.exists(name + "_input")) return sysfs.number(name + "_input");
        var raw = sysfs.number(name + "_raw");
        return (raw + common(sysfs, device, channel, "offset", 0)) * common(sysfs, device, channel, "scale", 1);
    }

    /** Of the channel, or of all of its kind: {@code in_voltage0_scale}, {@code in_voltage_scale}, {@code in_accel_scale}. */
    private static double common(Sysfs sysfs, String device, String channel, String what, double otherwise)
            throws DeviceFault {
        var names = List.of(
                channel,
                channel.replaceAll("[0-9]+", ""),
                channel.replaceFirst("[0-9]+-.*", ""),
                channel.replaceFirst("_[xyz]$", ""),
                channel.replaceFirst("_[a-z0-9]+$", ""));
        for (var name : names) {
            var file = "%s/in_%s_%s".formatted(device, name, what);
            if (sysfs.exists(file)) return sysfs.number(file);
        }
        return otherwise;
    }
}
