package dev.sandpiper.agent.config;

import dev.sandpiper.agent.foreign.DriverDefect;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.DriverType.HubType;
import dev.sandpiper.sensors.DriverType.SensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
            ValueRules.check(entry, complaints);
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

    private void betweenOptions(Entry entry) {
        if (entry.section().isEmpty() || !(entry.type().orElse(null) instanceof SensorType type)) return;
        type.rules().apply(entry.section().get()).forEach((path, sentence) -> complain(entry.found(), path, sentence));
    }

    private void complain(Found found, String key, String what) {
        complaints.add(found.spot(key), found.where(key), what);
    }
}
