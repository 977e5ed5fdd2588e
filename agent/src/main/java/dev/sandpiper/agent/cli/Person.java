package dev.sandpiper.agent.cli;

import java.util.Optional;

/** Who answers the questions of a command. */
interface Person {
    /** A line, without its end; empty when the input has ended. */
    Optional<String> answer();

    /**
     * The same, not shown while it is typed: also not what is typed as soon as the prompt is seen, which is why it is
     * printed here.
     */
    Optional<String> secret(String prompt);
}
