package dev.sandpiper.sensors;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A number as text: rounded half up by its exact value, trailing zeros left out, always with one decimal. By whole numbers
 * where these cannot be wrong: each sample of each sensor comes through here, and {@link BigDecimal} takes six times as long.
 */
final class DecimalText {
    private static final long[] TENS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    /** Below, what a multiplication rounds away is far less than {@link #DOUBTFUL}. */
    private static final double MOST = 1e12;

    /** So near to the middle between two numbers only the exact value tells which is nearer. */
    private static final double DOUBTFUL = 1e-3;

    private DecimalText() {}

    static String of(double number, int decimals) {
        if (decimals < 0 || decimals >= TENS.length) return exactly(number, decimals);
        var scaled = Math.abs(number) * TENS[decimals];
        if (!(scaled < MOST) || Math.abs(scaled - Math.floor(scaled) - 0.5) < DOUBTFUL)
            return exactly(number, decimals);
        return text(number < 0, Math.round(scaled), decimals);
    }

    private static String text(boolean negative, long scaled, int decimals) {
        var whole = decimals == 0 ? scaled * 10 : scaled;
        var places = Math.max(decimals, 1);
        while (places > 1 && whole % 10 == 0) {
            whole /= 10;
            places--;
        }
        var fraction = Long.toString(TENS[places] + whole % TENS[places]);
        return (negative && whole > 0 ? "-" : "") + whole / TENS[places] + "." + fraction.substring(1);
    }

    static String exactly(double number, int decimals) {
        var rounded =
                new BigDecimal(number).setScale(decimals, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 1 ? rounded.setScale(1).toPlainString() : rounded.toPlainString();
    }
}
