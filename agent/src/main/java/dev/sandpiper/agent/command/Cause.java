package dev.sandpiper.agent.command;

import java.util.Locale;

/** Why an output has its value: {@code cause} in its states, contract section 3. */
public enum Cause {
    START,
    COMMAND,
    REVERT,
    LINK_LOSS,
    MAX_ON,
    INTERLOCK,
    SHUTDOWN,
    FAULT,
    LOCAL;

    /** As in a state. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
