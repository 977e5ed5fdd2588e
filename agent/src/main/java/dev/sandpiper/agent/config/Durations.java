package dev.sandpiper.agent.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250ms}, {@code 10s}, {@code 1h30m}, {@code 2d}. */
public final class Durations {
    private static final Pattern WRITTEN =
            Pattern.compile("(?=.)(?:(\\d{1,6})d)?(?:(\\d{1,8})h)?(?:(\\d{1,9})m)?(?:(\\d{1,10})s)?(?:(\\d{1,13})ms)?");

    private Durations() {}

    /** The duration; empty when it is not written like one. A number without a unit is none, except {@code 0}. */
    public static Optional<Duration> parse(String text) {
        if (text.equals("0")) return Optional.of(Duration.ZERO);
        var match = WRITTEN.matcher(text);
        if (!match.matches()) return Optional.empty();
        return Optional.of(Duration.ofDays(number(match.group(1)))
                .plusHours(number(match.group(2)))
                .plusMinutes(number(match.group(3)))
                .plusSeconds(number(match.group(4)))
                .plusMillis(number(match.group(5))));
    }

    /** As {@link #parse} reads it, whole milliseconds: {@code 1h30m}, {@code 0s}. */
    public static String format(Duration duration) {
        if (duration.isZero()) return "0s";
        return part(duration.toDays(), "d")
                + part(duration.toHoursPart(), "h")
                + part(duration.toMinutesPart(), "m")
                + part(duration.toSecondsPart(), "s")
                + part(duration.toMillisPart(), "ms");
    }

    private static String part(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }

    private static long number(String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }
}
