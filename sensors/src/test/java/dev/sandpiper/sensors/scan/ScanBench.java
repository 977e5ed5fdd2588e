package dev.sandpiper.sensors.scan;

import dev.sandpiper.sensors.Bench;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.chip.Drivers;
import dev.sandpiper.sensors.scan.Finding.State;
import dev.sandpiper.sensors.scan.Interview.Multiplexers;
import dev.sandpiper.sensors.sim.SimulatedBoard.Contents;
import dev.sandpiper.sensors.sim.SimulatedBoard.Device;
import dev.sandpiper.sensors.sim.SimulatedBoard.Setup;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A simulated bus with chips on it, and a scan of it. */
final class ScanBench implements AutoCloseable {
    static final Bus.Own BUS = new Bus.Own(1);

    final Bench bench;

    private ScanBench(Bench bench) {
        this.bench = bench;
    }

    static ScanBench with(Map<Integer, String> models) throws DeviceFault {
        return with(Setup.plain(), models);
    }

    static ScanBench with(Setup beginning, Map<Integer, String> models) throws DeviceFault {
        var setup = beginning;
        for (var model : models.entrySet())
            setup = setup.with(new Device(1, model.getKey(), new Contents.Model(model.getValue())));
        return new ScanBench(new Bench(setup));
    }

    static ScanBench withRegisters(int address, Map<Integer, String> runs) throws DeviceFault {
        return new ScanBench(Bench.withRegisters(address, runs));
    }

    static ScanBench withReplies(int address, Map<String, String> replies) throws DeviceFault {
        return new ScanBench(Bench.withReplies(address, replies));
    }

    BusFindings scan() throws DeviceFault {
        return scan(bench.board, Drivers.ALL, Multiplexers.PUT_BACK);
    }

    BusFindings scan(Board board, List<DriverType> drivers, Multiplexers multiplexers) throws DeviceFault {
        return scan(board, drivers, multiplexers, Map.of());
    }

    BusFindings scan(Board board, List<DriverType> drivers, Multiplexers multiplexers, Map<Place, String> inUse)
            throws DeviceFault {
        var interview = new Interview(drivers, bench::pass, multiplexers);
        return new BusScan(board, inUse, interview).scan(BUS, Set.of());
    }

    /** {@code 0x76 CERTAIN bme280}, a line each. */
    static String told(BusFindings findings) {
        return findings.findings().stream().map(ScanBench::told).collect(Collectors.joining("\n"));
    }

    private static String told(Finding finding) {
        var what = switch (finding.state()) {
            case State.Answers answers ->
                answers.certainty() + " "
                        + answers.chips().stream().map(chip -> chip.name()).collect(Collectors.joining(" "));
            case State.OfKernel(var driver, var route) ->
                "KERNEL " + driver.orElse("") + route.map(there -> " " + there).orElse("");
            case State.InUse(var user) -> "IN USE " + user;
            case State.Troubled(var fault) -> "TROUBLED " + fault;
        };
        return "0x%02x %s".formatted(finding.address(), what).strip();
    }

    @Override
    public void close() {
        bench.close();
    }
}
