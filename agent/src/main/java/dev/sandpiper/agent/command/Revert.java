package dev.sandpiper.agent.command;

import dev.sandpiper.sensors.Value;

/**
 * A change that is going to be: back to the value before a command with {@code for}, or a start that has to wait.
 *
 * @param at by {@code Time.nanos}
 */
record Revert(long at, Value to, Cause cause) {

    Revert later(long nanos) {
        return new Revert(nanos, to, cause);
    }
}
