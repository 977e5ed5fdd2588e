package dev.sandpiper.agent.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.tinylog.configuration.Configuration;

/** How much is logged. */
enum LogLevel {
    DEBUG,
    INFO,
    WARN,
    ERROR;

    static final String VARIABLE = "SANDPIPER_LOG";

    static Optional<LogLevel> named(String word) {
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

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Takes effect before the first line is logged only: tinylog reads its settings once. */
    void apply() {
        if (!Configuration.isFrozen()) Configuration.set("level", word());
    }
}
