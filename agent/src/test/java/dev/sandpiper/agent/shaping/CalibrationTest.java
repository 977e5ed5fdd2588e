package dev.sandpiper.agent.shaping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.CalibrationConfig;
import dev.sandpiper.agent.config.CalibrationConfig.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    private static Calibration points(Point... points) {
        return new Calibration(new CalibrationConfig(List.of(points), List.of(), 1, 0));
    }

    private static Calibration polynomial(Double... coefficients) {
        return new Calibration(new CalibrationConfig(List.of(), List.of(coefficients), 1, 0));
    }

    @Test
    void twoPointsAreAStraightLine() {
        var ice = points(new Point(0.5, 0), new Point(98.7, 100));
        assertEquals(0, ice.of(0.5), 1e-12);
        assertEquals(100, ice.of(98.7), 1e-12);
        assertEquals(50, ice.of(49.6), 1e-12);
        assertEquals(-1.018, ice.of(-0.5), 1e-3);
        assertEquals(101.324, ice.of(100), 1e-3);
    }

    @Test
    void betweenMorePointsItGoesFromOneToTheNext() {
        var salt = points(new Point(12, 11.3), new Point(34, 33), new Point(77, 75.3));
        assertEquals(22.15, salt.of(23), 1e-12);
        assertEquals(33, salt.of(34), 1e-12);
        assertEquals(54.15, salt.of(55.5), 1e-12);
        assertEquals(75.3 + 23 * 42.3 / 43, salt.of(100), 1e-12);
        assertEquals(11.3 - 12 * 21.7 / 22, salt.of(0), 1e-12);
    }

    /** DIN EN 60751: the resistance of a Pt100 is 138.51 ohms at 100 °C and 194.10 at 250 °C. */
    @Test
    void aPolynomialHasItsConstantFirst() {
        var pt100 = polynomial(100.0, 0.39083, -5.775e-5);
        assertEquals(138.51, pt100.of(100), 0.005);
        assertEquals(194.10, pt100.of(250), 0.005);
        assertEquals(100, pt100.of(0));
    }

    @Test
    void firstTheCurveThenTheScaleThenTheOffset() {
        var all = new Calibration(new CalibrationConfig(List.of(), List.of(1.0, 2.0), 10, -3));
        assertEquals((1 + 2 * 4) * 10 - 3, all.of(4));
    }

    @Test
    void aSmallerStepIsToldWithMoreDecimals() {
        var thousandth = new Calibration(new CalibrationConfig(List.of(), List.of(), 0.001, 0));
        assertEquals(5, thousandth.decimals(20, 2));
        assertEquals(9, thousandth.decimals(20, 8));
        assertEquals(2, new Calibration(CalibrationConfig.offset(-0.4)).decimals(20, 2));
        assertEquals(2, new Calibration(new CalibrationConfig(List.of(), List.of(), 1000, 0)).decimals(20, 2));
        assertEquals(
                3, points(new Point(0, 0), new Point(10, 1), new Point(11, 9)).decimals(5, 2));
        assertEquals(
                2, points(new Point(0, 0), new Point(10, 1), new Point(11, 9)).decimals(10.5, 2));
        assertEquals(3, polynomial(0.0, 0.0, 0.01).decimals(20, 2), "its slope is 0.4 there");
        assertEquals(3, polynomial(0.0, 0.0, 0.01).decimals(6, 2), "its slope is 0.12 there");
        assertEquals(
                3,
                points(new Point(20.1, 30.01), new Point(20.2, 30.02)).decimals(20, 2),
                "a tenth, whatever a double makes of it");
        assertEquals(2, points(new Point(0, 7), new Point(10, 7)).decimals(5, 2), "no step at all");
        assertEquals(1, new Calibration(CalibrationConfig.offset(-0.4)).decimals(20, 0), "where the chip tells none");
    }

    @Test
    void whatLeadsBeyondAllNumbersIsNoNumber() {
        assertTrue(Double.isInfinite(polynomial(0.0, 1.0, 1.0).of(1e200)));
    }
}
