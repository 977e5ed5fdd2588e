package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What holds for the values of one sensor: they exist, what is done to them fits, and no two have one name. */
final class ValueRules {
    private static final List<String> FOR_NUMBERS = Vocabulary.VALUE.keys().stream()
            .map(Key::name)
            .filter(name -> !name.equals("heartbeat"))
            .toList();

    private static final List<String> OVER_TIME = List.of("max_change", "median", "average", "exponential", "window");

    private final Complaints complaints;
    private final SensorType type;
    private final Found sensor;
    private final Map<String, Quantity> own = new LinkedHashMap<>();
    private final Map<String, Quantity> known = new LinkedHashMap<>();
    /** The file names its values. */
    private final boolean free;

    private ValueRules(Complaints complaints, SensorType type, Found sensor, Section options) {
        this.complaints = complaints;
        this.type = type;
        this.sensor = sensor;
        this.free = type.options().stream().anyMatch(option -> option.kind() instanceof Option.Kind.Values);
        Shaped.own(type, options, Shaped.derived(sensor)).forEach(quantity -> own.put(quantity.name(), quantity));
        known.putAll(own);
        Shaped.derived(sensor).forEach(derived -> known.putIfAbsent(derived.word(), derived.quantity()));
    }

    static void check(Entry entry, Complaints complaints) {
        if (!(entry.type().orElse(null) instanceof SensorType type)) return;
        entry.section().ifPresent(options -> new ValueRules(complaints, type, entry.found(), options).check());
    }

    private void check() {
        new DerivationRules(complaints, type, sensor, own).check();
        if (sensor.maybe("align", Boolean.class).orElse(false) && every().isEmpty())
            complain(sensor, "align", "it is not read in a cycle; add every, or leave it out");
        sensor.maybe("values", Found.class).ifPresent(this::each);
    }

    private void each(Found values) {
        for (var name : values.given().keySet()) {
            var quantity = known.get(name);
            if (free && !Reading.isName(name)) badName(values, name);
            if (quantity == null && !free) noSuchValue(values, name);
            if (quantity == null && !free) continue;
            values.maybe(name, Found.class).ifPresent(value -> value(name, quantity, value));
        }
        published(values);
    }

    private void value(String name, @org.jspecify.annotations.Nullable Quantity quantity, Found value) {
        if (quantity != null && !numeric(quantity)) {
            FOR_NUMBERS.stream()
                    .filter(value::has)
                    .forEach(key -> complain(value, key, name + " is no number; leave it out"));
            return;
        }
        calibration(value);
        value.maybe("median", Long.class)
                .filter(samples -> samples % 2 == 0)
                .ifPresent(samples -> complain(
                        value, "median", "found %d, expected an odd number; take %d".formatted(samples, samples + 1)));
        if (every().isEmpty())
            OVER_TIME.stream()
                    .filter(value::has)
                    .forEach(key -> complain(value, key, "the sensor is not read in a cycle; add every"));
        window(value);
    }

    static boolean numeric(Quantity quantity) {
        return quantity.resolution() > 0
                || !quantity.unit().isEmpty()
                || quantity.name().equals("count");
    }

    private void calibration(Found value) {
        if (value.has("points") && value.has("polynomial"))
            complain(value, "polynomial", "points say already what is true; keep one of the two");
        value.maybe("scale", Double.class)
                .filter(scale -> scale == 0 && Shaped.isMine(type, "scale"))
                .ifPresent(_ -> complain(value, "scale", "found 0, which leaves nothing of the value; correct it"));
    }

    private void window(Found value) {
        var length = value.maybe("window", Duration.class);
        if (!value.has("window")) {
            if (value.has("aggregate")) complain(value, "aggregate", "over which time? add window");
            return;
        }
        for (var key : List.of("deadband", "heartbeat"))
            if (value.has(key))
                complain(value, key, "with a window no single value is published; leave out one of the two");
        if (length.isPresent()
                && every().filter(every -> every.compareTo(length.get()) >= 0).isPresent())
            complain(
                    value,
                    "window",
                    "window is %s and every %s, expected a window of several readings; correct one"
                            .formatted(Durations.format(length.get()), Durations.format(every().get())));
    }

    /** What windows add must be names that are still free. */
    private void published(Found values) {
        var taken = new HashSet<>(known.keySet());
        taken.addAll(values.given().keySet());
        for (var name : values.given().keySet()) {
            var value = values.maybe(name, Found.class).filter(keys -> keys.has("window"));
            if (value.isEmpty()) continue;
            for (var aggregate : Shaped.aggregates(value.get())) {
                var made = aggregate.of(Quantity.plain(name));
                if (!taken.add(made)) badAggregate(value.get(), made, "is there already");
                else if (!Reading.isName(made)) badAggregate(value.get(), made, "is too long for a name");
            }
        }
    }

    private void badAggregate(Found value, String made, String why) {
        complain(
                value,
                value.has("aggregate") ? "aggregate" : "window",
                "it makes '%s', which %s; leave that out".formatted(made, why));
    }

    private Optional<Duration> every() {
        return Assembly.every(sensor, type);
    }

    private void badName(Found values, String name) {
        complain(
                values,
                name,
                "no name of a value, expected up to 32 of a-z, 0-9 and '_', beginning with a letter, and none of %s; choose another"
                        .formatted(String.join(", ", Reading.RESERVED)));
    }

    private void noSuchValue(Found values, String name) {
        var derivable = Stream.of(Derived.values())
                .filter(derived -> derived.word().equals(name) && own.keySet().containsAll(derived.inputs()))
                .findFirst();
        complain(
                values,
                name,
                "%s has no such value; %s"
                        .formatted(
                                type.name(),
                                derivable
                                        .map(derived -> "add derive: [%s]".formatted(derived.word()))
                                        .or(() -> Suggestion.of(name, known.keySet())
                                                .map("did you mean '%s'?"::formatted))
                                        .orElse("it has "
                                                + String.join(
                                                        ", ",
                                                        known.keySet().stream()
                                                                .sorted()
                                                                .toList()))));
    }

    private void complain(Found found, String key, String what) {
        complaints.add(found.spot(key), found.where(key), what);
    }
}
