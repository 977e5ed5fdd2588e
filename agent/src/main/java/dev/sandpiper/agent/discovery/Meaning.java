package dev.sandpiper.agent.discovery;

import dev.sandpiper.sensors.Quantity;
import java.util.Map;
import java.util.Set;

/**
 * What a quantity is called in Home Assistant. Source: its developer documentation of sensor entities, and
 * {@code components/sensor/const.py}, which list the units and state classes each device class allows.
 */
final class Meaning {
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("co2", "carbon_dioxide"),
            Map.entry("current", "current"),
            Map.entry("dew_point", "temperature"),
            Map.entry("distance", "distance"),
            Map.entry("energy", "energy"),
            Map.entry("flow", "volume_flow_rate"),
            Map.entry("frequency", "frequency"),
            Map.entry("humidity", "humidity"),
            Map.entry("illuminance", "illuminance"),
            Map.entry("pm1", "pm1"),
            Map.entry("pm10", "pm10"),
            Map.entry("pm2_5", "pm25"),
            Map.entry("power", "power"),
            // Every chip of this name is a barometer.
            Map.entry("pressure", "atmospheric_pressure"),
            Map.entry("rain", "precipitation"),
            Map.entry("shunt_voltage", "voltage"),
            Map.entry("signal", "signal_strength"),
            Map.entry("temperature", "temperature"),
            Map.entry("uptime", "duration"),
            Map.entry("voltage", "voltage"),
            Map.entry("weight", "weight"),
            Map.entry("wind_speed", "wind_speed"));

    /** They only grow; a step back is a new beginning. */
    private static final Set<String> TOTALS = Set.of("count", "energy", "rain");

    /** Finer is no device: a program's value, of which nobody knows whether it is a number. */
    private static final double FINEST = 1e-6;

    private Meaning() {}

    /** Whether all its values are numbers. */
    static boolean isNumber(Quantity quantity) {
        return !quantity.unit().isEmpty() || quantity.resolution() >= FINEST || TOTALS.contains(quantity.name());
    }

    /** Adds what Home Assistant should know of a number. */
    static Entity describe(Entity entity, Quantity quantity) {
        var usual = Quantity.named(quantity.name(), 0).unit();
        // A class with another unit than it allows would have the entity refused.
        if (CLASSES.containsKey(quantity.name()) && quantity.unit().equals(usual))
            entity.with("dev_cla", CLASSES.get(quantity.name()));
        if (!quantity.unit().isEmpty()) entity.with("unit_of_meas", unit(quantity.unit()));
        entity.with("stat_cla", TOTALS.contains(quantity.name()) ? "total_increasing" : "measurement");
        if (quantity.resolution() >= FINEST) entity.with("sug_dsp_prc", decimals(quantity.resolution()));
        return entity;
    }

    private static String unit(String ours) {
        return ours.equals("%RH") ? "%" : ours;
    }

    /** As many decimals as show the device's step. */
    private static int decimals(double resolution) {
        return Math.max(0, (int) Math.ceil(-Math.log10(resolution) - 1e-9));
    }
}
