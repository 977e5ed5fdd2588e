package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What happens to values between the chip and the record, each by itself, in this order: the offset is added; a value
 * within the deadband of the one last published is left out, unless its heartbeat is due.
 */
final class Shaping {
    private final Time time;
    private final Map<String, ValueConfig> rules;
    private final Map<String, Published> published = new HashMap<>();

    Shaping(Time time, Map<String, ValueConfig> rules) {
        this.time = time;
        this.rules = rules;
    }

    private record Published(double number, long at) {}

    /** The reading with its offsets added. */
    Reading calibrated(Reading raw) {
        return Calibration.of(rules, raw);
    }

    /** What of the reading is worth publishing; may be nothing. */
    Reading worthPublishing(Reading calibrated) {
        if (rules.isEmpty()) return calibrated;
        var values = new LinkedHashMap<>(calibrated.values());
        values.entrySet().removeIf(value -> withinDeadband(value.getKey(), value.getValue()));
        return new Reading(values, calibrated.clipped());
    }

    private boolean withinDeadband(String name, Value value) {
        var rule = rules.get(name);
        if (rule == null || rule.deadband().isEmpty() || !(value instanceof Value.Decimal(double number, int __)))
            return false;
        var last = published.get(name);
        if (last != null
                && Math.abs(number - last.number) < rule.deadband().getAsDouble()
                && !heartbeatDue(rule, time.since(last.at))) return true;
        published.put(name, new Published(number, time.nanos()));
        return false;
    }

    private static boolean heartbeatDue(ValueConfig rule, Duration since) {
        return rule.heartbeat()
                .filter(heartbeat -> since.compareTo(heartbeat) >= 0)
                .isPresent();
    }

    /** After a fault the next values are published whatever they are. */
    void reset() {
        published.clear();
    }
}
