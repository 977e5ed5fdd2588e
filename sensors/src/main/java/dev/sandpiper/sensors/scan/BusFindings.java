package dev.sandpiper.sensors.scan;

import dev.sandpiper.sensors.Bus;
import java.util.List;
import java.util.Optional;

/**
 * What was found on a bus.
 *
 * @param trouble a sentence, where the bus itself cannot be used
 */
public record BusFindings(Bus bus, List<Finding> findings, Optional<String> trouble) {}
