package dev.sandpiper.agent.shaping;

import dev.sandpiper.agent.config.FilterConfig;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** Rejects samples of one value that are not possible. One that is rejected is as if it had not been measured. */
final class Judge {
    /** So many in a row are no accident: then the sensor has a fault. */
    static final int NO_ACCIDENT = 3;

    private static final double NANOS_A_SECOND = 1e9;

    private final String name;
    private final FilterConfig config;
    private double last = Double.NaN;
    private long lastAt;
    private int inARow;
    private Optional<String> doubt = Optional.empty();

    Judge(String name, FilterConfig config) {
        this.name = name;
        this.config = config;
    }

    /** Whether a sample counts. */
    boolean accepts(double sample, long nanos) {
        var outside = outside(sample).or(() -> tooFast(sample, nanos));
        if (outside.isEmpty()) {
            last = sample;
            lastAt = nanos;
            inARow = 0;
            doubt = Optional.empty();
            return true;
        }
        if (++inARow == NO_ACCIDENT) doubt = outside;
        return false;
    }

    /** Why nobody should believe the value, if so: the sentence of the rejection that was one too many. */
    Optional<String> doubt() {
        return doubt;
    }

    /** What is not possible at any time. */
    Optional<String> outside(double sample) {
        if (!Double.isFinite(sample)) return Optional.of(name + " is no number after calibration");
        return config.limits()
                .filter(limits -> !limits.contains(sample) && !limits.contains(rounded(sample)))
                .map(limits -> "%s is %s, expected %s to %s (limits)"
                        .formatted(name, shown(sample), shown(limits.least()), shown(limits.most())));
    }

    private Optional<String> tooFast(double sample, long nanos) {
        if (config.maxChange().isEmpty() || Double.isNaN(last)) return Optional.empty();
        var most = config.maxChange().getAsDouble();
        var seconds = (nanos - lastAt) / NANOS_A_SECOND;
        return Math.abs(sample - last) <= most * seconds
                ? Optional.empty()
                : Optional.of("%s went from %s to %s in %s s, expected at most %s a second (max_change)"
                        .formatted(name, shown(last), shown(sample), shown(seconds), shown(most)));
    }

    // 100.00000000000001 is what a calibration may make of 100.
    private static double rounded(double sample) {
        return new BigDecimal(sample).round(new MathContext(12)).doubleValue();
    }

    private static String shown(double number) {
        return new BigDecimal(number)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** After a fault a sample may be anywhere. */
    void forget() {
        last = Double.NaN;
    }
}
