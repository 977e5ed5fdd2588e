package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType.ActuatorType;
import java.util.LinkedHashMap;
import java.util.Map;

/** What holds for {@code home_assistant}: each of {@code numbers} is an actuator that takes numbers. */
final class HomeAssistantRules {
    private final Complaints complaints;
    private final Map<String, Entry> actuators = new LinkedHashMap<>();

    HomeAssistantRules(Complaints complaints) {
        this.complaints = complaints;
    }

    void check(Found file) {
        for (var entry : EntryRules.entries(file))
            if (entry.type().orElse(null) instanceof ActuatorType)
                entry.found().maybe("id", String.class).ifPresent(id -> actuators.put(id, entry));
        file.maybe("home_assistant", Found.class)
                .ifPresent(home -> home.list("numbers", String.class).forEach(id -> check(home, id)));
    }

    private void check(Found home, String id) {
        var entry = actuators.get(id);
        if (entry == null) complain(home, unknown(id));
        else if (!takesNumbers(entry))
            complain(home, "'%s' is on or off and takes no numbers; leave it out".formatted(id));
    }

    private String unknown(String id) {
        return "no actuator '%s'; %s"
                .formatted(
                        id,
                        Suggestion.of(id, actuators.keySet())
                                .map("did you mean '%s'?"::formatted)
                                .orElse(
                                        actuators.isEmpty()
                                                ? "there are none"
                                                : "there are " + String.join(", ", actuators.keySet())));
    }

    private static boolean takesNumbers(Entry entry) {
        var type = (ActuatorType) entry.type().orElseThrow();
        return entry.section()
                .map(options -> type.repertoire().apply(options).span().isPresent())
                .orElse(true);
    }

    private void complain(Found home, String what) {
        complaints.add(home.spot("numbers"), home.where("numbers"), what);
    }
}
