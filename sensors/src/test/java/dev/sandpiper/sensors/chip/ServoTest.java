package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Value;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServoTest {

    private static Repertoire repertoire(Map<String, Object> given) {
        return Servo.TYPE.repertoire().apply(Bench.section(Servo.TYPE, given));
    }

    private static Value degrees(Object asked, Map<String, Object> given) {
        return ((Action.Set) repertoire(given).actions().apply(asked).orElseThrow()).value();
    }

    private static double pulse(double degrees, Map<String, Object> options) throws DeviceFault {
        var given = new HashMap<>(options);
        given.put("pin", 12L);
        try (var bench = new Bench();
                var servo = bench.open(Servo.TYPE, given, repertoire(given).safe())) {
            servo.set(degrees(degrees, given));
            return bench.board.duty(12) * 20;
        }
    }

    /** Milliseconds of each 20. */
    @ParameterizedTest
    @CsvSource({"0, 0.5", "90, 1.5", "180, 2.5", "45, 1.0", "0.9, 0.51"})
    void theWholeRangeIsHalfToTwoAndAHalfMilliseconds(double degrees, double milliseconds) throws DeviceFault {
        assertEquals(milliseconds, pulse(degrees, Map.of()), 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"-45, 1.0", "0, 1.5", "45, 2.0"})
    void rangeAndPulseBelongTogetherAtTheirEnds(double degrees, double milliseconds) throws DeviceFault {
        var options = Map.<String, Object>of("range", new Range(-45, 45), "pulse", new Range(1, 2));
        assertEquals(milliseconds, pulse(degrees, options), 1e-6);
    }

    @ParameterizedTest
    @CsvSource({"0, 2.5", "180, 0.5"})
    void oneThatTurnsTheOtherWayHasThemTheOtherWayRound(double degrees, double milliseconds) throws DeviceFault {
        assertEquals(milliseconds, pulse(degrees, Map.of("pulse", new Range(2.5, 0.5))), 1e-6);
        assertEquals(milliseconds, pulse(degrees, Map.of("range", new Range(180, 0))), 1e-6);
    }

    @Test
    void itTakesTheDegreesOfItsRangeOnly() {
        var given = Map.<String, Object>of("range", new Range(30, 150));
        for (var beyond : new Object[] {29.99, 150.01, "on", true, "toggle", Double.NaN})
            assertTrue(repertoire(given).actions().apply(beyond).isEmpty(), beyond.toString());
        assertEquals("30.0", degrees(30, given).toString());
        assertEquals("92.35", degrees("92.345678", given).toString());
        assertEquals("30 to 150 degrees", repertoire(given).accepts());
    }

    @Test
    void withoutAnotherTheFirstEndIsSafe() {
        assertEquals("0.0", repertoire(Map.of()).safe().toString());
        assertEquals(
                "90.0", repertoire(Map.of("range", new Range(90, -90))).safe().toString());
    }

    @Test
    void itStartsAtItsInitialAngle() throws DeviceFault {
        try (var bench = new Bench();
                var servo = bench.open(Servo.TYPE, Map.of("pin", 13L), degrees(90, Map.of()))) {
            assertEquals(0.075, bench.board.duty(13), 1e-9);
            assertEquals("90.0", servo.value().toString());
        }
    }
}
