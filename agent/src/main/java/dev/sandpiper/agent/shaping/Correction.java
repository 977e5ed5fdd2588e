package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a reading says by itself, for whoever asks: corrected, without what is outside of its limits, with what is derived
 * from it. Has no past.
 */
public final class Correction {
    private final SensorConfig config;
    private final Map<String, OneValue> values;
    private final Derivation derivation;

    public Correction(SensorConfig config) {
        this(config, OneValue.all(config));
    }

    Correction(SensorConfig config, Map<String, OneValue> values) {
        this.config = config;
        this.values = values;
        this.derivation = new Derivation(config.derivation());
    }

    public Reading of(Reading raw) {
        if (config.isPlain()) return raw;
        var all = new LinkedHashMap<String, Value>();
        raw.values().forEach((name, value) -> add(name, value, all));
        for (var derived : config.derivation().values())
            derivation.of(derived, all).ifPresent(value -> add(derived.word(), value, all));
        return new Reading(all, raw.clipped());
    }

    /** A corrected reading and one value more, corrected like the others. */
    Reading with(String name, Value value, Reading corrected) {
        var all = new LinkedHashMap<>(corrected.values());
        add(name, value, all);
        return new Reading(all, corrected.clipped());
    }

    /** What of the reading is left out because it cannot be, a sentence each. */
    public List<String> impossible(Reading raw) {
        return raw.values().entrySet().stream()
                .filter(value -> values.containsKey(value.getKey()))
                .flatMap(value -> values.get(value.getKey()).impossible(value.getValue()).stream())
                .toList();
    }

    private void add(String name, Value value, Map<String, Value> all) {
        var rules = Optional.ofNullable(values.get(name));
        rules.map(rule -> rule.corrected(value))
                .orElseGet(() -> Optional.of(value))
                .ifPresent(right -> all.put(name, right));
    }
}
