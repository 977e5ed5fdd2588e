package dev.sandpiper.agent.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Questions to the person at the terminal, where there is one. They go to standard error: what is printed as a result
 * stays whole.
 */
record Questions(Optional<Person> person, Console console) {
    private static final String PROMPT = ": ";
    private static final Set<String> YES = Set.of("y", "yes");
    private static final Set<String> NO = Set.of("n", "no");

    /** What an empty line means. */
    enum Usually {
        YES("[Y/n]"),
        NO("[y/N]");

        private final String hint;

        Usually(String hint) {
            this.hint = hint;
        }
    }

    boolean possible() {
        return person.isPresent();
    }

    /** @param usual what an empty line means */
    String text(String question, String usual) throws Failure {
        var typed = line(usual.isEmpty() ? question : "%s [%s]".formatted(question, usual));
        return typed.isEmpty() ? usual : typed;
    }

    /** Asks until there is no objection to the answer. */
    String text(String question, String usual, Function<String, Optional<String>> objection) throws Failure {
        while (true) {
            var answer = text(question, usual);
            var wrong = objection.apply(answer);
            if (wrong.isEmpty()) return answer;
            console.say(wrong.get());
        }
    }

    boolean yes(String question, Usually usually) throws Failure {
        while (true) {
            var answer = line(question + " " + usually.hint).toLowerCase(Locale.ROOT);
            if (answer.isEmpty()) return usually == Usually.YES;
            if (YES.contains(answer)) return true;
            if (NO.contains(answer)) return false;
            console.say("found '%s', expected y or n".formatted(shown(answer)));
        }
    }

    /** Not shown while it is typed; blanks belong to it. */
    String secret(String question) throws Failure {
        return said(asked().secret(question + PROMPT));
    }

    /** What was typed, without what would command the terminal. */
    static String shown(String typed) {
        return typed.replaceAll("\\p{Cntrl}", "?");
    }

    private String line(String question) throws Failure {
        prompt(question);
        return said(asked().answer()).strip();
    }

    private void prompt(String question) {
        console.err().print(question + PROMPT);
        console.err().flush();
    }

    private Person asked() {
        return person.orElseThrow(() -> new IllegalStateException("there is nobody to ask"));
    }

    private String said(Optional<String> answer) throws Failure {
        if (answer.isPresent()) return answer.get();
        console.err().println();
        throw Failure.because("the input ended before the last question; nothing was written");
    }
}
