package dev.sandpiper.agent.config;

import java.time.Duration;
import java.util.List;

/**
 * A value of which only figures about a stretch of time are published.
 *
 * @param aggregates in the order published
 */
public record WindowConfig(Duration length, List<Aggregate> aggregates) {
    public WindowConfig {
        aggregates = List.copyOf(aggregates);
    }
}
