package dev.sandpiper.agent.shaping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.Aggregate;
import dev.sandpiper.agent.config.CalibrationConfig;
import dev.sandpiper.agent.config.Derived;
import dev.sandpiper.agent.config.FilterConfig;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ShapingTest {
    private final SimulatedTime time = new SimulatedTime();
    private final List<String> kept = new ArrayList<>();
    private Duration cycle = Rules.SECOND;
    private Shaping shaping = shaping(Map.of());

    private Shaping shaping(Map<String, Rules> rules, Derived... derived) {
        return new Shaping(Rules.sensor(rules, derived), time, () -> cycle, Optional.empty(), kept::add);
    }

    private void temperature(Rules rules) {
        shaping = shaping(Map.of("temperature", rules));
    }

    private static Reading reading(double temperature) {
        return Reading.of("temperature", new Value.Decimal(temperature, 2));
    }

    /** What is published of samples a second apart. */
    private String each(double... temperatures) {
        var published = new ArrayList<String>();
        for (var temperature : temperatures) {
            published.add(
                    String.valueOf(shaping.shaped(reading(temperature)).values().get("temperature")));
            time.pass(Rules.SECOND);
        }
        return String.join(" ", published).replace("null", "-");
    }

    private static String shown(List<Summary> summaries) {
        return summaries.stream()
                .map(summary -> Duration.ofNanos(summary.end()).toMillis() + " "
                        + summary.reading().values())
                .toList()
                .toString();
    }

    @Test
    void whatTheFileDoesNotMentionPassesAsItIs() {
        temperature(Rules.none().offset(1));
        var raw = reading(20)
                .with("state", new Value.Flag(true))
                .with("humidity", new Value.Decimal(48.125, 3))
                .clippedWhen(true);
        assertEquals(
                "{temperature=21.0, state=true, humidity=48.125}",
                shaping.shaped(raw).values().toString());
        assertEquals(1, shaping.shaped(raw).clipped());
    }

    @Test
    void whatIsOutsideOfTheLimitsAfterCalibrationIsLeftOutAndCounted() {
        temperature(Rules.none().offset(-10).limits(0, 40));
        assertEquals("0.0 - 40.0 - 15.0", each(10, 9.99, 50, 50.01, 25));
        assertEquals(2, shaping.rejected());
    }

    @Test
    void whatIsRejectedDoesNotReachTheFilters() {
        temperature(Rules.none().limits(0, 40).average(2));
        assertEquals("10.0 - 15.0", each(10, 85, 20));
    }

    @Test
    void aSpikeIsRejectedByTheTimeItTookAndAStepIsBelievedInTheEnd() {
        temperature(Rules.none().maxChange(0.5));
        assertEquals("20.0 20.5 - 21.5 - - - - 24.0", each(20, 20.5, 80, 21.5, 24, 24, 24, 24, 24));
        assertEquals(5, shaping.rejected());
    }

    @Test
    void firstTheMedianThenTheAverage() {
        temperature(Rules.none().median(3).average(2));
        // Medians: 10, 10, 12, 12, 12; averaging first would show the spike.
        assertEquals("10.0 10.0 11.0 12.0 12.0", each(10, 100, 12, 11, 13));
    }

    @Test
    void firstTheAverageThenExponential() {
        temperature(Rules.none().average(2).exponential(0.5));
        // Averages: 0, 4, 6.
        assertEquals("0.0 2.0 4.0", each(0, 8, 4));
    }

    @Test
    void theDeadbandIsOfTheSmoothedValue() {
        temperature(Rules.none().average(2).deadband(2));
        assertEquals("20.0 - - 22.0", each(20, 22, 20.5, 23.5));
    }

    /** In binary 20.2 is less than 0.1 above 20.1. */
    @Test
    void aStepAsWideAsTheDeadbandIsPublished() {
        temperature(Rules.none().deadband(0.1));
        assertEquals("20.0 20.1 20.2 20.3 20.4 - 20.6", each(20, 20.1, 20.2, 20.3, 20.4, 20.49, 20.6));
    }

    /** In binary three times 0.1 is more than 0.3. */
    @Test
    void whatIsCalibratedToALimitIsWithinIt() {
        var stretched = new CalibrationConfig(List.of(), List.of(), 3, 0);
        temperature(new Rules(stretched, FilterConfig.NONE, OptionalDouble.empty(), Optional.empty(), Optional.empty())
                .limits(0, 0.3));
        assertEquals("0.3 -", each(0.1, 0.1000001));
    }

    @Test
    void aSmoothedValueHasTheDecimalsOfEachSampleItIsOf() {
        temperature(Rules.none().median(3));
        each(20.123, 20.5);
        var shown = shaping.shaped(Reading.of("temperature", new Value.Decimal(20, 1)));
        assertEquals("{temperature=20.12}", shown.values().toString());
    }

    @Test
    void threeInARowAreADoubtUntilOneCountsAgain() {
        temperature(Rules.none().limits(-40, 60));
        each(85, 85);
        assertEquals(Optional.empty(), shaping.doubt());
        each(20, 85, 85);
        assertEquals(Optional.empty(), shaping.doubt(), "one counted in between");
        each(90);
        assertEquals(Optional.of("temperature is 90, expected -40 to 60 (limits)"), shaping.doubt());
        each(95);
        assertEquals(Optional.of("temperature is 90, expected -40 to 60 (limits)"), shaping.doubt(), "still the same");
        each(20);
        assertEquals(Optional.empty(), shaping.doubt());
    }

    @Test
    void severalDoubtsAreToldInOneOrder() {
        var rules = Rules.none().limits(0, 1);
        shaping = shaping(Map.of("temperature", rules, "humidity", rules, "pressure", rules, "power", rules));
        var five = new Value.Decimal(5, 1);
        for (var i = 0; i < 3; i++)
            shaping.shaped(reading(5).with("power", five).with("pressure", five).with("humidity", five));
        assertEquals(
                "humidity is 5, expected 0 to 1 (limits); power is 5, expected 0 to 1 (limits); "
                        + "pressure is 5, expected 0 to 1 (limits); temperature is 5, expected 0 to 1 (limits)",
                shaping.doubt().orElseThrow());
    }

    @Test
    void afterAFaultEverythingBeginsAnew() {
        temperature(Rules.none().maxChange(1).average(3).deadband(5));
        each(20, 20);
        shaping.interrupt();
        assertEquals("22.0 -", each(22, 22.5));
    }

    @Test
    void afterAGapOfTwoAndAHalfCyclesItIsSmoothedAnew() {
        temperature(Rules.none().average(10));
        each(20);
        time.pass(Duration.ofMillis(1500));
        assertEquals("25.0", each(30), "two and a half seconds after the other");
        time.pass(Duration.ofMillis(1501));
        assertEquals("30.0", each(30));
    }

    @Test
    void aLongerCycleMakesNoGap() {
        temperature(Rules.none().average(10));
        each(20);
        cycle = Duration.ofMinutes(1);
        time.pass(cycle);
        assertEquals("25.0", each(30));
    }

    @Test
    void aCountThatIsReckonedWithIsADecimalFromThenOn() {
        shaping = shaping(
                Map.of("count", Rules.none().average(2), "uptime", Rules.none().deadband(5)));
        var first = Reading.of("count", new Value.Count(3)).with("uptime", new Value.Count(10));
        assertEquals("{count=3.0, uptime=10}", shaping.shaped(first).values().toString());
        var second = Reading.of("count", new Value.Count(4)).with("uptime", new Value.Count(14));
        assertEquals("{count=3.5}", shaping.shaped(second).values().toString());
    }

    @Test
    void derivedValuesAreOfTheShapedOnesAndShapedThemselves() {
        shaping = shaping(
                Map.of(
                        "temperature", Rules.none().offset(5),
                        "dew_point", Rules.none().offset(100).deadband(1)),
                Derived.DEW_POINT,
                Derived.ABSOLUTE_HUMIDITY);
        var raw = reading(20).with("humidity", new Value.Decimal(10, 1));
        assertEquals(
                "{temperature=25.0, humidity=10.0, dew_point=91.226, absolute_humidity=2.297}",
                shaping.shaped(raw).values().toString());
        assertEquals(
                "{temperature=25.0, humidity=10.0, absolute_humidity=2.297}",
                shaping.shaped(raw).values().toString());
    }

    @Test
    void withoutAnInputNothingIsDerived() {
        shaping = shaping(
                Map.of("humidity", Rules.none().limits(0, 100)), Derived.DEW_POINT, Derived.ALTITUDE, Derived.ENERGY);
        var raw = reading(20).with("humidity", new Value.Decimal(130, 1));
        assertEquals("{temperature=20.0}", shaping.shaped(raw).values().toString());
    }

    @Test
    void whatCannotBeReckonedIsNotDerived() {
        shaping = shaping(Map.of(), Derived.ALTITUDE, Derived.DEW_POINT);
        var nonsense = Reading.of("pressure", new Value.Decimal(-1, 1))
                .with("temperature", new Value.Decimal(20, 1))
                .with("humidity", new Value.Decimal(0, 1));
        assertEquals(
                "{pressure=-1.0, temperature=20.0, humidity=0.0}",
                shaping.shaped(nonsense).values().toString());
    }

    @Test
    void whoeverAsksGetsWhatIsTrueNowAndLeavesNoTrace() {
        shaping = shaping(
                Map.of("temperature", Rules.none().offset(1).limits(0, 50).average(10)));
        each(10);
        assertEquals(
                "{temperature=41.0}", shaping.corrected(reading(40)).values().toString());
        assertEquals("{}", shaping.corrected(reading(60)).values().toString());
        assertEquals("16.0", each(20), "the mean of 11 and 21");
        assertEquals(1, shaping.corrected(reading(40).clippedWhen(true)).clipped());
        assertEquals(0, shaping.rejected());
    }

    @Test
    void whoeverAsksIsToldWhatIsDerivedFromCorrectedValues() {
        shaping = shaping(
                Map.of(
                        "temperature",
                        Rules.none().offset(5),
                        "dew_point",
                        Rules.none().offset(100)),
                Derived.DEW_POINT);
        assertEquals(
                "{temperature=25.0, humidity=10.0, dew_point=91.226}",
                shaping.corrected(reading(20).with("humidity", new Value.Decimal(10, 1)))
                        .values()
                        .toString());
    }

    @Test
    void whoeverAsksGetsEnergyAsItIsPublished() {
        shaping = shaping(Map.of("energy", Rules.none().offset(1000)), Derived.ENERGY);
        var raw = Reading.of("power", new Value.Decimal(3600, 1));
        shaping.shaped(raw);
        time.pass(Rules.SECOND);
        assertEquals(
                "{power=3600.0, energy=1001.0}", shaping.shaped(raw).values().toString());
        assertEquals(
                "{power=3600.0, energy=1001.0}", shaping.corrected(raw).values().toString());
    }

    @Test
    void aWindowTellsAtItsEndOfWhatWasBeforeIt() {
        temperature(Rules.none().window(Duration.ofSeconds(3), Aggregate.MIN, Aggregate.MAX, Aggregate.COUNT));
        for (var i = 1; i <= 3; i++) {
            assertEquals(List.of(), shaping.ended());
            assertEquals("-", each(i));
        }
        assertEquals(Duration.ZERO, shaping.pause());
        assertEquals("[3000 {temperature_min=1.0, temperature_max=3.0, temperature_count=3}]", shown(shaping.ended()));
        each(7);
        time.pass(Duration.ofSeconds(2));
        assertEquals("[6000 {temperature_min=7.0, temperature_max=7.0, temperature_count=1}]", shown(shaping.ended()));
    }

    @Test
    void aWindowWithoutASampleTellsNothing() {
        temperature(Rules.none().limits(0, 1).window(Duration.ofSeconds(3), Aggregate.MEAN, Aggregate.COUNT));
        each(5, 5, 5);
        assertEquals(List.of(), shaping.ended());
        assertEquals(List.of(), shaping.cut());
    }

    @Test
    void aFaultDoesNotEmptyAWindow() {
        temperature(Rules.none().window(Duration.ofSeconds(3), Aggregate.LAST));
        each(5);
        shaping.interrupt();
        time.pass(Duration.ofSeconds(30));
        assertEquals("[3000 {temperature_last=5.0}]", shown(shaping.ended()));
        assertEquals(List.of(), shaping.ended());
    }

    @Test
    void windowsOfOneLengthShareAReadingAndOthersHaveTheirOwn() {
        shaping = shaping(Map.of(
                "temperature", Rules.none().window(Duration.ofSeconds(2), Aggregate.MEAN),
                "pressure", Rules.none().window(Duration.ofSeconds(2), Aggregate.MEAN),
                "humidity", Rules.none().window(Duration.ofSeconds(4), Aggregate.MEAN)));
        for (var i = 0; i < 4; i++) {
            if (i == 2)
                assertEquals(2, shaping.ended().getFirst().reading().values().size());
            shaping.shaped(
                    reading(i).with("humidity", new Value.Decimal(i, 1)).with("pressure", new Value.Decimal(i, 1)));
            time.pass(Rules.SECOND);
        }
        var ended = shaping.ended();
        assertEquals(2, ended.size());
        assertTrue(shown(ended).contains("4000 {humidity_mean=1.5}"), shown(ended));
    }

    @Test
    void itIsAskedAgainWhenTheFirstOfSeveralWindowsEnds() {
        var rules = new LinkedHashMap<String, Rules>();
        rules.put("temperature", Rules.none().window(Duration.ofSeconds(2), Aggregate.MEAN));
        rules.put("humidity", Rules.none().window(Duration.ofSeconds(5), Aggregate.MEAN));
        shaping = shaping(rules);
        assertEquals(Duration.ofSeconds(2), shaping.pause());
    }

    @Test
    void whoeverAsksIsToldTheEnergySoFar() {
        shaping = shaping(Map.of(), Derived.ENERGY);
        var raw = Reading.of("power", new Value.Decimal(3600, 1));
        shaping.shaped(raw);
        time.pass(Rules.SECOND);
        shaping.shaped(raw);
        assertEquals(
                "{power=3600.0, energy=1.0}", shaping.corrected(raw).values().toString());
    }

    @Test
    void aStopTellsOfWindowsThatHaveBegun() {
        temperature(Rules.none().window(Duration.ofDays(1), Aggregate.MEAN));
        each(1, 2);
        assertEquals("[2000 {temperature_mean=1.5}]", shown(shaping.cut()));
    }

    @Test
    void aCurveThatLeadsBeyondAllNumbersIsRejected() {
        var square = new CalibrationConfig(List.of(), List.of(0.0, 0.0, 1.0), 1, 0);
        temperature(new Rules(square, FilterConfig.NONE, OptionalDouble.empty(), Optional.empty(), Optional.empty()));
        assertEquals("9.0 - - -", each(3, 1e200, -1e200, 1e300));
        assertEquals(Optional.of("temperature is no number after calibration"), shaping.doubt());
    }

    @Test
    void whatIsBeyondAllNumbersIsRejectedLikeAnyOtherNonsense() {
        shaping = shaping(Map.of("temperature", Rules.none().average(2)));
        assertEquals(1, shaping.shaped(reading(Double.MAX_VALUE)).values().size());
        assertEquals("{}", shaping.shaped(reading(Double.MAX_VALUE)).values().toString());
        assertEquals(1, shaping.rejected());
    }
}
