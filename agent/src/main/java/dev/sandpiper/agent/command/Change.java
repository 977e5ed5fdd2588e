package dev.sandpiper.agent.command;

import dev.sandpiper.sensors.Value;

/**
 * A change that an output is going to make of itself: back to the value before a command with {@code for}, a start that has
 * to wait, or what its device has not taken yet.
 *
 * @param at by {@code Time.nanos}
 */
record Change(long at, Value to, Cause cause) {

    Change later(long nanos) {
        return new Change(nanos, to, cause);
    }
}
