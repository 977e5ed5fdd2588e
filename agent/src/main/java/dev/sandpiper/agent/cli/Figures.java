package dev.sandpiper.agent.cli;

import java.time.Duration;
import java.util.Locale;

/** Rough figures for people: two or three digits and a unit. */
final class Figures {
    private Figures() {}

    /** {@code 63 MiB}, {@code 1.2 KiB}. */
    static String bytes(double bytes) {
        var unit = 0;
        while (bytes >= 1000 && unit < 4) {
            bytes /= 1024;
            unit++;
        }
        return rounded(bytes) + " " + new String[] {"bytes", "KiB", "MiB", "GiB", "TiB"}[unit];
    }

    /** {@code about 12 days}; beyond ten years nobody asks. */
    static String outage(Duration span) {
        return isLong(span) ? span(span) : "about " + span(span);
    }

    private static boolean isLong(Duration span) {
        return span.toDays() > 3650;
    }

    /** {@code 12 days}, {@code 3.5 hours}, {@code 40 seconds}. */
    static String span(Duration span) {
        if (isLong(span)) return "more than 10 years";
        if (span.toHours() >= 48) return rounded(span.toHours() / 24.0) + " days";
        if (span.toMinutes() >= 90) return rounded(span.toMinutes() / 60.0) + " hours";
        if (span.toSeconds() >= 100) return rounded(span.toSeconds() / 60.0) + " minutes";
        return span.toSeconds() + " seconds";
    }

    /** {@code about 4.6 years}; a card's electronics do not last much longer than what is told. */
    static String years(double years) {
        return years > 20 ? "more than 20 years" : "about " + rounded(years) + " years";
    }

    private static String rounded(double number) {
        return String.format(Locale.ROOT, number < 10 && number != Math.rint(number) ? "%.1f" : "%.0f", number);
    }
}
