package dev.sandpiper.agent.command;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;

/**
 * What an output is told to do.
 *
 * @param holdFor afterwards it goes back to the value before
 * @param cause {@link Cause#COMMAND} or {@link Cause#LOCAL}
 * @param commandId named in the state
 * @param deadline by {@code Time.nanos}: later it is not carried out any more
 */
public record Order(Action action, Optional<Duration> holdFor, Cause cause, Optional<String> commandId, long deadline) {

    /** Whether it asks for this value, and for nothing afterwards. */
    boolean goesTo(Value value) {
        return holdFor.isEmpty() && action.equals(new Action.Set(value));
    }
}
