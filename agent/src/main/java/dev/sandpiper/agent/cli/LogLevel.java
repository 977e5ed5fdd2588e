package dev.sandpiper.agent.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tinylog.Level;

/** How much is logged. */
public enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR;

    static final String VARIABLE = "SANDPIPER_LOG";

    private static volatile LogLevel shown = INFO;

    /** Of which lines are shown at present. */
    public static LogLevel shown() {
        return shown;
    }

    public static Optional<LogLevel> named(String word) {
        return Stream.of(values())
                .filter(level -> level.word().equalsIgnoreCase(word))
                .findFirst();
    }

    /** What {@value #VARIABLE} says. */
    static Optional<LogLevel> ofEnvironment() throws Failure {
        var word = System.getenv(VARIABLE);
        if (word == null || word.isEmpty()) return Optional.empty();
        var level = named(word);
        if (level.isEmpty())
            throw Failure.usage("%s is '%s', expected debug, info, warn or error".formatted(VARIABLE, word));
        return level;
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** From now on this much. {@link LogWriter} chooses: tinylog itself reads its level once and never again. */
    public void show() {
        shown = this;
    }

    /** Whether a line of this level is shown at present. */
    static boolean shows(Level level) {
        return switch (level) {
            case TRACE, OFF -> false;
            case DEBUG -> shown == DEBUG;
            case INFO -> shown.compareTo(INFO) <= 0;
            case WARN -> shown.compareTo(WARN) <= 0;
            case ERROR -> true;
        };
    }
}
