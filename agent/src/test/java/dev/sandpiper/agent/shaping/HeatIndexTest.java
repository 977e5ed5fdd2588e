package dev.sandpiper.agent.shaping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class HeatIndexTest {
    private static double inFahrenheit(double fahrenheit, double humidity) {
        return HeatIndex.of((fahrenheit - 32) * 5 / 9, humidity) * 9 / 5 + 32;
    }

    /** The National Weather Service's heat index chart, which has whole degrees Fahrenheit. */
    @Test
    void itIsThatOfTheChart() {
        int[][] chart = {
            {80, 40, 80},
            {80, 60, 82},
            {80, 75, 84},
            {80, 90, 86},
            {86, 40, 85},
            {86, 50, 88},
            {86, 70, 95},
            {86, 90, 105},
            {86, 100, 112},
            {96, 40, 101},
            {96, 55, 112},
            {96, 65, 121},
            {96, 75, 132},
            {104, 40, 119},
            {104, 50, 131},
            {104, 55, 137}
        };
        for (var row : chart)
            assertEquals(row[2], Math.round(inFahrenheit(row[0], row[1])), row[0] + " °F, " + row[1] + " %");
    }

    /** Reckoned from the same page by another program (Python). */
    @Test
    void dryAndVeryHumidAirHaveTheirAdjustments() {
        assertEquals(33.613311, HeatIndex.of(100 / 1.8 - 32 / 1.8, 5), 1e-5);
        assertEquals(34.428981, HeatIndex.of(82 / 1.8 - 32 / 1.8, 95), 1e-5);
    }

    @Test
    void inCoolAirItIsTheSimplerFormula() {
        assertEquals(19.680556, HeatIndex.of(20, 50), 1e-6);
    }
}
