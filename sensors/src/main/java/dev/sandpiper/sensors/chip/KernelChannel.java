package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Quantity;
import java.util.List;

/**
 * A kind of channel of the kernel and what the contract calls it.
 *
 * @param kind as in {@code in_temp_raw} or {@code temp1_input}
 * @param value the value's name
 * @param factor from the kernel's unit to the contract's
 * @param step of the value, as fine as the kernel tells it
 */
record KernelChannel(String kind, String value, double factor, double step) {

    /** What may follow the kind in a channel's name: a number, the difference of two, what a thermometer looks at. */
    static final String WHICH = "([0-9]+(-voltage[0-9]+)?|_object|_ambient)?";

    /** The kernel's Documentation/ABI/testing/sysfs-bus-iio. */
    static final List<KernelChannel> IIO = List.of(
            new KernelChannel("temp", "temperature", 1e-3, 1e-3),
            new KernelChannel("humidityrelative", "humidity", 1e-3, 1e-3),
            new KernelChannel("pressure", "pressure", 10, 1e-3),
            new KernelChannel("illuminance", "illuminance", 1, 1e-3),
            new KernelChannel("voltage", "voltage", 1e-3, 1e-6),
            new KernelChannel("current", "current", 1e-3, 1e-6),
            new KernelChannel("power", "power", 1e-3, 1e-6),
            new KernelChannel("resistance", "resistance", 1, 1e-3),
            new KernelChannel("distance", "distance", 1, 1e-4),
            new KernelChannel("concentration_co2", "co2", 1e4, 1),
            new KernelChannel("massconcentration_pm1", "pm1", 1, 1e-2),
            new KernelChannel("massconcentration_pm2p5", "pm2_5", 1, 1e-2),
            new KernelChannel("massconcentration_pm10", "pm10", 1, 1e-2),
            new KernelChannel("accel_x", "acceleration_x", 1, 1e-4),
            new KernelChannel("accel_y", "acceleration_y", 1, 1e-4),
            new KernelChannel("accel_z", "acceleration_z", 1, 1e-4),
            new KernelChannel("anglvel_x", "angular_velocity_x", 180 / Math.PI, 1e-3),
            new KernelChannel("anglvel_y", "angular_velocity_y", 180 / Math.PI, 1e-3),
            new KernelChannel("anglvel_z", "angular_velocity_z", 180 / Math.PI, 1e-3),
            new KernelChannel("magn_x", "magnetic_x", 100, 1e-2),
            new KernelChannel("magn_y", "magnetic_y", 100, 1e-2),
            new KernelChannel("magn_z", "magnetic_z", 100, 1e-2));

    /** The kernel's Documentation/hwmon/sysfs-interface.rst; a fan's turns a minute become turns a second. */
    static final List<KernelChannel> HWMON = List.of(
            new KernelChannel("temp", "temperature", 1e-3, 1e-3),
            new KernelChannel("humidity", "humidity", 1e-3, 1e-3),
            new KernelChannel("in", "voltage", 1e-3, 1e-3),
            new KernelChannel("curr", "current", 1e-3, 1e-3),
            new KernelChannel("power", "power", 1e-6, 1e-6),
            new KernelChannel("energy", "energy", 1 / 3.6e9, 1e-6),
            new KernelChannel("fan", "rate", 1.0 / 60, 1e-2));

    Quantity quantity(String name) {
        return Quantity.named(name, step);
    }
}
