package dev.sandpiper.agent.cli;

import dev.sandpiper.sensors.chip.KernelSensor;
import dev.sandpiper.sensors.kernel.GpioLines;
import dev.sandpiper.sensors.scan.BusFindings;
import dev.sandpiper.sensors.scan.Place;
import java.util.List;
import java.util.Map;

/**
 * What a scan found.
 *
 * @param configured ids of the configuration by the place of their chip
 * @param oneWire names of 1-Wire devices
 * @param kernel sensors that drivers of the kernel read
 * @param snippet entries for what is not configured; may be empty
 * @param remarks for standard error
 */
record Scanned(
        List<BusFindings> buses,
        Map<Place, String> configured,
        List<String> oneWire,
        List<KernelSensor> kernel,
        List<GpioLines> gpio,
        String snippet,
        List<String> remarks) {}
