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
 * @param span from the least to the greatest value; empty where values are no numbers
 */
public record Repertoire(Value safe, Function<Object, Optional<Action>> actions, String accepts, Optional<Range> span) {

    /** That of an actuator whose values are no numbers. */
    public Repertoire(Value safe, Function<Object, Optional<Action>> actions, String accepts) {
        this(safe, actions, accepts, Optional.empty());
    }
}
