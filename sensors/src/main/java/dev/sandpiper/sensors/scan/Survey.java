package dev.sandpiper.sensors.scan;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.MultiplexerType;
import dev.sandpiper.sensors.Hub;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Scans buses and what is behind their multiplexers. These are left with nothing connected, and none is connected before a
 * bus is scanned: else what is behind one would seem to be in front of it.
 */
public final class Survey {
    private final Board board;
    private final BusScan scan;
    private final List<Hub> multiplexers;

    /**
     * @param board which reaches the channels of the multiplexers
     * @param hubs those to look behind
     */
    public Survey(Board board, BusScan scan, List<Hub> hubs) {
        this.board = board;
        this.scan = scan;
        this.multiplexers = hubs.stream()
                .filter(hub -> hub.type() instanceof MultiplexerType)
                .toList();
    }

    /** @throws DeviceFault when the bus cannot be opened */
    public List<BusFindings> of(Bus.Own bus) throws DeviceFault {
        multiplexersOn(bus).forEach(this::disconnect);
        var all = new ArrayList<BusFindings>();
        look(bus, Set.of(), all);
        multiplexersOn(bus).forEach(this::disconnect);
        return all;
    }

    private List<Hub> multiplexersOn(Bus bus) {
        return multiplexers.stream().filter(hub -> hub.bus().equals(bus)).toList();
    }

    private void look(Bus bus, Set<Integer> inFront, List<BusFindings> all) throws DeviceFault {
        var here = scan.scan(bus, inFront);
        all.add(here);
        var onTheWay = new HashSet<>(inFront);
        here.findings().forEach(finding -> onTheWay.add(finding.address()));
        for (var hub : multiplexersOn(bus)) {
            if (!onTheWay.contains(hub.address())) continue;
            for (var line = 0; line < hub.type().lines(); line++) look(new Bus.Channel(hub, line), onTheWay, all);
        }
    }

    // One that does not answer has nothing connected.
    private void disconnect(Hub hub) {
        try (var port = board.i2c(hub.bus(), hub.address())) {
            port.write(((MultiplexerType) hub.type()).connectNone());
        } catch (DeviceFault absent) {
            // The scan tells what is at its address.
        }
    }
}
