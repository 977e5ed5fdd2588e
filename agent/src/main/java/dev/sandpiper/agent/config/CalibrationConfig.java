package dev.sandpiper.agent.config;

import java.util.List;

/**
 * How a value is corrected, in this order: by {@code points} or {@code polynomial}, then times {@code scale}, then plus
 * {@code offset}.
 *
 * @param points two at least, by what is measured, rising; empty where there are none
 * @param polynomial its coefficients, the constant first; empty where there is none
 */
public record CalibrationConfig(List<Point> points, List<Double> polynomial, double scale, double offset) {
    public static final CalibrationConfig NONE = new CalibrationConfig(List.of(), List.of(), 1, 0);

    /** What the sensor says where the truth is known. */
    public record Point(double measured, double real) {}

    public CalibrationConfig {
        points = List.copyOf(points);
        polynomial = List.copyOf(polynomial);
    }

    /** Only an offset. */
    public static CalibrationConfig offset(double offset) {
        return new CalibrationConfig(List.of(), List.of(), 1, offset);
    }

    /** How large the sensor's step is afterwards; of a curve, where it is smallest among its points, or at 0. */
    double step(double step) {
        var slope = points.isEmpty() ? slopeAtZero() : leastSlope();
        return slope == 0 ? step : Math.abs(slope * scale) * step;
    }

    private double slopeAtZero() {
        return polynomial.isEmpty() ? 1 : polynomial.get(1);
    }

    private double leastSlope() {
        var least = Double.MAX_VALUE;
        for (var i = 1; i < points.size(); i++) {
            var from = points.get(i - 1);
            var to = points.get(i);
            least = Math.min(least, Math.abs((to.real - from.real) / (to.measured - from.measured)));
        }
        return least;
    }
}
