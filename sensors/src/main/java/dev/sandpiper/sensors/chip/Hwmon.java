package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Sheet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A sensor that a driver of the kernel's hardware monitoring reads: fans, supplies, thermometers and the like. Source: the
 * kernel's Documentation/hwmon/sysfs-interface.rst.
 */
public final class Hwmon implements KernelDevice.Way {
    public static final SensorType TYPE = KernelDevice.type(
                    new Hwmon(),
                    "A sensor of the kernel's hardware monitoring, by its name",
                    "{ id: fan, type: hwmon, device: pwmfan, every: 30s }")
            .withSheet(Sheet.of("the kernel's Documentation/hwmon/sysfs-interface.rst", "")
                    .wire(
                            "`/boot/firmware/config.txt`",
                            "the overlay of the chip, such as `dtoverlay=i2c-sensor,lm75,addr=0x4f` (`dtoverlay -h i2c-sensor` lists them), then restart")
                    .note("`grep . /sys/class/hwmon/*/name` shows what there is."));

    private Hwmon() {}

    @Override
    public String type() {
        return "hwmon";
    }

    @Override
    public String folder() {
        return "class/hwmon";
    }

    @Override
    public List<KernelChannel> channels() {
        return KernelChannel.HWMON;
    }

    @Override
    public List<String> present(Path device, KernelChannel kind) throws DeviceFault {
        return KernelFiles.below(device).stream()
                .map(file -> file.getFileName().toString())
                .filter(file -> file.matches(kind.kind() + "[0-9]+_input"))
                .map(file -> file.substring(0, file.lastIndexOf('_')))
                .toList();
    }

    @Override
    public double measure(Path device, String channel) throws DeviceFault {
        var fault = device.resolve(channel + "_fault");
        if (Files.exists(fault) && KernelFiles.number(fault) != 0)
            throw new DeviceFault("%s says that the sensor is broken or not connected".formatted(fault));
        return KernelFiles.number(device.resolve(channel + "_input"));
    }
}
