package dev.sandpiper.agent.shaping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.Aggregate;
import dev.sandpiper.agent.config.CalibrationConfig;
import dev.sandpiper.agent.config.CalibrationConfig.Point;
import dev.sandpiper.agent.config.Derived;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Steps drawn by chance, values with spikes, faults and gaps, a clock that is set: what is published is what the order in
 * docs/configuration.md gives. A seed that fails is named; {@code -Dseed=N} is that one alone.
 */
class ShapingOrderTest {
    private static final int SAMPLES = 150;
    private static final List<String> NAMES = List.of("temperature", "humidity", "power", "dew_point", "energy");

    private SimulatedTime time = new SimulatedTime();

    @Test
    void whatIsPublishedIsWhatTheOrderGives() {
        each(150);
    }

    @Test
    @Tag("long")
    void whatIsPublishedIsWhatTheOrderGivesAlsoOfManySeeds() {
        each(20_000);
    }

    private void each(int seeds) {
        var one = Long.getLong("seed");
        var wanted = one != null ? LongStream.of(one) : LongStream.range(0, seeds);
        wanted.forEach(seed -> {
            try {
                time = new SimulatedTime();
                pipeline(seed);
            } catch (AssertionError failed) {
                throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
            }
        });
    }

    private void pipeline(long seed) {
        var random = new Random(seed);
        time.pass(Duration.ofMillis(random.nextInt(100_000)));
        var rules = new TreeMap<String, Rules>();
        for (var name : NAMES) if (random.nextInt(4) > 0) rules.put(name, some(random));
        var config = Rules.sensor(rules, Derived.DEW_POINT, Derived.ENERGY);
        var shaping = new Shaping(config, time, () -> Rules.SECOND, Optional.empty(), _ -> {});
        var model = new NaiveShaping(rules, time.nanos());
        for (var i = 0; i < SAMPLES; i++) {
            somethingHappens(random, shaping, model);
            assertSame(model.figures(time.nanos()), figures(shaping.ended()), model, i);
            var said = said(random, rules);
            var expected = model.published(
                    numbers(said), time.nanos(), time.suspended().toNanos());
            assertSame(expected, numbers(shaping.shaped(said)), model, i);
            assertEquals(model.rejected, shaping.rejected(), "rejected up to sample " + i);
            assertEquals(model.doubts(), shaping.doubt().isPresent(), "doubt at sample " + i);
        }
    }

    private static void assertSame(
            Map<String, Double> expected, Map<String, Double> found, NaiveShaping model, int sample) {
        assertEquals(expected.keySet(), found.keySet(), () -> "sample " + sample);
        expected.forEach((name, number) -> assertEquals(
                number,
                found.get(name),
                Math.max(1e-9 * Math.abs(number), model.tolerance(name)),
                () -> name + " of sample " + sample));
    }

    private static Rules some(Random random) {
        var calibration = someCalibration(random);
        var rules = new Rules(
                calibration, Rules.none().filters(), Rules.none().deadband(), Optional.empty(), Optional.empty());
        var middle = NaiveShaping.calibrated(calibration, 20);
        if (random.nextInt(3) == 0) rules = rules.limits(middle - 30, middle + 30);
        if (random.nextInt(3) == 0) rules = rules.maxChange(random.nextDouble() * 8 + 0.5);
        if (random.nextInt(3) == 0) rules = rules.median(3 + 2 * random.nextInt(3));
        if (random.nextInt(3) == 0) rules = rules.average(2 + random.nextInt(6));
        if (random.nextInt(3) == 0) rules = rules.exponential(0.05 + 0.95 * random.nextDouble());
        return switch (random.nextInt(4)) {
            case 0 -> rules.window(Duration.ofMillis(2000 + random.nextInt(20_000)), Aggregate.values());
            case 1 -> rules.deadband(random.nextDouble() * 2);
            case 2 -> rules.deadband(random.nextDouble() * 5).heartbeat(Duration.ofSeconds(random.nextInt(8) + 1));
            default -> rules;
        };
    }

    private static CalibrationConfig someCalibration(Random random) {
        var scale = random.nextBoolean() ? 1 : random.nextDouble() + 0.5;
        var offset = random.nextBoolean() ? 0 : random.nextDouble() * 20 - 10;
        return switch (random.nextInt(4)) {
            case 0 -> CalibrationConfig.NONE;
            case 1 -> {
                var points = List.of(
                        new Point(10, random.nextDouble() * 20),
                        new Point(20, 22),
                        new Point(35, random.nextDouble() * 60));
                yield new CalibrationConfig(points, List.of(), scale, offset);
            }
            case 2 -> new CalibrationConfig(List.of(), List.of(random.nextDouble(), 1.1, 0.01, 1e-5), scale, offset);
            default -> new CalibrationConfig(List.of(), List.of(), scale, offset);
        };
    }

    private void somethingHappens(Random random, Shaping shaping, NaiveShaping model) {
        switch (random.nextInt(40)) {
            case 0 -> {
                shaping.interrupt();
                model.fault();
                time.pass(Rules.SECOND);
            }
            case 1 -> time.set(Duration.ofMillis(random.nextLong(-40_000_000_000L, 40_000_000_000L)));
            case 2 -> time.suspend(Duration.ofMillis(random.nextInt(120)));
            case 3, 4 -> time.pass(Duration.ofMillis(2500 + random.nextInt(2)));
            case 5 -> time.pass(Duration.ofMillis(random.nextInt(60_000)));
            case 6, 7, 8, 9 -> time.pass(Duration.ofMillis(700 + random.nextInt(600)));
            default -> time.pass(Rules.SECOND);
        }
    }

    private static Reading said(Random random, Map<String, Rules> rules) {
        var values = new LinkedHashMap<String, Value>();
        for (var name : List.of("temperature", "humidity", "power"))
            if (random.nextInt(30) > 0) values.put(name, said(name, random, rules));
        return new Reading(values, 0);
    }

    private static Value said(String name, Random random, Map<String, Rules> rules) {
        if (name.equals("power") && random.nextInt(3) == 0) return new Value.Count(20 + random.nextInt(5));
        return new Value.Decimal(
                switch (random.nextInt(40)) {
                    case 0, 1, 2, 3 -> random.nextDouble() * 120 - 20;
                    // Where it is rejected: of what has swallowed it nothing more could be told.
                    case 4 -> hasLimits(name, rules) ? 1e200 * random.nextGaussian() : 0;
                    default -> 20 + 3 * random.nextGaussian();
                },
                2);
    }

    private static boolean hasLimits(String name, Map<String, Rules> rules) {
        return rules.containsKey(name) && rules.get(name).filters().limits().isPresent();
    }

    private static Map<String, Double> numbers(Reading reading) {
        var numbers = new LinkedHashMap<String, Double>();
        reading.values().forEach((name, value) -> numbers.put(name, number(value)));
        return numbers;
    }

    private static double number(Value value) {
        return switch (value) {
            case Value.Decimal decimal -> decimal.number();
            case Value.Count count -> count.number();
            case Value.Flag _, Value.Text _ -> throw new AssertionError(value);
        };
    }

    private static Map<String, Double> figures(List<Summary> summaries) {
        var all = new TreeMap<String, Double>();
        for (var summary : summaries)
            numbers(summary.reading()).forEach((name, number) -> {
                var before = all.put(summary.end() + " " + name, number);
                assertTrue(before == null, () -> name + " is told twice");
            });
        return all;
    }
}
