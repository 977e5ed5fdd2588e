package dev.sandpiper.agent.shaping;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FilterTest {
    private static double[] each(Filter filter, double... samples) {
        return Arrays.stream(samples).map(filter::with).toArray();
    }

    @Test
    void aMedianOfThreeNeverShowsASingleSpike() {
        assertArrayEquals(
                new double[] {20, 20, 20, 21, 20, 21}, each(new Filter.Median(3), 20, 85, 20, 21, -40, 22), 0);
    }

    @Test
    void aMedianOfFiveIsTheMiddleOneOfTheLastFive() {
        assertArrayEquals(new double[] {5, 1, 4, 2, 3, 3, 4, 4}, each(new Filter.Median(5), 5, 1, 4, 2, 3, 9, 8, 4), 0);
    }

    @Test
    void aMovingAverageIsOfWhatThereIsUntilItIsFull() {
        assertArrayEquals(new double[] {1, 1.5, 2, 3, 4, 5}, each(new Filter.Average(3), 1, 2, 3, 4, 5, 6), 1e-12);
    }

    @Test
    void aMovingAverageForgetsALargeSampleWhole() {
        var average = new Filter.Average(2);
        each(average, 1e17, 1, 1);
        assertEquals(1, average.with(1), "a running sum would keep what the large one has swallowed");
    }

    /** NIST/SEMATECH e-Handbook of Statistical Methods, 6.4.3.1, with its weight of 0.1. */
    @Test
    void exponentialSmoothingIsThatOfTheHandbook() {
        var smoothed = each(new Filter.Exponential(0.1), 71, 70, 69, 68, 64, 65, 72, 78, 75, 75, 75);
        assertArrayEquals(
                new double[] {71, 70.9, 70.71, 70.44, 69.80, 69.32, 69.58, 70.43, 70.88, 71.29, 71.67}, smoothed, 0.01);
    }

    @Test
    void whoForgetsBeginsWithTheNextSample() {
        for (var filter : new Filter[] {new Filter.Median(5), new Filter.Average(5), new Filter.Exponential(0.1)}) {
            each(filter, 100, 200, 300);
            filter.forget();
            assertEquals(7, filter.with(7));
        }
    }
}
