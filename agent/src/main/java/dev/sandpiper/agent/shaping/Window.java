package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.Aggregate;
import dev.sandpiper.agent.config.WindowConfig;
import dev.sandpiper.agent.loop.Cycle;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Windows of one length: the samples of some values since the last end. */
final class Window {
    private final Cycle cycle;
    private final Map<String, Named> values = new LinkedHashMap<>();

    private record Named(Figures figures, Map<String, Aggregate> names) {}

    Window(Cycle cycle) {
        this.cycle = cycle;
    }

    /** A value of which it tells; before the first sample. */
    void watch(String name, WindowConfig config) {
        var names = new LinkedHashMap<String, Aggregate>();
        config.aggregates().forEach(aggregate -> names.put(aggregate.of(Quantity.plain(name)), aggregate));
        values.put(name, new Named(new Figures(), names));
    }

    void add(String name, Value sample) {
        var named = values.get(name);
        if (named != null) named.figures.add(sample);
    }

    Duration pause() {
        return cycle.pause();
    }

    /** What the window that has ended had, if it has; nothing of a value without a sample. */
    Optional<Summary> ended() {
        if (!cycle.due()) return Optional.empty();
        var end = cycle.dueAt();
        cycle.next();
        return cut(end);
    }

    /** What there is so far. */
    Optional<Summary> cut(long end) {
        var reading = new LinkedHashMap<String, Value>();
        values.forEach((_, named) -> {
            if (named.figures.isEmpty()) return;
            named.names.forEach(
                    (name, aggregate) -> named.figures.value(aggregate).ifPresent(value -> reading.put(name, value)));
            named.figures.clear();
        });
        return reading.isEmpty() ? Optional.empty() : Optional.of(new Summary(end, new Reading(reading, 0)));
    }
}
