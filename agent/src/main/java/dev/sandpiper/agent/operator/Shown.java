package dev.sandpiper.agent.operator;

import java.util.stream.Collectors;

/**
 * What others have sent, as it may be shown on a terminal: a payload with control characters could move the cursor, set
 * the title, or have the terminal type something; one that turns the direction of writing could show what is not there.
 */
public final class Shown {
    private Shown() {}

    /** One line; what is no visible character is shown as {@code ?}. */
    public static String text(String foreign) {
        var text = new StringBuilder(foreign.length());
        foreign.codePoints().map(c -> visible(c) ? c : '?').forEach(text::appendCodePoint);
        return text.toString();
    }

    /** The same, line by line. */
    public static String lines(String foreign) {
        return foreign.lines().map(Shown::text).collect(Collectors.joining("\n"));
    }

    /** The same JSON with such characters escaped. */
    public static String json(String foreign) {
        var text = new StringBuilder(foreign.length());
        foreign.codePoints().forEach(c -> {
            if (visible(c)) text.appendCodePoint(c);
            else for (var unit : Character.toChars(c)) text.append("\\u%04x".formatted((int) unit));
        });
        return text.toString();
    }

    /** An actuator's value in the words of people. */
    public static String value(String plain) {
        return switch (plain) {
            case "true" -> "on";
            case "false" -> "off";
            default -> text(plain);
        };
    }

    private static boolean visible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE -> false;
            case Character.UNASSIGNED, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
