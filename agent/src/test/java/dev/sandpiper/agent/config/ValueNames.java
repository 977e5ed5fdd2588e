package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Section;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The values a sensor can have, whatever its options: those of its example, and of the example with each choice it has made
 * otherwise, and what can be derived from them.
 */
record ValueNames(Map<String, Section> examples) {

    /** @param about the unit */
    record Named(String name, String about) {
        private static Named of(Quantity quantity) {
            return new Named(quantity.name(), quantity.unit().isEmpty() ? quantity.name() : "in " + quantity.unit());
        }
    }

    /** Empty where the file chooses the names, and of a type without an example. */
    Optional<List<Named>> of(SensorType sensor) {
        var example = Optional.ofNullable(examples.get(sensor.name()));
        if (sensor.options().stream().anyMatch(option -> option.kind() instanceof Kind.Values)) return Optional.empty();
        return example.map(options -> names(sensor, options));
    }

    private static List<Named> names(SensorType sensor, Section example) {
        var names = new LinkedHashMap<String, Named>();
        Stream.concat(Stream.of(example), sensor.options().stream().flatMap(option -> otherwise(example, option)))
                .flatMap(options -> sensor.quantities().apply(options).stream())
                .forEach(quantity -> names.putIfAbsent(quantity.name(), Named.of(quantity)));
        for (var derived : Derived.values())
            if (names.keySet().containsAll(derived.inputs()))
                names.putIfAbsent(derived.word(), Named.of(derived.quantity()));
        return List.copyOf(names.values());
    }

    private static Stream<Section> otherwise(Section example, Option option) {
        return switch (option.kind()) {
            case Kind.Choice choice -> choice.values().stream().map(value -> with(example, option, value));
            case Kind.Channel channel -> channel.values().stream().map(value -> with(example, option, value));
            case Kind.Flag _ -> Stream.of(true, false).map(value -> with(example, option, value));
            default -> Stream.empty();
        };
    }

    private static Section with(Section example, Option option, Object value) {
        var options = new HashMap<>(example.values());
        options.put(option.name(), value);
        return new Section(options);
    }
}
