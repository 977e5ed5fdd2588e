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

    /** Density of saturated water vapour in g/m³, as in tables of physics (CRC Handbook): 0, 10, 20, 30 and 40 °C. */
    @Test
    void theAbsoluteHumidityOfSaturatedAirIsThatOfTheTables() {
        assertEquals(4.85, Formulas.absoluteHumidity(0, 100), 0.02);
        assertEquals(9.40, Formulas.absoluteHumidity(10, 100), 0.03);
        assertEquals(17.3, Formulas.absoluteHumidity(20, 100), 0.1);
        assertEquals(30.4, Formulas.absoluteHumidity(30, 100), 0.2);
        assertEquals(51.1, Formulas.absoluteHumidity(40, 100), 0.2);
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
