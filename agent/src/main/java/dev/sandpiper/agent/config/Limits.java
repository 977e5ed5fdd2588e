package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What an output may not do, whoever asks for it. "Off" is {@link ActuatorConfig#off}, "on" is every other value.
 *
 * @param maxOn how long it may differ from {@code safe}
 * @param minOn how long it stays on, but for going to {@code safe}
 * @param minOff how long it stays off
 * @param onLinkLoss where it goes when the link is lost for long
 * @param interlock with whom it is never on together
 * @param rateLimit how often it may be told something else than to go to {@code safe}
 * @param range which numbers it takes beside {@code safe}
 * @param ramp how long it takes for the whole span of its numbers
 */
public record Limits(
        Optional<Duration> maxOn,
        Optional<Duration> minOn,
        Optional<Duration> minOff,
        Optional<LinkLoss> onLinkLoss,
        Optional<Interlock> interlock,
        Optional<Rate> rateLimit,
        Optional<Range> range,
        Optional<Duration> ramp) {

    public static final Limits NONE = new Limits(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** What happens so long after the link was lost. */
    public record LinkLoss(Duration after, Value go) {}

    /**
     * Never on together; it counts for both sides wherever it is written.
     *
     * @param with ids of other outputs
     * @param deadTime how long one must have been off before another goes on
     */
    public record Interlock(Set<String> with, Duration deadTime) {}

    /** So many commands in this time, written {@code 10/m}. */
    public record Rate(int commands, Duration per) {}
}
