package dev.sandpiper.agent.cli;

import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.scan.BusFindings;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "scan",
        description = {
            "Says what answers on I2C, what it probably is, and how to configure it.",
            "Also lists pins in use, 1-Wire and the sensors that the kernel reads. Changes nothing."
        })
final class ScanCommand implements Callable<Integer> {
    private final Sandpiper sandpiper;
    private final Computer computer;

    @Option(names = "--bus", paramLabel = "N", description = "The bus to scan (default: 1).")
    private Optional<Integer> bus = Optional.empty();

    @Option(names = "--all", description = "Scans all buses.")
    private boolean all;

    @Option(names = "--json", description = "Prints a JSON object instead of a table.")
    private boolean json;

    ScanCommand(Sandpiper sandpiper, Computer computer) {
        this.sandpiper = sandpiper;
        this.computer = computer;
    }

    @Override
    public Integer call() throws Failure {
        if (all && bus.isPresent()) throw Failure.usage("--bus and --all exclude each other; choose one");
        var scanned = scanned();
        var console = sandpiper.console();
        console.result(json ? new ScanJson(scanned).text() : new ScanReport(scanned).text());
        scanned.remarks().forEach(console::say);
        var troubles = scanned.buses().stream()
                .map(BusFindings::trouble)
                .flatMap(Optional::stream)
                .toList();
        troubles.forEach(console::say);
        return troubles.isEmpty() ? 0 : Failure.FAILED;
    }

    private Scanned scanned() throws Failure {
        try (var scan = Scan.open(sandpiper.configIfAny(), computer)) {
            return scan.of(all ? scan.buses().all() : scan.buses().only(bus.orElse(ScanBuses.USUAL)));
        } catch (DeviceFault fault) {
            throw Failure.because(fault.getMessage());
        }
    }
}
