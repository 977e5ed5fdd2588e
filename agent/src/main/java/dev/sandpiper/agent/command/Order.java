package dev.sandpiper.agent.command;

import dev.sandpiper.sensors.Action;
import java.time.Duration;
import java.util.Optional;

/**
 * What an output is told to do.
 *
 * @param holdFor afterwards it goes back to the value before
 * @param cause {@code command} or {@code local}
 * @param commandId named in the state
 * @param deadline by {@code Time.nanos}: later it is not carried out any more
 */
public record Order(
        Action action, Optional<Duration> holdFor, String cause, Optional<String> commandId, long deadline) {}
