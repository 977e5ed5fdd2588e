package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.CalibrationConfig;
import dev.sandpiper.agent.config.WindowConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Shaping as docs/configuration.md has it under "In which order values are shaped", reckoned anew from everything there was
 * for each sample: slow, plain, and without a line in common with what it is compared with.
 */
final class NaiveShaping {
    private static final double SECONDS = 1e9;
    private static final long LONGEST_GAP = 2_500_000_000L;
    private static final long SUSPENDED = 50_000_000;

    private final Map<String, Rules> rules;
    private final Map<String, Past> pasts = new LinkedHashMap<>();
    private final long begun;
    private long sampledAt;
    private double wattHours;
    private Power lastPower = Power.NONE;
    int rejected;

    private record Power(double watts, long at, long suspended) {
        static final Power NONE = new Power(Double.NaN, 0, 0);
    }

    /** What was of one value. */
    private static final class Past {
        /** Since the last fault or gap. */
        final List<Double> counted = new ArrayList<>();

        double last = Double.NaN;
        long lastAt;
        int rejectedInARow;
        double published = Double.NaN;
        long publishedAt;
        final TreeMap<Long, List<Double>> windows = new TreeMap<>();
        double largest = 1;
    }

    NaiveShaping(Map<String, Rules> rules, long begun) {
        this.rules = rules;
        this.begun = begun;
        rules.keySet().forEach(name -> pasts.put(name, new Past()));
    }

    /** What is published of a sample that the chip gives as these. */
    Map<String, Double> published(Map<String, Double> said, long nanos, long suspended) {
        var now = nanos - begun;
        if (now - sampledAt > LONGEST_GAP) pasts.values().forEach(past -> past.counted.clear());
        sampledAt = now;
        var shaped = new LinkedHashMap<String, Double>();
        said.forEach((name, number) -> shape(name, number, now, shaped));
        if (shaped.containsKey("temperature") && shaped.containsKey("humidity") && shaped.get("humidity") > 0)
            shape("dew_point", dewPoint(shaped.get("temperature"), shaped.get("humidity")), now, shaped);
        if (shaped.containsKey("power")) {
            addEnergy(new Power(shaped.get("power"), now, suspended));
            shape("energy", wattHours, now, shaped);
        }
        shaped.entrySet().removeIf(value -> !isPublished(value.getKey(), value.getValue(), now));
        return shaped;
    }

    private static double dewPoint(double temperature, double humidity) {
        var pressure = humidity / 100 * 6.112 * Math.exp(17.62 * temperature / (243.12 + temperature));
        var logarithm = Math.log(pressure / 6.112);
        return 243.12 * logarithm / (17.62 - logarithm);
    }

    private void addEnergy(Power power) {
        var passed = power.at - lastPower.at;
        var awake = power.suspended - lastPower.suspended < SUSPENDED;
        if (!Double.isNaN(lastPower.watts) && passed <= LONGEST_GAP && awake)
            wattHours += (lastPower.watts + power.watts) / 2 * (passed / SECONDS / 3600);
        lastPower = power;
    }

    private void shape(String name, double said, long now, Map<String, Double> shaped) {
        if (!Double.isFinite(said)) return;
        if (!rules.containsKey(name)) {
            shaped.put(name, said);
            return;
        }
        var number = calibrated(rules.get(name).calibration(), said);
        if (!counts(name, number, now)) {
            rejected++;
            return;
        }
        var past = pasts.get(name);
        past.counted.add(number);
        past.largest = Math.max(past.largest, Math.abs(number));
        var smoothed = smoothed(rules.get(name), past.counted);
        if (Double.isFinite(smoothed)) shaped.put(name, smoothed);
        else rejected++;
    }

    static double calibrated(CalibrationConfig config, double said) {
        var real = said;
        for (var i = 0; i + 1 < config.points().size(); i++) {
            var from = config.points().get(i);
            var to = config.points().get(i + 1);
            if (i > 0 && said < from.measured()) continue;
            real = ((to.measured() - said) * from.real() + (said - from.measured()) * to.real())
                    / (to.measured() - from.measured());
        }
        for (var i = 0; i < config.polynomial().size(); i++)
            real = (i == 0 ? 0 : real) + config.polynomial().get(i) * Math.pow(said, i);
        return real * config.scale() + config.offset();
    }

    private boolean counts(String name, double number, long now) {
        var past = pasts.get(name);
        var filters = rules.get(name).filters();
        var possible = Double.isFinite(number);
        if (filters.limits().isPresent())
            possible &= number >= filters.limits().get().least()
                    && number <= filters.limits().get().most();
        if (filters.maxChange().isPresent() && !Double.isNaN(past.last))
            possible &=
                    Math.abs(number - past.last) <= filters.maxChange().getAsDouble() * ((now - past.lastAt) / SECONDS);
        past.rejectedInARow = possible ? 0 : past.rejectedInARow + 1;
        if (!possible) return false;
        past.last = number;
        past.lastAt = now;
        return true;
    }

    private static double smoothed(Rules rules, List<Double> counted) {
        var medians = new ArrayList<Double>();
        for (var i = 0; i < counted.size(); i++) {
            var some = new ArrayList<>(
                    counted.subList(Math.max(0, i + 1 - rules.filters().median()), i + 1));
            some.sort(null);
            medians.add(some.get((some.size() - 1) / 2));
        }
        var result = 0.0;
        for (var i = 0; i < medians.size(); i++) {
            var some = medians.subList(Math.max(0, i + 1 - rules.filters().average()), i + 1);
            var mean = some.stream().mapToDouble(each -> each).sum() / some.size();
            var part = i == 0 ? 1 : rules.filters().exponential().orElse(1);
            result = part == 1 ? mean : part * mean + (1 - part) * result;
        }
        return result;
    }

    private boolean isPublished(String name, double number, long now) {
        if (!rules.containsKey(name)) return true;
        var past = pasts.get(name);
        var window = rules.get(name).window().map(WindowConfig::length);
        if (window.isPresent()) {
            var index = now / window.get().toNanos();
            past.windows.computeIfAbsent(index, _ -> new ArrayList<>()).add(number);
            return false;
        }
        if (rules.get(name).deadband().isEmpty()) return true;
        var beat = rules.get(name).heartbeat().map(Duration::toNanos);
        var moved =
                Math.abs(number - past.published) >= rules.get(name).deadband().getAsDouble();
        var due = beat.isPresent() && now - past.publishedAt >= beat.get();
        if (!Double.isNaN(past.published) && !moved && !due) return false;
        past.published = number;
        past.publishedAt = now;
        return true;
    }

    /** The figures of all windows that are over by {@code nanos}, by their ends and names. */
    Map<String, Double> figures(long nanos) {
        var all = new TreeMap<String, Double>();
        pasts.forEach((name, past) -> rules.get(name).window().ifPresent(window -> {
            var length = window.length().toNanos();
            var over = past.windows.headMap((nanos - begun) / length, false);
            over.forEach((index, samples) -> window.aggregates().forEach(aggregate -> {
                var figure = figure(aggregate.word(), samples);
                var key = "%d %s_%s".formatted(begun + (index + 1) * length, name, aggregate.word());
                if (Double.isFinite(figure)) all.put(key, figure);
            }));
            over.clear();
        }));
        return all;
    }

    private static double figure(String word, List<Double> samples) {
        var mean = samples.stream().mapToDouble(each -> each).average().orElseThrow();
        var squares = samples.stream()
                .mapToDouble(each -> (each - mean) * (each - mean))
                .sum();
        return switch (word) {
            case "min" -> samples.stream().min(Double::compare).orElseThrow();
            case "max" -> samples.stream().max(Double::compare).orElseThrow();
            case "last" -> samples.getLast();
            case "count" -> samples.size();
            case "stddev" -> samples.size() < 2 ? Double.NaN : Math.sqrt(squares / (samples.size() - 1));
            default -> mean;
        };
    }

    void fault() {
        for (var past : pasts.values()) {
            past.counted.clear();
            past.last = Double.NaN;
            past.published = Double.NaN;
        }
        lastPower = Power.NONE;
    }

    /** Whether three of a value in a row were rejected. */
    boolean doubts() {
        return pasts.values().stream().anyMatch(past -> past.rejectedInARow >= 3);
    }

    /** How far off a number may be that is reckoned in another way. */
    double tolerance(String name) {
        return pasts.entrySet().stream()
                .filter(past -> name.contains(past.getKey()))
                .mapToDouble(past -> 1e-9 * past.getValue().largest)
                .max()
                .orElse(1e-9);
    }
}
