package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import java.util.Map;

/**
 * What can be derived from a sensor's values.
 *
 * @param own what the sensor measures, by name
 */
record DerivationRules(Complaints complaints, SensorType type, Found sensor, Map<String, Quantity> own) {

    void check() {
        var wanted = Shaped.derived(sensor);
        for (var derived : wanted) possible(derived);
        if (sensor.has("sea_level") && !wanted.contains(Derived.ALTITUDE))
            complain("sea_level", "it is for altitude; add derive: [altitude], or leave it out");
    }

    private void possible(Derived derived) {
        var word = derived.word();
        if (own.containsKey(word)) {
            complain("derive", "%s measures %s itself; leave that out".formatted(type.name(), word));
            return;
        }
        var missing = derived.inputs().stream()
                .filter(input -> !own.containsKey(input))
                .toList();
        if (!missing.isEmpty() && !saysWhatItLikes())
            complain(
                    "derive",
                    "%s needs %s, and %s has no %s; leave that out"
                            .formatted(
                                    word,
                                    String.join(" and ", derived.inputs()),
                                    type.name(),
                                    String.join(" and no ", missing)));
        else if (derived == Derived.ENERGY && Assembly.every(sensor, type).isEmpty())
            complain("derive", "energy is added up in a cycle, and the sensor has none; add every");
    }

    /** As a program does, whose values the file may name and need not. */
    private boolean saysWhatItLikes() {
        return type.options().stream()
                .anyMatch(option -> option.kind() instanceof Option.Kind.Values
                        && option.orElse().isPresent());
    }

    private void complain(String key, String what) {
        complaints.add(sensor.spot(key), sensor.where(key), what);
    }
}
