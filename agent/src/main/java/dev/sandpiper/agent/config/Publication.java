package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One kind of message of a sensor.
 *
 * @param every how often it is published; empty: at start and on every change
 */
public record Publication(Optional<Duration> every, List<Quantity> quantities) {

    /** The readings of each cycle, then those at the end of each length of window; none without a value. */
    public static List<Publication> of(SensorConfig sensor) {
        var single = new ArrayList<Quantity>();
        var windows = new TreeMap<Duration, List<Quantity>>();
        for (var quantity : measured(sensor)) {
            var window = rule(sensor, quantity).window();
            if (window.isEmpty()) single.add(quantity);
            else
                window.get().aggregates().stream()
                        .map(aggregate -> aggregate.quantity(quantity))
                        .forEach(windows.computeIfAbsent(window.get().length(), _ -> new ArrayList<>())::add);
        }
        var all = new ArrayList<Publication>();
        // Of some types nobody knows before what they will say.
        if (!single.isEmpty() || windows.isEmpty()) all.add(new Publication(sensor.every(), single));
        windows.forEach((length, quantities) -> all.add(new Publication(Optional.of(length), quantities)));
        return all;
    }

    static List<Quantity> measured(SensorConfig sensor) {
        return Stream.concat(
                        Shaped.own(
                                sensor.type(),
                                sensor.options(),
                                sensor.derivation().values())
                                .stream(),
                        sensor.derivation().values().stream().map(Derived::quantity))
                .map(quantity -> corrected(sensor, quantity))
                .toList();
    }

    // A count that is reckoned with is a number like any other afterwards: its step was 1.
    private static Quantity corrected(SensorConfig sensor, Quantity quantity) {
        var rule = rule(sensor, quantity);
        var calculated = !rule.calibration().equals(CalibrationConfig.NONE)
                || rule.filters().smooths();
        if (!calculated || quantity.resolution() == Quantity.UNKNOWN_STEP) return quantity;
        var step = quantity.resolution() > 0 ? quantity.resolution() : 1;
        return new Quantity(quantity.name(), quantity.unit(), rule.calibration().step(step));
    }

    private static ValueConfig rule(SensorConfig sensor, Quantity quantity) {
        return sensor.values().getOrDefault(quantity.name(), ValueConfig.PLAIN);
    }
}
