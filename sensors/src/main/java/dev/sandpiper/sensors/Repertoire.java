package dev.sandpiper.sensors;

import java.util.Optional;
import java.util.function.Function;

/**
 * What an actuator can be told.
 *
 * @param safe the value that is safe where the file says nothing
 * @param actions what a command's value asks for: given as {@code Boolean}, {@code Double} or {@code String}; empty
 *     where it is none of this actuator's values
 * @param accepts the values a command may carry, for messages: {@code true, false, "on" or "off"}
 */
public record Repertoire(Value safe, Function<Object, Optional<Action>> actions, String accepts) {}
