package dev.sandpiper.sensors.chip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PwmOutputTest {

    private static Optional<Action> action(Object asked) {
        return PwmOutput.TYPE
                .repertoire()
                .apply(new Section(Map.of()))
                .actions()
                .apply(asked);
    }

    private static Value value(Object asked) {
        return ((Action.Set) action(asked).orElseThrow()).value();
    }

    @ParameterizedTest
    @CsvSource({"high, 0, 0.0", "high, 1, 1.0", "high, 0.25, 0.25", "low, 0, 1.0", "low, 1, 0.0", "low, 0.25, 0.75"})
    void theDutyIsThatOfTheActiveLevelFromTheFirstMoment(String active, String initial, double high)
            throws DeviceFault {
        try (var bench = new Bench()) {
            bench.open(PwmOutput.TYPE, Map.of("pin", 18L, "active", active), value(initial));
            assertEquals(high, bench.board.duty(18));
        }
    }

    @Test
    void aThousandthOfThePeriodCounts() throws DeviceFault {
        try (var bench = new Bench()) {
            var fan = bench.open(PwmOutput.TYPE, Map.of("pin", 18L, "frequency", 25_000.0), value(0));
            fan.set(value(0.333));
            assertEquals(0.333, bench.board.duty(18), 1e-9);
            assertEquals("0.333", fan.value().toString());
        }
    }

    @Test
    void understandsNumbersAndEachWayToSayOnAndOff() {
        for (var on : List.<Object>of(true, "on", "ON", "true", 1.0, 1L, "1", "1.0"))
            assertEquals("1.0", value(on) + "");
        for (var off : List.<Object>of(false, "off", "OFF", "false", 0.0, -0.0, "0"))
            assertEquals(value(0), value(off));
        assertEquals("0.75", value(0.75).toString());
        assertEquals("0.5", value("0.50").toString());
        assertEquals("0.333333", value(1 / 3.0).toString());
    }

    @Test
    void toggleIsOffFromEveryValueButOff() {
        var toggle = (Action.Toggle) action("toggle").orElseThrow();
        assertEquals(value(0), toggle.from(value(0.3)));
        assertEquals(value(0), toggle.from(value(1)));
        assertEquals(value(1), toggle.from(value(0)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "half", "1.01", "-0.1", "50%", "NaN", "1e999"})
    void otherWordsAreNone(String word) {
        assertEquals(Optional.empty(), action(word));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.000001, -0.000001, 50, Double.NaN, Double.POSITIVE_INFINITY})
    void otherNumbersAreNone(double number) {
        assertEquals(Optional.empty(), action(number));
    }

    @Test
    void aValueOfAnotherKindIsAnErrorOfTheProgram() throws DeviceFault {
        try (var bench = new Bench()) {
            var fan = bench.open(PwmOutput.TYPE, Map.of("pin", 18L), value(0));
            assertThrows(IllegalArgumentException.class, () -> fan.set(new Value.Flag(true)));
        }
    }

    @Test
    void oneWhoHasThePinKeepsIt() throws DeviceFault {
        try (var bench = new Bench();
                var _ = bench.open(PwmOutput.TYPE, Map.of("pin", 18L), value(0.5))) {
            ContractTest.assertFault(
                    "pin 18 is already in use by this program",
                    () -> bench.open(PwmOutput.TYPE, Map.of("pin", 18L), value(0)));
            assertEquals(0.5, bench.board.duty(18));
        }
    }
}
