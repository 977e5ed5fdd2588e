package dev.sandpiper.sensors.sim;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * The files with a device's values, in the units of the kernel: Documentation/ABI/testing/sysfs-bus-iio and
 * Documentation/hwmon/sysfs-interface.rst.
 */
final class KernelAttributes {
    /** What the drivers of well-known chips offer; any other is a thermometer. */
    private static final Map<String, List<String>> TYPICAL = Map.ofEntries(
            Map.entry("bmp280", List.of("temp", "pressure")),
            Map.entry("bme280", List.of("temp", "pressure", "humidityrelative")),
            Map.entry("htu21", List.of("temp", "humidityrelative")),
            Map.entry("si7020", List.of("temp", "humidityrelative")),
            Map.entry("hdc100x", List.of("temp", "humidityrelative")),
            Map.entry("bh1750", List.of("illuminance")),
            Map.entry("tsl2561", List.of("illuminance")),
            Map.entry("ads1015", List.of("voltage0", "voltage1", "voltage2", "voltage3")),
            Map.entry("ads1115", List.of("voltage0", "voltage1", "voltage2", "voltage3")),
            Map.entry("scd30", List.of("temp", "humidityrelative", "concentration_co2")),
            Map.entry("lis3dh", List.of("accel_x", "accel_y", "accel_z")),
            Map.entry("sht3x", List.of("temp1", "humidity1")),
            Map.entry("sht4x", List.of("temp1", "humidity1")),
            Map.entry("aht10", List.of("temp1", "humidity1")),
            Map.entry("ina219", List.of("in0", "in1", "curr1", "power1")),
            Map.entry("ina226", List.of("in0", "in1", "curr1", "power1")),
            Map.entry("pwmfan", List.of("fan1")));

    /** The channel that values of the contract have where none is named. */
    private static final Map<String, String> OF_VALUES = Map.ofEntries(
            Map.entry("temperature", "temp"),
            Map.entry("humidity", "humidity"),
            Map.entry("voltage", "voltage0"),
            Map.entry("current", "current"),
            Map.entry("co2", "concentration_co2"),
            Map.entry("rate", "fan"));

    private final boolean industrial;
    private final LongSupplier nanos;

    /** @param way {@code iio} or {@code hwmon} */
    KernelAttributes(String way, LongSupplier nanos) {
        this.industrial = way.equals("iio");
        this.nanos = nanos;
    }

    /** Gives the device what a driver of this name offers; {@code dht11@4} is a device of the driver dht11. */
    void giveTypical(KernelModel device, String name) {
        var usual = industrial ? List.of("temp") : List.of("temp1");
        if (name.startsWith("dht11")) usual = List.of("temp", "humidityrelative");
        for (var channel : TYPICAL.getOrDefault(name, usual)) give(device, channel);
    }

    /** Gives the device the channel of a value, or the one that fits the value's name. */
    void give(KernelModel device, String value, String channel) {
        if (!channel.isEmpty()) give(device, channel);
        else give(device, industrial ? industrial(value) : monitored(value));
    }

    private static String industrial(String value) {
        return value.equals("humidity") ? "humidityrelative" : OF_VALUES.getOrDefault(value, value);
    }

    private static String monitored(String value) {
        return switch (value) {
            case "voltage" -> "in1";
            case "current" -> "curr1";
            default -> OF_VALUES.getOrDefault(value, value) + "1";
        };
    }

    private void give(KernelModel device, String channel) {
        if (industrial) giveIndustrial(device, channel);
        else device.with(channel + "_input", () -> whole(monitoredValue(channel)));
    }

    private void giveIndustrial(KernelModel device, String channel) {
        switch (channel) {
            case "temp" -> device.with("in_temp_input", () -> whole(1000 * Climate.celsius(now())));
            case "humidityrelative" ->
                device.with("in_humidityrelative_input", () -> whole(1000 * Climate.humidity(now())));
            case "pressure" -> device.with("in_pressure_input", () -> decimal(Climate.pascal(now()) / 1000));
            // The full resolution of a BH1750
            case "illuminance" -> giveRaw(device, channel, () -> Climate.lux(now()), 1 / 1.2);
            default -> giveRaw(device, channel, () -> 100 * Climate.celsius(now()), 1);
        }
    }

    private static void giveRaw(KernelModel device, String channel, DoubleSupplier value, double scale) {
        device.with("in_" + channel + "_raw", () -> whole(value.getAsDouble() / scale))
                .with("in_" + channel + "_scale", () -> decimal(scale));
    }

    /** Thousandths; millionths of a watt; turns a minute. */
    private double monitoredValue(String channel) {
        return switch (channel.replaceAll("[0-9]+$", "")) {
            case "humidity" -> 1000 * Climate.humidity(now());
            case "power" -> 1e6 * Climate.celsius(now());
            case "fan" -> 100 * Climate.celsius(now());
            default -> 1000 * Climate.celsius(now());
        };
    }

    private long now() {
        return nanos.getAsLong();
    }

    private static String whole(double number) {
        return Long.toString(Math.round(number));
    }

    private static String decimal(double number) {
        return String.format(Locale.ROOT, "%.9f", number);
    }
}
