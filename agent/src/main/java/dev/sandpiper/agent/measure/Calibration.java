package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the configuration says about a chip's deviation. */
public final class Calibration {
    private Calibration() {}

    /** The reading with the offsets of {@code rules}, which are by the quantity's name. */
    public static Reading of(Map<String, ValueConfig> rules, Reading raw) {
        if (rules.isEmpty()) return raw;
        var values = new LinkedHashMap<>(raw.values());
        values.replaceAll((name, value) -> calibrated(rules.get(name), value));
        return new Reading(values, raw.clipped());
    }

    private static Value calibrated(@org.jspecify.annotations.Nullable ValueConfig rule, Value value) {
        return rule != null && value instanceof Value.Decimal(double number, int decimals)
                ? new Value.Decimal(number + rule.offset(), decimals)
                : value;
    }
}
