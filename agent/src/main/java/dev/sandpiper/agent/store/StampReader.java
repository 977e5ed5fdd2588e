package dev.sandpiper.agent.store;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.OptionalLong;

/** Reads time stamps as {@link Stamps#text} writes them and no others; a parser for any instant takes twenty times as long. */
final class StampReader {
    private static final String FORM = "0000-00-00T00:00:00.000Z";
    private static final int DAY_MILLIS = 86_400_000;

    private StampReader() {}

    /** Milliseconds since 1970 of the stamp that begins there; empty where none does. */
    static OptionalLong millis(String text, int from) {
        if (!hasForm(text, from)) return OptionalLong.empty();
        var hour = number(text, from + 11, 2);
        var minute = number(text, from + 14, 2);
        var second = number(text, from + 17, 2);
        if (hour > 23 || minute > 59 || second > 59) return OptionalLong.empty();
        var inDay = ((hour * 60 + minute) * 60 + second) * 1000 + number(text, from + 20, 3);
        try {
            var date = LocalDate.of(number(text, from, 4), number(text, from + 5, 2), number(text, from + 8, 2));
            var days = date.toEpochDay();
            return days < 0 ? OptionalLong.empty() : OptionalLong.of(days * DAY_MILLIS + inDay);
        } catch (DateTimeException noSuchDay) {
            return OptionalLong.empty();
        }
    }

    private static boolean hasForm(String text, int from) {
        if (text.length() < from + FORM.length()) return false;
        for (var i = 0; i < FORM.length(); i++) {
            var found = text.charAt(from + i);
            var right = FORM.charAt(i) == '0' ? found >= '0' && found <= '9' : found == FORM.charAt(i);
            if (!right) return false;
        }
        return true;
    }

    private static int number(String text, int from, int digits) {
        var number = 0;
        for (var i = from; i < from + digits; i++) number = number * 10 + text.charAt(i) - '0';
        return number;
    }
}
