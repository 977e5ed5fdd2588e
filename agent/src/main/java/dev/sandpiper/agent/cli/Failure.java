package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.ConfigErrors;
import java.util.List;

/** A command cannot do its work: what is said about it, and the process's exit code. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1;

    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int CONFIGURATION = 78;

    private final int code;
    private final transient List<String> lines;

    private Failure(int code, List<String> lines) {
        super(String.join("\n", lines));
        this.code = code;
        this.lines = lines;
    }

    static Failure because(String sentence) {
        return new Failure(FAILED, List.of("sandpiper: " + sentence));
    }

    /** Word for word: others wait for it. */
    static Failure exactly(String sentence) {
        return new Failure(FAILED, List.of(sentence));
    }

    /** The words after the command are wrong. */
    static Failure usage(String sentence) {
        return new Failure(USAGE, List.of("sandpiper: " + sentence));
    }

    static Failure usage(List<String> sentences) {
        return new Failure(USAGE, sentences.stream().map("sandpiper: "::concat).toList());
    }

    /** Word for word: editors find the places by them. */
    static Failure configuration(ConfigErrors errors) {
        return new Failure(CONFIGURATION, errors.lines());
    }

    int code() {
        return code;
    }

    List<String> lines() {
        return lines;
    }
}
