package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Sheet;

/**
 * A sensor that a driver of the kernel's hardware monitoring reads: fans, supplies, thermometers and the like. Source: the
 * kernel's Documentation/hwmon/sysfs-interface.rst.
 */
public final class Hwmon {
    public static final SensorType TYPE = KernelDevice.type(
                    new HwmonFiles(),
                    "A sensor of the kernel's hardware monitoring, by its name",
                    "{ id: fan, type: hwmon, device: pwmfan, every: 30s }")
            .withSheet(Sheet.of("the kernel's Documentation/hwmon/sysfs-interface.rst", "")
                    .wire(
                            "`/boot/firmware/config.txt`",
                            "the overlay of the chip, such as `dtoverlay=i2c-sensor,lm75,addr=0x4f` (`dtoverlay -h i2c-sensor` lists them), then restart")
                    .note("`grep . /sys/class/hwmon/*/name` shows what there is."));

    private Hwmon() {}
}
