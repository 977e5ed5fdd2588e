package dev.sandpiper.agent.command;

import dev.sandpiper.sensors.Value;
import java.util.Optional;

/**
 * How an output is, for {@code health}.
 *
 * @param value what it holds; empty while it could not be opened
 * @param fault what is wrong with it; empty while it obeys
 */
public record OutputReport(Optional<Value> value, Optional<String> fault) {}
