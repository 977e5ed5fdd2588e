package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.Aggregate;
import dev.sandpiper.agent.config.CalibrationConfig;
import dev.sandpiper.agent.config.DerivationConfig;
import dev.sandpiper.agent.config.Derived;
import dev.sandpiper.agent.config.FilterConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.agent.config.WindowConfig;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Section;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What is done to one value, put together key by key. */
record Rules(
        CalibrationConfig calibration,
        FilterConfig filters,
        OptionalDouble deadband,
        Optional<Duration> heartbeat,
        Optional<WindowConfig> window) {
    static final Duration SECOND = Duration.ofSeconds(1);

    static Rules none() {
        return new Rules(
                CalibrationConfig.NONE, FilterConfig.NONE, OptionalDouble.empty(), Optional.empty(), Optional.empty());
    }

    Rules offset(double offset) {
        return new Rules(CalibrationConfig.offset(offset), filters, deadband, heartbeat, window);
    }

    Rules filters(FilterConfig all) {
        return new Rules(calibration, all, deadband, heartbeat, window);
    }

    Rules limits(double least, double most) {
        return filters(new FilterConfig(
                Optional.of(new Range(least, most)),
                filters.maxChange(),
                filters.median(),
                filters.average(),
                filters.exponential()));
    }

    Rules maxChange(double most) {
        return filters(new FilterConfig(
                filters.limits(), OptionalDouble.of(most), filters.median(), filters.average(), filters.exponential()));
    }

    Rules median(int samples) {
        return filters(new FilterConfig(
                filters.limits(), filters.maxChange(), samples, filters.average(), filters.exponential()));
    }

    Rules average(int samples) {
        return filters(new FilterConfig(
                filters.limits(), filters.maxChange(), filters.median(), samples, filters.exponential()));
    }

    Rules exponential(double part) {
        return filters(new FilterConfig(
                filters.limits(), filters.maxChange(), filters.median(), filters.average(), OptionalDouble.of(part)));
    }

    Rules deadband(double width) {
        return new Rules(calibration, filters, OptionalDouble.of(width), heartbeat, window);
    }

    Rules heartbeat(Duration every) {
        return new Rules(calibration, filters, deadband, Optional.of(every), window);
    }

    Rules window(Duration length, Aggregate... aggregates) {
        return new Rules(
                calibration, filters, deadband, heartbeat, Optional.of(new WindowConfig(length, List.of(aggregates))));
    }

    ValueConfig config() {
        return new ValueConfig(calibration, filters, deadband, heartbeat, window);
    }

    /** A sensor of temperature, humidity, pressure and power that is read every second. */
    static SensorConfig sensor(Map<String, Rules> rules, Derived... derived) {
        var quantities = List.of(
                Quantity.temperature(0.01),
                Quantity.humidity(0.01),
                Quantity.pressure(0.01),
                Quantity.named("power", 0.1));
        var type = SensorType.of("probe", "a probe", List.of(), quantities, "", (_, _) -> {
            throw new AssertionError("never opened");
        });
        var values = new java.util.LinkedHashMap<String, ValueConfig>();
        rules.forEach((name, rule) -> values.put(name, rule.config()));
        return new SensorConfig(
                "air",
                type,
                new Section(Map.of()),
                Optional.of(SECOND),
                false,
                false,
                values,
                new DerivationConfig(List.of(derived), DerivationConfig.STANDARD_SEA_LEVEL));
    }
}
