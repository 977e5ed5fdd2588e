package dev.sandpiper.agent.shaping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HeatIndexTest {
    private static double inFahrenheit(double fahrenheit, double humidity) {
        return HeatIndex.of((fahrenheit - 32) * 5 / 9, humidity) * 9 / 5 + 32;
    }

    /**
     * The chart of NOAA's National Weather Service (srh.noaa.gov/tsa/?n=heatindex), in whole degrees Fahrenheit for 40, 45, ... %.
     * It is older than the adjustment for very humid air, which counts above 85 % and below 87 °F.
     */
    private static final String CHART = """
            110 136
            108 130 137
            106 124 130 137
            104 119 124 131 137
            102 114 119 124 130 137
            100 109 114 118 124 129 136
            98 105 109 113 117 123 128 134
            96 101 104 108 112 116 121 126 132
            94 97 100 103 106 110 114 119 124 129 135
            92 94 96 99 101 105 108 112 116 121 126 131
            90 91 93 95 97 100 103 106 109 113 117 122 127 132
            88 88 89 91 93 95 98 100 103 106 110 113 117 121
            86 85 87 88 89 91 93 95 97 100 102
            84 83 84 85 86 88 89 90 92 94 96
            82 81 82 83 84 84 85 86 88 89 90
            80 80 80 81 81 82 82 83 84 84 85
            """;

    @Test
    void itIsThatOfTheChart() {
        for (var line : CHART.lines().toList()) {
            var row = Arrays.stream(line.split(" ")).mapToInt(Integer::parseInt).toArray();
            for (var i = 1; i < row.length; i++) {
                var humidity = 35 + 5 * i;
                assertEquals(row[i], inFahrenheit(row[0], humidity), 0.52, row[0] + " °F, " + humidity + " %");
            }
        }
    }

    /** Reckoned from the same page by another program (Python). */
    @Test
    void dryAndVeryHumidAirHaveTheirAdjustments() {
        assertEquals(33.613311, HeatIndex.of(100 / 1.8 - 32 / 1.8, 5), 1e-5);
        assertEquals(34.428981, HeatIndex.of(82 / 1.8 - 32 / 1.8, 95), 1e-5);
        assertEquals(95.4647, inFahrenheit(100, 13.5), 1e-4, "not dry enough");
        assertEquals(109.9868, inFahrenheit(115, 10), 1e-4, "too hot for the one of dry air");
    }

    @Test
    void inCoolAirItIsTheSimplerFormula() {
        assertEquals(19.680556, HeatIndex.of(20, 50), 1e-6);
        assertEquals(79.32, inFahrenheit(80, 20), 1e-9, "by that formula it is below 80");
        assertEquals(83.8005, inFahrenheit(79, 100), 1e-4, "by that formula it is above 80");
    }
}
