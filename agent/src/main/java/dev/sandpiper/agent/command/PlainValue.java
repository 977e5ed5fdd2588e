package dev.sandpiper.agent.command;

import java.util.Locale;
import java.util.regex.Pattern;

/** A value that stands alone, as a payload or on a command line: {@code ON}, {@code off}, {@code true}, {@code 0.75}. */
public final class PlainValue {
    // As many digits as a program prints of a double: Python's 0.1 + 0.2 has 17 behind the point.
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,40}(\\.\\d{1,40})?([eE][-+]?\\d{1,3})?");

    private PlainValue() {}

    /** A {@code Boolean}, a {@code Double} or a {@code String}. */
    public static Object of(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> NUMBER.matcher(text).matches() ? number(text) : text;
        };
    }

    // Beyond what a double holds it is no number that an output could take.
    private static Object number(String text) {
        var number = Double.valueOf(text);
        return number.isInfinite() ? text : (Object) number;
    }
}
