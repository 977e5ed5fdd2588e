package dev.sandpiper.agent.cli;

import dev.sandpiper.sensors.scan.BusFindings;
import dev.sandpiper.sensors.scan.Place;
import java.util.List;
import java.util.Map;

/**
 * What a scan found.
 *
 * @param configured ids of the configuration by the place of their chip
 * @param snippet entries for what is not configured; may be empty
 * @param remarks for standard error
 */
record Scanned(List<BusFindings> buses, Map<Place, String> configured, String snippet, List<String> remarks) {}
