package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.CalibrationConfig.Point;
import dev.sandpiper.sensors.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that say what is done to values. */
class ShapingKeysTest {
    private static final String AIR = "id: air, type: bme280";
    private static final String DOOR = "id: door, type: gpio-input, pin: 17";

    @TempDir
    Path folder;

    private SensorConfig sensor(String keys) throws ConfigErrors {
        return new OneSensor(folder).of(keys);
    }

    private ValueConfig temperature(String keys) throws ConfigErrors {
        return sensor(AIR + ", values: { temperature: { " + keys + " } }")
                .values()
                .get("temperature");
    }

    private void refuse(String keys, String... errors) {
        assertEquals(List.of(errors), new OneSensor(folder).errors(keys));
    }

    private void refuseTemperature(String keys, String error) {
        refuse(AIR + ", values: { temperature: { " + keys + " } }", "values.temperature." + error);
    }

    @Test
    void allOfThemAreUnderstood() throws ConfigErrors {
        assertEquals(
                new ValueConfig(
                        new CalibrationConfig(List.of(new Point(1, 2), new Point(3, 5)), List.of(), 2, -1),
                        new FilterConfig(
                                Optional.of(new Range(-40, 60)), OptionalDouble.of(0.5), 5, 10, OptionalDouble.of(0.2)),
                        OptionalDouble.of(0.1),
                        Optional.of(Duration.ofMinutes(5)),
                        Optional.empty()),
                temperature(
                        "points: [[3, 5], [1, 2]], scale: 2, offset: -1, limits: [-40, 60], max_change: 0.5, median: 5, average: 10, exponential: 0.2, deadband: 0.1, heartbeat: 5m"));
        assertEquals(
                List.of(1.0, 0.5, 0.25),
                temperature("polynomial: [1, 0.5, 0.25]").calibration().polynomial());
    }

    @Test
    void aWindowTellsTheMeanOrWhatIsAskedFor() throws ConfigErrors {
        assertEquals(
                Optional.of(new WindowConfig(Duration.ofMinutes(1), List.of(Aggregate.MEAN))),
                temperature("window: 1m").window());
        assertEquals(
                List.of(Aggregate.MIN, Aggregate.MAX, Aggregate.COUNT),
                temperature("window: 1m, aggregate: [count, max, min, max]")
                        .window()
                        .orElseThrow()
                        .aggregates());
    }

    @Test
    void whatIsPublishedHasNamesUnitsAndSteps() throws ConfigErrors {
        var air = sensor(
                AIR
                        + ", derive: [dew_point], values: { temperature: { scale: 1.8, offset: 32 }, humidity: { window: 1m, aggregate: [stddev, count, last] }, pressure: { points: [[900, 90], [1000, 100]] } }");
        assertEquals(
                "[temperature °C, pressure hPa, dew_point °C, humidity_last %RH, humidity_stddev %RH, humidity_count ]",
                air.published().stream()
                        .map(quantity -> quantity.name() + " " + quantity.unit())
                        .toList()
                        .toString());
        var steps = air.measured().stream()
                .map(quantity -> (Object) quantity.resolution())
                .toList();
        assertEquals(0.01 * 1.8, (double) steps.get(0), 1e-9);
        assertEquals(
                air.type().quantities().apply(air.options()).get(2).resolution() / 10,
                air.measured().stream()
                        .filter(quantity -> quantity.name().equals("pressure"))
                        .findFirst()
                        .orElseThrow()
                        .resolution(),
                1e-9);
        assertEquals(2, Publication.of(air).size());
        assertFalse(air.isPlain());
    }

    @Test
    void aRegistersOwnScaleIsAppliedOnce() throws ConfigErrors {
        var value = sensor(
                        "id: a, type: register, address: 0x48, write: \"00\", read: 2, values: { temperature: { bytes: \"0-1\", scale: 0.5, offset: 3, limits: [0, 1] } }")
                .values()
                .get("temperature");
        assertEquals(new CalibrationConfig(List.of(), List.of(), 1, 3), value.calibration());
    }

    @Test
    void valuesAreDerivedFromThoseOfTheSensor() throws ConfigErrors {
        var air = sensor(AIR + ", align: true, derive: [altitude, dew_point], sea_level: 1020");
        assertEquals(
                List.of(Derived.DEW_POINT, Derived.ALTITUDE), air.derivation().values());
        assertEquals(1020, air.derivation().seaLevel());
        assertTrue(air.aligned());
        assertEquals(
                List.of(Derived.ENERGY),
                sensor("id: p, type: ina219, derive: energy").derivation().values());
        refuse(AIR + ", derive: energy", "derive: energy needs power, and bme280 has no power; leave that out");
        refuse(
                "id: t, type: lm75, derive: [dew_point, altitude]",
                "derive: dew_point needs temperature and humidity, and lm75 has no humidity; leave that out",
                "derive: altitude needs pressure, and lm75 has no pressure; leave that out");
        refuse(
                "id: c, type: gpio-counter, pin: 4, measures: energy, each: 1, per: 1000, derive: energy",
                "derive: gpio-counter measures energy itself; leave that out");
        refuse(
                AIR + ", derive: dewpoint",
                "derive: found 'dewpoint', expected dew_point, absolute_humidity, heat_index, altitude or energy; did you mean 'dew_point'?");
        refuse(AIR + ", sea_level: 1020", "sea_level: it is for altitude; add derive: [altitude], or leave it out");
        refuse(
                AIR + ", values: { dew_point: { deadband: 1 } }",
                "values.dew_point: bme280 has no such value; add derive: [dew_point]");
    }

    @Test
    void aProgramMaySayWhatIsDerivedFrom() throws ConfigErrors {
        assertEquals(
                List.of(Derived.HEAT_INDEX),
                sensor("id: a, type: exec, command: soil, derive: heat_index")
                        .derivation()
                        .values());
        refuse(
                "id: a, type: register, address: 0x48, write: \"00\", read: 2, derive: altitude, values: { temperature: { bytes: \"0\" } }",
                "derive: altitude needs pressure, and register has no pressure; leave that out");
    }

    @Test
    void pointsAreDifferentOnes() {
        refuseTemperature(
                "points: [[1, 2], [1, 3]]",
                "points: found two points measured at 1, expected different ones; correct one");
        refuseTemperature(
                "points: [[1, 2], [2, 2]]",
                "points: found two points in a row that are truly 2, so that nothing could be told apart between them; correct one");
        refuseTemperature(
                "points: [[1, 2]]",
                "points: found 1 in a list, expected two to twenty points like [[0.5, 0.0], [98.7, 100.0]], measured and true; correct it");
        refuseTemperature(
                "points: [[1, 2], [3]]",
                "points: found 1 in a list, expected two to twenty points like [[0.5, 0.0], [98.7, 100.0]], measured and true; correct it");
        refuseTemperature("points: [[1, 2], [3, x]]", "points: found 'x', expected a number; correct it");
        refuseTemperature(
                "points: [[1, 2], [3, 4]], polynomial: [0, 1]",
                "polynomial: points say already what is true; keep one of the two");
    }

    @Test
    void aPolynomialIsMoreThanAConstant() {
        refuseTemperature(
                "polynomial: [5]",
                "polynomial: found 1 in a list, expected two to eight numbers like [0.5, 1.02], the constant first; correct it");
        refuseTemperature(
                "polynomial: [5, 0, 0]",
                "polynomial: found only a constant, expected two to eight numbers like [0.5, 1.02], the constant first; correct it");
        refuseTemperature("scale: 0", "scale: found 0, which leaves nothing of the value; correct it");
    }

    @Test
    void aMedianIsOfAnOddNumberOfSamples() {
        refuseTemperature("median: 4", "median: found 4, expected an odd number; take 5");
        refuseTemperature("median: 101", "median: found 101, expected a whole number 3 to 99; correct it");
        refuseTemperature("exponential: 1.5", "exponential: found 1.5, expected a number from 0.001 to 1; correct it");
        refuseTemperature("max_change: 0", "max_change: found 0, expected a number from 0.000001; correct it");
        refuseTemperature(
                "limits: [3, 3]", "limits: found a list, expected two different numbers in brackets; correct it");
    }

    @Test
    void aWindowHoldsSeveralReadingsAndNoSingleOneIsPublished() {
        refuseTemperature(
                "window: 10s",
                "window: window is 10s and every 10s, expected a window of several readings; correct one");
        refuseTemperature("aggregate: max", "aggregate: over which time? add window");
        refuseTemperature(
                "window: 1m, deadband: 1",
                "deadband: with a window no single value is published; leave out one of the two");
        refuseTemperature(
                "window: 1m, aggregate: [average]",
                "aggregate[0]: found 'average', expected min, mean, max, last, stddev or count; choose one");
    }

    @Test
    void namesOfFiguresAreStillFree() {
        refuse(
                "id: a, type: exec, command: soil, values: { wet: { window: 1m, aggregate: max }, wet_max: {} }",
                "values.wet.aggregate: it makes 'wet_max', which is there already; leave that out");
        refuse(
                "id: a, type: exec, command: soil, values: { a_name_of_thirty_characters_xy: { window: 1m } }",
                "values.a_name_of_thirty_characters_xy.window: it makes 'a_name_of_thirty_characters_xy_mean', which is too long for a name; leave that out");
    }

    @Test
    void whatIsNoNumberIsLeftAsItIs() {
        refuse(
                DOOR + ", values: { state: { deadband: 1, median: 3, window: 1m } }",
                "values.state.deadband: state is no number; leave it out",
                "values.state.median: state is no number; leave it out",
                "values.state.window: state is no number; leave it out");
        refuse(DOOR + ", align: true", "align: it is not read in a cycle; add every, or leave it out");
    }

    @Test
    void aKeyOfOtherProductsIsTold() {
        refuseTemperature("exponental: 0.2", "exponental: unknown key; did you mean 'exponential'?");
    }
}
