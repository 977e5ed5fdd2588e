package dev.sandpiper.agent.shaping;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class FormulasTest {

    /** Sensirion, "Application Note Dew-point Calculation", the examples below equation 3. */
    @Test
    void theDewPointIsThatOfSensirionsExamples() {
        assertEquals(-8.77, Formulas.dewPoint(25, 10).orElseThrow(), 0.005);
        assertEquals(47.90, Formulas.dewPoint(50, 90).orElseThrow(), 0.005);
    }

    @Test
    void saturatedAirIsAtItsDewPointAndDryAirHasNone() {
        for (var temperature = -45; temperature <= 60; temperature += 5)
            assertEquals(temperature, Formulas.dewPoint(temperature, 100).orElseThrow(), 1e-9);
        assertEquals(OptionalDouble.empty(), Formulas.dewPoint(20, 0));
        assertEquals(OptionalDouble.empty(), Formulas.dewPoint(20, -0.5));
    }

    /**
     * CRC Handbook of Chemistry and Physics, 62nd edition, density and pressure of saturated water vapour, as the United Nations
     * University reprints it (archive.unu.edu/unupress/unupbooks/80a01e/80A01E0d.htm): °C, g/m³.
     */
    @Test
    void theAbsoluteHumidityOfSaturatedAirIsThatOfTheTables() {
        double[][] table = {
            {0, 4.86},
            {4, 6.37},
            {8, 8.28},
            {10, 9.42},
            {14, 12.09},
            {18, 15.40},
            {20, 17.33},
            {24, 21.83},
            {28, 27.29},
            {30, 30.43},
            {34, 37.66}
        };
        for (var row : table)
            assertEquals(row[1], Formulas.absoluteHumidity(row[0], 100), 0.006 * row[1], row[0] + " °C");
        assertEquals(17.24 / 2, Formulas.absoluteHumidity(20, 50), 0.01);
    }

    /** ISO 2533, table of pressures over geopotential altitude. */
    @Test
    void theAltitudeIsThatOfTheStandardAtmosphere() {
        assertEquals(-500, Formulas.altitude(1074.78, 1013.25), 0.1);
        assertEquals(0, Formulas.altitude(1013.25, 1013.25), 1e-9);
        assertEquals(500, Formulas.altitude(954.61, 1013.25), 0.1);
        assertEquals(1000, Formulas.altitude(898.75, 1013.25), 0.1);
        assertEquals(2000, Formulas.altitude(794.95, 1013.25), 0.1);
        assertEquals(5000, Formulas.altitude(540.20, 1013.25), 0.1);
        assertEquals(10_000, Formulas.altitude(264.36, 1013.25), 0.2);
    }

    @Test
    void withTodaysPressureAtSeaLevelTheAltitudeIsAnother() {
        assertEquals(0, Formulas.altitude(1030, 1030), 1e-9);
        assertEquals(-137, Formulas.altitude(1030, 1013.25) - Formulas.altitude(1030, 1030), 2);
    }
}
