package dev.sandpiper.agent.config;

import dev.sandpiper.agent.foreign.DriverDefect;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What holds for {@code interlock} between actuators: each is named by its id, and no two begin on. */
final class InterlockRules {
    private final Complaints complaints;
    private final Map<String, Entry> actuators = new LinkedHashMap<>();

    InterlockRules(Complaints complaints) {
        this.complaints = complaints;
    }

    void check(Found file) {
        for (var entry : EntryRules.entries(file))
            if (entry.type().orElse(null) instanceof ActuatorType) id(entry).ifPresent(id -> actuators.put(id, entry));
        actuators.forEach(this::check);
    }

    private static Optional<String> id(Entry entry) {
        return entry.found().maybe("id", String.class);
    }

    private void check(String id, Entry entry) {
        for (var other : entry.found().list("interlock", String.class)) {
            if (other.equals(id)) complain(entry, "'%s' is itself; name another actuator".formatted(id));
            else if (!actuators.containsKey(other)) complain(entry, unknown(id, other));
            else beginsOff(id, entry, other);
        }
    }

    private String unknown(String id, String other) {
        var others =
                actuators.keySet().stream().filter(known -> !known.equals(id)).toList();
        return "no actuator '%s'; %s"
                .formatted(
                        other,
                        Suggestion.of(other, others)
                                .map("did you mean '%s'?"::formatted)
                                .orElse(others.isEmpty() ? "add it" : "there are " + String.join(", ", others)));
    }

    private void beginsOff(String id, Entry entry, String other) {
        var each = List.of(entry, actuators.get(other));
        if (each.stream().allMatch(InterlockRules::beginsOn))
            complain(entry, "%s and %s are both on at start; set initial: off for one".formatted(id, other));
        if (each.stream().allMatch(InterlockRules::goesOn))
            complain(entry, "%s and %s both go on at link loss; set go: safe for one".formatted(id, other));
    }

    private static boolean beginsOn(Entry entry) {
        return limiting(entry)
                .map(keys -> keys.initial() instanceof Initial.At(var value) && !value.equals(keys.off()))
                .orElse(false);
    }

    private static boolean goesOn(Entry entry) {
        return limiting(entry)
                .flatMap(keys ->
                        keys.limits().onLinkLoss().map(loss -> !loss.go().equals(keys.off())))
                .orElse(false);
    }

    /** Its values; empty where one is wrong, which is told elsewhere. */
    private static Optional<Begun> limiting(Entry entry) {
        var type = (ActuatorType) entry.type().orElseThrow();
        return entry.section().flatMap(options -> {
            var limiting = new Limiting(type, options, entry.found());
            try {
                return Optional.of(new Begun(
                        limiting.initial(),
                        limiting.limits(),
                        type.repertoire().apply(options).safe()));
            } catch (Misfit | IllegalStateException | DriverDefect wrong) {
                return Optional.empty();
            }
        });
    }

    private record Begun(Initial initial, Limits limits, Value off) {}

    private void complain(Entry entry, String what) {
        complaints.add(entry.found().spot("interlock"), entry.found().where("interlock"), what);
    }
}
