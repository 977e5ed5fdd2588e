package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.CalibrationConfig;
import dev.sandpiper.agent.config.Derived;
import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.config.FilterConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.config.ValueConfig;
import dev.sandpiper.agent.config.WindowConfig;
import dev.sandpiper.sensors.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;

/** What is done to values before they are published, in words and in order. */
record ShapingShown(SensorConfig sensor) {

    /** A line for each value that is not published as the chip says it; nothing where all are. */
    static String of(AgentConfig config) {
        var table = new Table().row("value", "what is done to it, in this order");
        var rows = 0;
        for (var sensor : config.sensors()) rows += new ShapingShown(sensor).addTo(table);
        return rows == 0 ? "" : table.toString();
    }

    private int addTo(Table table) {
        var names = new LinkedHashSet<>(sensor.values().keySet());
        sensor.derivation().values().forEach(derived -> names.add(derived.word()));
        var rows = 0;
        for (var name : names) {
            var steps = steps(name);
            if (steps.isEmpty()) continue;
            table.row(sensor.id() + " " + name, String.join("; ", steps));
            rows++;
        }
        return rows;
    }

    private List<String> steps(String name) {
        var rule = sensor.values().getOrDefault(name, ValueConfig.PLAIN);
        var steps = new ArrayList<String>();
        sensor.derivation().values().stream()
                .filter(derived -> derived.word().equals(name))
                .forEach(derived -> steps.add(origin(derived)));
        calibration(rule.calibration(), steps);
        filters(rule.filters(), steps);
        publishing(rule, steps);
        rule.window().ifPresent(window -> steps.add(window(name, window)));
        return steps;
    }

    private String origin(Derived derived) {
        var from = "from " + String.join(" and ", derived.inputs());
        return switch (derived) {
            case ALTITUDE -> from + ", with " + plain(sensor.derivation().seaLevel()) + " hPa at sea level";
            case ENERGY -> from + ", added up over restarts, not while it does not answer";
            case DEW_POINT, ABSOLUTE_HUMIDITY, HEAT_INDEX -> from;
        };
    }

    private static void calibration(CalibrationConfig calibration, List<String> steps) {
        if (!calibration.points().isEmpty())
            steps.add("corrected by %d points".formatted(calibration.points().size()));
        if (!calibration.polynomial().isEmpty())
            steps.add("corrected by a polynomial of degree %d"
                    .formatted(calibration.polynomial().size() - 1));
        if (calibration.scale() != 1) steps.add("times " + plain(calibration.scale()));
        if (calibration.offset() != 0)
            steps.add((calibration.offset() < 0 ? "minus " : "plus ") + plain(Math.abs(calibration.offset())));
    }

    private static void filters(FilterConfig filters, List<String> steps) {
        filters.limits()
                .ifPresent(limits -> steps.add(
                        "rejected outside of %s to %s".formatted(plain(limits.least()), plain(limits.most()))));
        filters.maxChange()
                .ifPresent(
                        most -> steps.add("rejected when it changes by more than %s a second".formatted(plain(most))));
        if (filters.median() > 1) steps.add("median of %d".formatted(filters.median()));
        if (filters.average() > 1) steps.add("mean of the last %d".formatted(filters.average()));
        filters.exponential().ifPresent(part -> steps.add("exponential mean with %s".formatted(plain(part))));
    }

    private static void publishing(ValueConfig rule, List<String> steps) {
        if (rule.deadband().isEmpty()) return;
        steps.add("published when it has changed by %s"
                        .formatted(plain(rule.deadband().getAsDouble()))
                + rule.heartbeat()
                        .map(beat -> ", or after " + Durations.format(beat))
                        .orElse(""));
    }

    private String window(String name, WindowConfig window) {
        return "%s %s published: %s"
                .formatted(
                        sensor.aligned() ? "at each full" : "every",
                        Durations.format(window.length()),
                        window.aggregates().stream()
                                .map(aggregate -> aggregate.of(Quantity.plain(name)))
                                .collect(Collectors.joining(", ")));
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
