package dev.sandpiper.agent.shaping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.Aggregate;
import dev.sandpiper.sensors.Value;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private final Figures figures = new Figures();

    private void add(double... samples) {
        Arrays.stream(samples).forEach(sample -> figures.add(new Value.Decimal(sample, 2)));
    }

    private String told() {
        return Arrays.stream(Aggregate.values())
                .map(aggregate -> aggregate.word() + " "
                        + figures.value(aggregate).map(Value::toString).orElse("-"))
                .toList()
                .toString();
    }

    @Test
    void theyAreOfAllSamples() {
        add(2, 4, 4, 4, 5, 5, 7, 9);
        assertEquals("[min 2.0, mean 5.0, max 9.0, last 9.0, stddev 2.14, count 8]", told());
    }

    @Test
    void oneSampleHasNoDeviation() {
        add(-3.25);
        assertEquals("[min -3.25, mean -3.25, max -3.25, last -3.25, stddev -, count 1]", told());
    }

    @Test
    void whatWasBeforeIsForgotten() {
        add(100, -100);
        figures.clear();
        assertTrue(figures.isEmpty());
        add(1, 2);
        assertEquals("[min 1.0, mean 1.5, max 2.0, last 2.0, stddev 0.71, count 2]", told());
    }

    /** NIST StRD, NumAcc3: certified mean 1000000.2, standard deviation 0.1. */
    @Test
    void theDeviationOfNearlyEqualNumbersKeepsItsDigits() {
        figures.add(new Value.Decimal(1_000_000.2, 9));
        for (var i = 0; i < 1000; i++) figures.add(new Value.Decimal(1_000_000.1 + 0.2 * (i % 2), 9));
        assertEquals(1_000_000.2, number(Aggregate.MEAN), 1e-9);
        assertEquals(0.1, number(Aggregate.STDDEV), 1e-8);
    }

    private double number(Aggregate aggregate) {
        return OneValue.number(figures.value(aggregate).orElseThrow());
    }

    @Test
    void countsStayCountsWhereNothingIsReckoned() {
        figures.add(new Value.Count(7));
        figures.add(new Value.Count(4));
        assertEquals("[min 4, mean 5.5, max 7, last 4, stddev 2.1, count 2]", told());
    }

    @Test
    void theFinestSampleTellsHowManyDecimalsThereAreUntilTheNextWindow() {
        figures.add(new Value.Decimal(2.5625, 4));
        figures.add(new Value.Decimal(2.5, 1));
        assertEquals("[min 2.5, mean 2.5313, max 2.5625, last 2.5, stddev 0.0442, count 2]", told());
        figures.clear();
        add(2.5625);
        assertEquals("[min 2.56, mean 2.56, max 2.56, last 2.56, stddev -, count 1]", told());
    }

    @Test
    void oneDecimalAmongCountsMakesAllOfThemDecimals() {
        figures.add(new Value.Decimal(2.5, 2));
        figures.add(new Value.Count(4));
        assertEquals("[min 2.5, mean 3.25, max 4.0, last 4.0, stddev 1.06, count 2]", told());
        figures.clear();
        figures.add(new Value.Count(4));
        assertEquals("[min 4, mean 4.0, max 4, last 4, stddev -, count 1]", told());
    }

    @Test
    void whatIsNoNumberAnyMoreIsLeftOut() {
        add(Double.MAX_VALUE, -Double.MAX_VALUE);
        assertEquals(Optional.empty(), figures.value(Aggregate.STDDEV));
        assertEquals(Optional.of(new Value.Count(2)), figures.value(Aggregate.COUNT));
    }
}
