package dev.sandpiper.agent.discovery;

import dev.sandpiper.sensors.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a quantity is called in Home Assistant. Source: its developer documentation of sensor entities, and
 * {@code components/sensor/const.py}, which list the units and state classes each device class allows.
 */
final class Meaning {
    /** Name of the value, its class there, the unit that makes it one. */
    private static final Map<String, Sort> SORTS = Stream.of(
                    "altitude distance m",
                    "co2 carbon_dioxide ppm",
                    "current current A",
                    "dew_point temperature °C",
                    "distance distance m",
                    "energy energy Wh",
                    "flow volume_flow_rate L/min",
                    "frequency frequency Hz",
                    "heat_index temperature °C",
                    "humidity humidity %RH",
                    "illuminance illuminance lx",
                    "pm1 pm1 µg/m³",
                    "pm10 pm10 µg/m³",
                    "pm2_5 pm25 µg/m³",
                    "power power W",
                    // Every chip of this name is a barometer.
                    "pressure atmospheric_pressure hPa",
                    "rain precipitation mm",
                    "shunt_voltage voltage V",
                    "signal signal_strength dBm",
                    "temperature temperature °C",
                    "uptime duration s",
                    "voltage voltage V",
                    "weight weight kg",
                    "wind_speed wind_speed m/s")
            .map(line -> line.split(" "))
            .collect(Collectors.toUnmodifiableMap(words -> words[0], words -> new Sort(words[1], words[2])));

    private record Sort(String deviceClass, String unit) {}

    /** What is added up; a step back is a new beginning where they only grow. */
    private static final Set<String> TOTALS = Set.of("count", "energy", "rain");

    /** Figures about a stretch of time that are of the kind of what they are about. */
    private static final Pattern OF_A_WINDOW = Pattern.compile("(.+)_(min|mean|max)");

    /** The newest of a stretch of time is what it is of, also of a total. */
    private static final String LAST = "_last";

    /** How many samples a stretch of time had. */
    private static final String COUNT = "_count";

    /** Finer is no device: a program's value, of which nobody knows whether it is a number. */
    private static final double FINEST = 1e-6;

    /** Which way a total goes. */
    enum Growth {
        ONLY_UP("total_increasing"),
        BOTH_WAYS("total");

        private final String stateClass;

        Growth(String stateClass) {
            this.stateClass = stateClass;
        }
    }

    private Meaning() {}

    /** Whether all its values are numbers. */
    static boolean isNumber(Quantity quantity) {
        return !quantity.unit().isEmpty()
                || quantity.resolution() >= FINEST
                || isTotal(quantity)
                || quantity.name().endsWith(COUNT);
    }

    /** Adds what Home Assistant should know of a number. */
    static Entity describe(Entity entity, Quantity quantity, Growth growth) {
        deviceClass(quantity).ifPresent(name -> entity.with("dev_cla", name));
        if (!quantity.unit().isEmpty()) entity.with("unit_of_meas", unit(quantity.unit()));
        entity.with("stat_cla", isTotal(quantity) ? growth.stateClass : "measurement");
        if (quantity.resolution() >= FINEST) entity.with("sug_dsp_prc", decimals(quantity.resolution()));
        return entity;
    }

    // A class with another unit than it allows, or a total that goes down, would have the entity refused.
    private static Optional<String> deviceClass(Quantity quantity) {
        var window = OF_A_WINDOW.matcher(quantity.name());
        var name = window.matches() ? window.group(1) : withoutLast(quantity);
        if (window.matches() && TOTALS.contains(name)) return Optional.empty();
        return Optional.ofNullable(SORTS.get(name))
                .filter(sort -> sort.unit.equals(quantity.unit()))
                .map(Sort::deviceClass);
    }

    /** Whether it is this value, or the newest of it in a stretch of time. */
    static boolean isOf(String name, Quantity quantity) {
        return withoutLast(quantity).equals(name);
    }

    private static boolean isTotal(Quantity quantity) {
        return TOTALS.contains(withoutLast(quantity));
    }

    private static String withoutLast(Quantity quantity) {
        var name = quantity.name();
        return name.endsWith(LAST) ? name.substring(0, name.length() - LAST.length()) : name;
    }

    private static String unit(String ours) {
        return ours.equals("%RH") ? "%" : ours;
    }

    /** As many decimals as show the device's step. */
    private static int decimals(double resolution) {
        return Math.max(0, (int) Math.ceil(-Math.log10(resolution) - 1e-9));
    }
}
