package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Section;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** What is done to the values of a sensor, from keys nothing was wrong with. */
final class Shaped {
    private static final int NEWEST_ALONE = 1;

    private Shaped() {}

    static Map<String, ValueConfig> values(Found sensor, SensorType type) {
        var all = new LinkedHashMap<String, ValueConfig>();
        var values = sensor.maybe("values", Found.class);
        if (values.isEmpty()) return all;
        for (var name : values.get().values().keySet())
            all.put(name, value(withoutOwn(values.get().get(name, Found.class), type)));
        return all;
    }

    /** Without what the driver does itself, as the scale of a {@code register}. */
    private static Found withoutOwn(Found value, SensorType type) {
        var others = new HashMap<>(value.values());
        others.keySet().removeIf(key -> !isMine(type, key));
        return new Found(value.spot(), value.where(), others, value.given());
    }

    /** Whether a key of a value is not an option of the driver's. */
    static boolean isMine(SensorType type, String key) {
        return type.options().stream()
                .noneMatch(option -> option.kind() instanceof Option.Kind.Values(var each)
                        && each.stream().anyMatch(own -> own.name().equals(key)));
    }

    /**
     * What the sensor measures itself. Where its values have no keys of the driver's, as those of a program, a name under
     * {@code values} may as well be that of a derived one.
     */
    static List<Quantity> own(SensorType type, Section options, List<Derived> derived) {
        var all = type.quantities().apply(options);
        if (!onlyShapes(type)) return all;
        var words = derived.stream().map(Derived::word).toList();
        return all.stream().filter(quantity -> !words.contains(quantity.name())).toList();
    }

    private static boolean onlyShapes(SensorType type) {
        return type.options().stream()
                .anyMatch(option -> option.kind() instanceof Option.Kind.Values(var each) && each.isEmpty());
    }

    private static ValueConfig value(Found value) {
        return new ValueConfig(
                calibration(value),
                filters(value),
                number(value, "deadband"),
                value.maybe("heartbeat", Duration.class),
                value.maybe("window", Duration.class).map(length -> new WindowConfig(length, aggregates(value))));
    }

    private static CalibrationConfig calibration(Found value) {
        return new CalibrationConfig(
                value.list("points", CalibrationConfig.Point.class),
                value.list("polynomial", Double.class),
                number(value, "scale").orElse(1),
                value.get("offset", Double.class));
    }

    private static FilterConfig filters(Found value) {
        return new FilterConfig(
                value.maybe("limits", Range.class),
                number(value, "max_change"),
                samples(value, "median"),
                samples(value, "average"),
                number(value, "exponential"));
    }

    private static int samples(Found value, String key) {
        return value.maybe(key, Long.class).map(Math::toIntExact).orElse(NEWEST_ALONE);
    }

    private static OptionalDouble number(Found value, String key) {
        return value.maybe(key, Double.class).map(OptionalDouble::of).orElse(OptionalDouble.empty());
    }

    /** Each once, in the order published. */
    static List<Aggregate> aggregates(Found value) {
        return value.has("aggregate")
                ? value.list("aggregate", String.class).stream()
                        .map(Aggregate::of)
                        .distinct()
                        .sorted()
                        .toList()
                : List.of(Aggregate.MEAN);
    }

    static DerivationConfig derivation(Found sensor) {
        return new DerivationConfig(
                derived(sensor), number(sensor, "sea_level").orElse(DerivationConfig.STANDARD_SEA_LEVEL));
    }

    static List<Derived> derived(Found sensor) {
        return sensor.list("derive", String.class).stream().map(Derived::of).toList();
    }
}
