package dev.sandpiper.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "0.5, 2",
        "0.1, 2",
        "0.125, 3",
        "0.01, 3",
        "0.0625, 4",
        "0.008, 4",
        "0.0018, 4",
        "0.0000625, 6",
        "0.0000078125, 7",
        "1e-9, 9"
    })
    void tellsAtLeastATenthOfTheStepAndTheStepItself(double step, int decimals) {
        assertEquals(decimals, Quantity.temperature(step).decimals());
    }

    @ParameterizedTest
    @CsvSource({
        "21, 21.0",
        "21.0625, 21.0625",
        "21.00004, 21.0",
        "-0.00001, 0.0",
        "0.00005, 0.0001",
        "-55, -55.0",
        "1e12, 1000000000000.0",
        "1e-12, 0.0"
    })
    void aDecimalAlwaysShowsADecimalAndNeverAnExponent(double number, String text) {
        assertEquals(text, new Value.Decimal(number, 4).toString());
    }

    @Test
    void aCountNeverShowsADecimal() {
        assertEquals("86461", new Value.Count(86461).toString());
    }

    @Test
    void whatIsNoFiniteNumberIsNoValue() {
        assertThrows(IllegalArgumentException.class, () -> new Value.Decimal(Double.NaN, 2));
        assertThrows(IllegalArgumentException.class, () -> new Value.Decimal(Double.POSITIVE_INFINITY, 2));
    }
}
