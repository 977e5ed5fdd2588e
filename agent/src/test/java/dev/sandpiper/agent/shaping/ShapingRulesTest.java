package dev.sandpiper.agent.shaping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.Aggregate;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds whatever a sensor says and the file asks for; a seed that fails is named and replays. */
class ShapingRulesTest {
    private static final double LEAST = -5;
    private static final double MOST = 45;

    private final SimulatedTime time = new SimulatedTime();

    private Shaping shaping(Rules rules) {
        return new Shaping(
                Rules.sensor(Map.of("temperature", rules)), time, () -> Rules.SECOND, Optional.empty(), _ -> {});
    }

    private static Rules some(Random random) {
        var rules = Rules.none().limits(LEAST, MOST);
        if (random.nextBoolean()) rules = rules.offset(random.nextInt(20) - 10);
        if (random.nextBoolean()) rules = rules.maxChange(random.nextDouble() * 5 + 0.1);
        if (random.nextBoolean()) rules = rules.median(3 + 2 * random.nextInt(4));
        if (random.nextBoolean()) rules = rules.average(2 + random.nextInt(9));
        return random.nextBoolean() ? rules.exponential(random.nextDouble() * 0.99 + 0.01) : rules;
    }

    /** A temperature that drifts, with spikes, gaps, faults and readings without it. */
    private double next(Random random, double before) {
        time.pass(random.nextInt(50) == 0 ? Duration.ofSeconds(random.nextInt(600)) : Rules.SECOND);
        if (random.nextInt(10) == 0) return random.nextDouble() * 400 - 200;
        return before + random.nextGaussian();
    }

    private static OptionalDouble temperature(Reading reading) {
        return reading.values().get("temperature") instanceof Value.Decimal decimal
                ? OptionalDouble.of(decimal.number())
                : OptionalDouble.empty();
    }

    private static Reading reading(double temperature) {
        return Reading.of("temperature", new Value.Decimal(temperature, 2));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void noValueOutsideOfTheLimitsLeaves(long seed) {
        var random = new Random(seed);
        var rules = some(random);
        var shaping = shaping(rules);
        var published = 0;
        var said = 20.0;
        for (var i = 0; i < 2000; i++) {
            if (random.nextInt(100) == 0) shaping.interrupt();
            var sample = next(random, said);
            if (Math.abs(sample - said) < 10) said = Math.clamp(sample, 0, 40);
            var value = temperature(shaping.shaped(reading(sample)));
            if (value.isEmpty()) continue;
            published++;
            var shown = value.getAsDouble();
            assertTrue(shown >= LEAST - 1e-9 && shown <= MOST + 1e-9, () -> "seed %d: %s".formatted(seed, shown));
        }
        assertEquals(2000, published + shaping.rejected(), "seed " + seed + ": published or counted as rejected");
        assertTrue(published > 20, "seed " + seed + ": " + published);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aDeadbandNeverHidesMoreThanItsWidthAndAHeartbeatKeeps(long seed) {
        var random = new Random(seed);
        var width = random.nextDouble() * 3 + 0.1;
        var beat = Duration.ofSeconds(random.nextInt(60) + 2);
        var shaping = shaping(Rules.none().deadband(width).heartbeat(beat));
        var shown = Double.NaN;
        var shownAt = 0L;
        var said = 20.0;
        var hidden = 0;
        for (var i = 0; i < 3000; i++) {
            said = next(random, said);
            var value = temperature(shaping.shaped(reading(said)));
            if (value.isPresent()) {
                assertEquals(said, value.getAsDouble(), "what is published is what was measured");
                var news = Double.isNaN(shown) || Math.abs(said - shown) >= width;
                assertTrue(news || time.nanos() - shownAt >= beat.toNanos(), "seed " + seed + ": not worth it");
                shown = said;
                shownAt = time.nanos();
            } else hidden++;
            assertTrue(Math.abs(said - shown) < width, "seed " + seed + ": hides too much");
            assertTrue(time.nanos() - shownAt < beat.toNanos(), "seed " + seed + ": no heartbeat");
        }
        assertTrue(hidden > 100, "seed " + seed + ": hides " + hidden);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void acceptedSamplesNeverChangeFasterThanAllowed(long seed) {
        var random = new Random(seed);
        var most = random.nextDouble() * 2 + 0.05;
        var shaping = shaping(Rules.none().maxChange(most));
        var last = Double.NaN;
        var lastAt = 0L;
        var said = 20.0;
        for (var i = 0; i < 3000; i++) {
            said = next(random, said);
            var value = temperature(shaping.shaped(reading(said)));
            var seconds = (time.nanos() - lastAt) / 1e9;
            var possible = Double.isNaN(last) || Math.abs(said - last) <= most * seconds;
            assertEquals(possible, value.isPresent(), "seed " + seed);
            if (!possible) continue;
            last = said;
            lastAt = time.nanos();
        }
    }

    /** Every sample is in one window, in the one of its time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void windowsLoseNoSampleAndTellEachOnce(long seed) {
        var random = new Random(seed);
        var length = Duration.ofSeconds(random.nextInt(90) + 2);
        var shaping = shaping(Rules.none().window(length, Aggregate.values()));
        var open = new ArrayList<Double>();
        var ends = new ArrayList<Long>();
        var said = 20.0;
        for (var i = 0; i < 3000; i++) {
            said = next(random, said);
            for (var summary : shaping.ended()) {
                ends.add(summary.end());
                told(open, summary, seed);
                open.clear();
            }
            shaping.shaped(reading(said));
            open.add(said);
        }
        shaping.cut().forEach(summary -> told(open, summary, seed));
        for (var end : ends) assertEquals(0, end % length.toNanos(), "seed " + seed + ": a window drifted");
        assertEquals(ends.stream().distinct().toList(), ends);
    }

    private static void told(List<Double> samples, Summary summary, long seed) {
        var all = DoubleStream.of(
                        samples.stream().mapToDouble(Double::doubleValue).toArray())
                .summaryStatistics();
        var told = summary.reading().values();
        assertEquals(new Value.Count(all.getCount()), told.get("temperature_count"), "seed " + seed);
        assertEquals(all.getMin(), OneValue.number(told.get("temperature_min")));
        assertEquals(all.getMax(), OneValue.number(told.get("temperature_max")));
        assertEquals(all.getAverage(), OneValue.number(told.get("temperature_mean")), 1e-9);
        assertEquals(samples.getLast(), OneValue.number(told.get("temperature_last")));
        assertEquals(all.getCount() > 1, told.containsKey("temperature_stddev"));
    }
}
