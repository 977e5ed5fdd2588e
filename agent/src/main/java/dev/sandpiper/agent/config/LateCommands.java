package dev.sandpiper.agent.config;

import java.time.Duration;

/** What happens to a command without {@code expires} that waited at the broker. */
public sealed interface LateCommands {
    /** Executed if the agent was away for less than this. */
    record Within(Duration away) implements LateCommands {}

    /** Executed. */
    record Execute() implements LateCommands {}

    /** Answered {@code expired}. */
    record Refuse() implements LateCommands {}
}
