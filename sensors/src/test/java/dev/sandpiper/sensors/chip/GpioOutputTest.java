package dev.sandpiper.sensors.chip;

import static dev.sandpiper.sensors.chip.ContractTest.assertFault;
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
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpioOutputTest {
    private static final Function<Object, Optional<Action>> ACTIONS =
            GpioOutput.TYPE.repertoire().apply(new Section(Map.of())).actions();

    private static final Value ON = new Value.Flag(true);
    private static final Value OFF = new Value.Flag(false);

    @ParameterizedTest
    @CsvSource({"high, true, true", "high, false, false", "low, true, false", "low, false, true"})
    void onIsTheLevelThatIsActive(String active, boolean on, boolean level) throws DeviceFault {
        try (var bench = new Bench()) {
            bench.open(GpioOutput.TYPE, Map.of("pin", 22L, "active", active), new Value.Flag(on));
            assertEquals(level, bench.board.level(22));
        }
    }

    @Test
    void holdsWhatItWasSetTo() throws DeviceFault {
        try (var bench = new Bench()) {
            var pump = bench.open(GpioOutput.TYPE, Map.of("pin", 22L), OFF);
            pump.set(ON);
            assertEquals(ON, pump.value());
            assertEquals(true, bench.board.level(22));
            pump.close();
            assertEquals(true, bench.board.level(22));
        }
    }

    @Test
    void aPinThatIsClosedIsNotSetAndKeepsItsValue() throws DeviceFault {
        try (var bench = new Bench()) {
            var pump = bench.open(GpioOutput.TYPE, Map.of("pin", 22L), OFF);
            pump.close();
            assertFault("pin 22: closed", () -> pump.set(ON));
            assertEquals(OFF, pump.value());
        }
    }

    @Test
    void understandsEachWayToSayOnAndOff() {
        for (var on : List.<Object>of(true, "on", "ON", "On", "true", 1.0, 1L, "1"))
            assertEquals(Optional.of(new Action.Set(ON)), ACTIONS.apply(on));
        for (var off : List.<Object>of(false, "off", "OFF", "false", 0.0, -0.0, 0L, "0"))
            assertEquals(Optional.of(new Action.Set(OFF)), ACTIONS.apply(off));
        assertEquals(Optional.of(new Action.Toggle(ON, OFF)), ACTIONS.apply("toggle"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "onn", "yes", "2", "0.5", "0x1"})
    void otherWordsAreNone(String word) {
        assertEquals(Optional.empty(), ACTIONS.apply(word));
    }

    @ParameterizedTest
    @ValueSource(doubles = {2, 0.5, -1, Double.NaN})
    void otherNumbersAreNone(double number) {
        assertEquals(Optional.empty(), ACTIONS.apply(number));
    }

    @Test
    void aValueOfAnotherKindIsAnErrorOfTheProgram() throws DeviceFault {
        try (var bench = new Bench()) {
            var pump = bench.open(GpioOutput.TYPE, Map.of("pin", 22L), OFF);
            assertThrows(IllegalArgumentException.class, () -> pump.set(new Value.Decimal(0.5, 1)));
        }
    }
}
