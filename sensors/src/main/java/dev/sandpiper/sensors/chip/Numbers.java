package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Pattern;

/** What outputs that take a number have in common. */
final class Numbers {
    private static final Pattern WRITTEN = Pattern.compile("-?\\d{1,15}(\\.\\d{1,15})?([eE][-+]?\\d{1,3})?");

    private Numbers() {}

    /**
     * That of an output that takes the numbers of a range.
     *
     * @param unit for messages
     */
    static Repertoire within(Range range, int decimals, Value safe, String unit) {
        return new Repertoire(
                safe,
                asked -> of(asked).filter(range::contains).map(number -> new Action.Set(value(number, decimals))),
                "%s to %s %s".formatted(shown(range.least()), shown(range.most()), unit),
                Optional.of(range));
    }

    private static String shown(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** The number that a command means. */
    static Optional<Double> of(Object asked) {
        return switch (asked) {
            case Number number -> Optional.of(number.doubleValue()).filter(Double::isFinite);
            case String word
            when WRITTEN.matcher(word.strip()).matches() ->
                Optional.of(Double.valueOf(word.strip())).filter(Double::isFinite);
            default -> Optional.empty();
        };
    }

    /** Rounded as it is told, so that what looks the same is the same. */
    static Value value(double number, int decimals) {
        var rounded = BigDecimal.valueOf(number).setScale(decimals, RoundingMode.HALF_UP);
        return new Value.Decimal(rounded.doubleValue(), decimals);
    }

    static double number(Value value) {
        if (value instanceof Value.Decimal decimal) return decimal.number();
        throw new IllegalArgumentException("this output takes a number, not " + value);
    }
}
