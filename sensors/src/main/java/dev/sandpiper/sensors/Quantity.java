package dev.sandpiper.sensors;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a value means. The name fixes the unit (contract, section 2), so that value and meaning never travel apart.
 *
 * @param name matches {@code [a-z][a-z0-9_]{0,31}}
 * @param unit as people write it, {@code ""} where there is none
 * @param resolution the device's step in that unit; {@link #UNKNOWN_STEP} where only its numbers show that; 0 where the
 *     value is a count, a flag or a text
 */
public record Quantity(String name, String unit, double resolution) {
    /** Contract, section 2. Those without unit are left out. */
    private static final Map<String, String> UNITS = Stream.of(
                    "temperature dew_point °C",
                    "humidity %RH",
                    "pressure hPa",
                    "illuminance lx",
                    "voltage shunt_voltage V",
                    "current A",
                    "power W",
                    "energy Wh",
                    "co2 ppm",
                    "distance m",
                    "frequency Hz",
                    "rate 1/s",
                    "level memory_used disk_used %",
                    "weight kg",
                    "flow L/min",
                    "rain mm",
                    "wind_speed m/s",
                    "pm1 pm2_5 pm10 µg/m³",
                    "acceleration_x acceleration_y acceleration_z m/s²",
                    "angular_velocity_x angular_velocity_y angular_velocity_z °/s",
                    "magnetic_x magnetic_y magnetic_z µT",
                    "resistance Ω",
                    "uptime s",
                    "signal dBm")
            .map(line -> line.split(" "))
            .flatMap(words ->
                    Arrays.stream(words).limit(words.length - 1).map(name -> Map.entry(name, words[words.length - 1])))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    /** By resolution: there are few, and each value of each sample asks. */
    private static final Map<Double, Integer> DECIMALS = new ConcurrentHashMap<>();

    /** The step of a number of which nobody knows it: what a program prints, what a chip has as a floating point number. */
    public static final double UNKNOWN_STEP = 1e-9;

    /** The name of the value that says what happened, of a sensor that tells events. */
    public static final String EVENT = "event";

    public static Quantity temperature(double resolution) {
        return new Quantity("temperature", "°C", resolution);
    }

    public static Quantity humidity(double resolution) {
        return new Quantity("humidity", "%RH", resolution);
    }

    public static Quantity pressure(double resolution) {
        return new Quantity("pressure", "hPa", resolution);
    }

    /** A quantity of the contract by its name, or one of the user's own, without unit. */
    public static Quantity named(String name, double resolution) {
        return new Quantity(name, UNITS.getOrDefault(name, ""), resolution);
    }

    /** A quantity that is a flag or a text, without unit or step. */
    public static Quantity plain(String name) {
        return new Quantity(name, "", 0);
    }

    /** Whether the device has a step that is known before it is read. */
    public boolean hasStep() {
        return resolution > 0 && resolution != UNKNOWN_STEP;
    }

    /**
     * How many decimals a value of this quantity is told with: never coarser than a tenth of the device's step, at most
     * nine, and enough to write the step itself out (0.0625 needs four) where six are.
     */
    public int decimals() {
        return DECIMALS.computeIfAbsent(resolution, Quantity::decimals);
    }

    private static int decimals(double resolution) {
        if (resolution <= 0) return 0;
        var tenth = (int) Math.ceil(-Math.log10(resolution / 10) - 1e-9);
        var exact =
                new BigDecimal(Double.toString(resolution)).stripTrailingZeros().scale();
        return Math.clamp(Math.max(tenth, Math.min(exact, 6)), 1, 9);
    }

    /** {@code number} as a value of this quantity. */
    public Value of(double number) {
        return new Value.Decimal(number, decimals());
    }
}
