package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Range;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Which samples of a value count, and how they are smoothed, in this order.
 *
 * @param limits outside of them a sample is rejected
 * @param maxChange a second, in the value's unit; a sample that differs by more from the last one that counted is rejected
 * @param median of how many samples, odd; 1 for none
 * @param average of how many samples; 1 for none
 * @param exponential what part a new sample has in the smoothed value; empty for none
 */
public record FilterConfig(
        Optional<Range> limits, OptionalDouble maxChange, int median, int average, OptionalDouble exponential) {
    public static final FilterConfig NONE =
            new FilterConfig(Optional.empty(), OptionalDouble.empty(), 1, 1, OptionalDouble.empty());

    public boolean smooths() {
        return median > 1 || average > 1 || exponential.isPresent();
    }
}
