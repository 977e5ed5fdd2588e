package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Sheet;

/**
 * A sensor that a driver of the kernel's industrial I/O reads: many chips for light, pressure, voltage, acceleration.
 * Source: the kernel's Documentation/ABI/testing/sysfs-bus-iio.
 */
public final class Iio {
    public static final SensorType TYPE = KernelDevice.type(
                    new IioFiles(),
                    "A sensor of the kernel's industrial I/O, by its name",
                    "{ id: air, type: iio, device: bmp280, every: 10s }")
            .withSheet(Sheet.of("the kernel's Documentation/ABI/testing/sysfs-bus-iio", "")
                    .wire(
                            "`/boot/firmware/config.txt`",
                            "the overlay of the chip, such as `dtoverlay=i2c-sensor,bme280` (`dtoverlay -h i2c-sensor` lists them), then restart")
                    .note("`grep . /sys/bus/iio/devices/*/name` shows what there is."));

    private Iio() {}
}
