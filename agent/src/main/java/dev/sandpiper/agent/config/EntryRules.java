package dev.sandpiper.agent.config;

import dev.sandpiper.agent.foreign.DriverDefect;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.HubType;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What holds for sensors and actuators beyond their keys: ids, names of values, values of actuators. */
record EntryRules(Complaints complaints) {

    static List<Entry> entries(Found file) {
        return Stream.of("sensors", "actuators")
                .flatMap(list -> file.list(list, Entry.class).stream())
                .toList();
    }

    void somethingToDo(Found file) {
        if (nothingToDo(file, "sensors") && nothingToDo(file, "actuators"))
            complaints.add(file.spot("sensors"), "sensors", "none, expected at least one sensor or actuator; add one");
    }

    void check(Found file) {
        var taken = new HashMap<String, String>();
        for (var entry : entries(file)) {
            entry.found().maybe("id", String.class).ifPresent(id -> id(entry, id, taken));
            if (!describes(entry)) continue;
            values(entry);
            betweenOptions(entry);
            ActuatorRules.check(entry, complaints);
        }
        new InterlockRules(complaints).check(file);
    }

    private static boolean nothingToDo(Found file, String list) {
        return !file.has(list) || file.values().get(list) instanceof List<?> items && items.isEmpty();
    }

    private void id(Entry entry, String id, Map<String, String> taken) {
        if (id.equals("agent"))
            complain(entry.found(), "id", "'agent' is reserved for the agent's own commands; take another id");
        var before = taken.putIfAbsent(id, entry.found().where());
        if (before != null)
            complain(entry.found(), "id", "%s already has the id '%s'; give each its own".formatted(before, id));
    }

    private void values(Entry entry) {
        var values = entry.found().maybe("values", Found.class);
        if (values.isEmpty() || !(entry.type().orElse(null) instanceof SensorType type)) return;
        var section = entry.section();
        if (section.isEmpty()) return;
        var quantities = type.quantities().apply(section.get()).stream()
                .collect(Collectors.toMap(Quantity::name, Function.identity()));
        var free = type.options().stream().anyMatch(option -> option.kind() instanceof Option.Kind.Values);
        for (var name : values.get().given().keySet()) {
            if (free && !Reading.isName(name)) badName(values.get(), name);
            var quantity = quantities.get(name);
            if (quantity == null && free) continue;
            if (quantity == null)
                noSuchValue(
                        values.get(),
                        name,
                        type,
                        quantities.keySet().stream().sorted().toList());
            else if (!numeric(quantity)) noNumber(values.get(), name);
        }
    }

    // A driver outside the product may not be able to say what it does with these options.
    private boolean describes(Entry entry) {
        var options = entry.section();
        if (entry.type().isEmpty() || options.isEmpty()) return true;
        try {
            switch (entry.type().get()) {
                case SensorType sensor -> {
                    sensor.quantities().apply(options.get());
                    sensor.rules().apply(options.get());
                }
                case ActuatorType actuator -> actuator.repertoire().apply(options.get());
                case HubType _ -> {}
            }
            return true;
        } catch (DriverDefect defect) {
            complain(entry.found(), "type", defect.getMessage());
            return false;
        }
    }

    private void badName(Found values, String name) {
        complain(
                values,
                name,
                "no name of a value, expected up to 32 of a-z, 0-9 and '_', beginning with a letter, and none of %s; choose another"
                        .formatted(String.join(", ", Reading.RESERVED)));
    }

    private void betweenOptions(Entry entry) {
        if (entry.section().isEmpty() || !(entry.type().orElse(null) instanceof SensorType type)) return;
        type.rules().apply(entry.section().get()).forEach((path, sentence) -> complain(entry.found(), path, sentence));
    }

    private void noSuchValue(Found values, String name, SensorType type, List<String> known) {
        complain(
                values,
                name,
                "%s has no such value; %s"
                        .formatted(
                                type.name(),
                                Suggestion.of(name, known)
                                        .map("did you mean '%s'?"::formatted)
                                        .orElse("it has " + String.join(", ", known))));
    }

    private static boolean numeric(Quantity quantity) {
        return quantity.resolution() > 0 || !quantity.unit().isEmpty();
    }

    private void noNumber(Found values, String name) {
        values.maybe(name, Found.class)
                .ifPresent(value -> Stream.of("offset", "deadband")
                        .filter(value::has)
                        .forEach(key -> complain(value, key, name + " is no number; leave it out")));
    }

    private void complain(Found found, String key, String what) {
        complaints.add(found.spot(key), found.where(key), what);
    }
}
