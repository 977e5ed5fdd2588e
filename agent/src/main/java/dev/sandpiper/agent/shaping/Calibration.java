package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.CalibrationConfig;
import dev.sandpiper.agent.config.CalibrationConfig.Point;
import java.util.List;

/** Corrects what a chip says by what the configuration says about its deviation. */
final class Calibration {
    /** As many as a value can have. */
    private static final int MOST_DECIMALS = 9;

    private final CalibrationConfig config;

    Calibration(CalibrationConfig config) {
        this.config = config;
    }

    boolean changesNothing() {
        return config.equals(CalibrationConfig.NONE);
    }

    /** Not finite where it leads beyond all numbers. */
    double of(double said) {
        return curve(said) * config.scale() + config.offset();
    }

    private double curve(double said) {
        if (!config.points().isEmpty()) {
            var from = segment(said);
            return from.real() + (said - from.measured()) * slope(from);
        }
        if (config.polynomial().isEmpty()) return said;
        var sum = 0.0;
        for (var i = config.polynomial().size() - 1; i >= 0; i--)
            sum = sum * said + config.polynomial().get(i);
        return sum;
    }

    /** Where the line begins that goes for {@code said}: the outer ones go on beyond their points. */
    private Point segment(double said) {
        var points = config.points();
        var i = points.size() - 2;
        while (i > 0 && said < points.get(i).measured()) i--;
        return points.get(i);
    }

    private double slope(Point from) {
        var to = config.points().get(config.points().indexOf(from) + 1);
        return (to.real() - from.real()) / (to.measured() - from.measured());
    }

    /**
     * How many decimals are worth telling of a value that the chip says with {@code decimals}: as many more as the step
     * has become smaller.
     */
    int decimals(double said, int decimals) {
        var slope = Math.abs(slopeAt(said) * config.scale());
        if (slope >= 1 || slope == 0) return Math.max(1, decimals);
        return (int) Math.clamp(Math.ceil(decimals - Math.log10(slope) - 1e-9), 1, MOST_DECIMALS);
    }

    private double slopeAt(double said) {
        if (!config.points().isEmpty()) return slope(segment(said));
        return config.polynomial().isEmpty() ? 1 : derivative(config.polynomial(), said);
    }

    private static double derivative(List<Double> polynomial, double said) {
        var sum = 0.0;
        for (var i = polynomial.size() - 1; i > 0; i--) sum = sum * said + i * polynomial.get(i);
        return sum;
    }
}
