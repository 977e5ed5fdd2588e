package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.Durations;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and times as they stand in commands, wherever these come from. */
public final class Spans {
    private static final Pattern RFC_3339 =
            Pattern.compile("(\\d{4}-\\d{2}-\\d{2})[Tt ](\\d{2}:\\d{2}):(\\d{2})(\\.\\d+)?"
                    + "(?:[Zz]|([-+])([01]\\d|2[0-3]):([0-5]\\d))");

    /** A century: what the clock that counts nanoseconds can still add to itself. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Spans() {}

    /** {@code 250ms}, {@code 10s}, {@code 1h30m}, {@code 2d}; at most a hundred years. */
    public static Optional<Duration> duration(String text) {
        return Durations.parse(text).filter(span -> span.compareTo(LONGEST) <= 0);
    }

    /** Any RFC 3339 instant: lower case, a blank for the T, any offset, any number of decimals, a leap second. */
    static Optional<Instant> instant(String text) {
        var parts = RFC_3339.matcher(text);
        if (!parts.matches()) return Optional.empty();
        var leap = parts.group(3).equals("60");
        var fraction = parts.group(4) == null ? "" : parts.group(4);
        var iso = parts.group(1) + "T" + parts.group(2) + ":" + (leap ? "59" : parts.group(3))
                + fraction.substring(0, Math.min(fraction.length(), 10));
        try {
            var instant = LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).minus(offset(parts));
            return leap ? afterLeap(instant) : Optional.of(instant);
        } catch (DateTimeException impossible) {
            return Optional.empty();
        }
    }

    // A leap second is the last of a day in UTC, and no other minute has one.
    private static Optional<Instant> afterLeap(Instant before) {
        var next = before.plusSeconds(1);
        return Optional.of(next)
                .filter(_ -> next.truncatedTo(ChronoUnit.SECONDS).equals(next.truncatedTo(ChronoUnit.DAYS)));
    }

    // Not by Java's offsets: they end at 18 hours, those of RFC 3339 a minute before 24.
    private static Duration offset(Matcher parts) {
        if (parts.group(5) == null) return Duration.ZERO;
        var offset = Duration.ofHours(Long.parseLong(parts.group(6))).plusMinutes(Long.parseLong(parts.group(7)));
        return parts.group(5).equals("-") ? offset.negated() : offset;
    }
}
