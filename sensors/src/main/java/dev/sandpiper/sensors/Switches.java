package dev.sandpiper.sensors;

import dev.sandpiper.sensors.DeviceFault.Nature;
import dev.sandpiper.sensors.DriverType.MultiplexerType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The multiplexers of one bus of the board: which channel each has connected. A channel stays connected until another
 * is wanted. Two multiplexers side by side never have one connected both: the same address may be behind each.
 *
 * <p>Belongs to the thread of the bus.
 */
final class Switches {
    private static final int NONE = -1;

    private final Board board;
    private final Bus.Own root;
    private final List<Hub> hubs;
    private final Map<Hub, Board.I2cPort> ports = new HashMap<>();
    /** Those whose state is known. At the beginning none is: the process before may have left anything connected. */
    private final Map<Hub, Integer> connected = new HashMap<>();

    Switches(Board board, Bus.Own root, List<Hub> hubs) {
        this.board = board;
        this.root = root;
        this.hubs = hubs.stream().filter(hub -> hub.bus().root().equals(root)).toList();
    }

    /** Connects the bus to its root, and with it no other at any place on the way. */
    void connect(Bus.Channel bus) throws DeviceFault {
        for (var step : way(bus)) {
            for (var hub : hubs) if (hub.bus().equals(step.hub().bus()) && !hub.equals(step.hub())) disconnect(hub);
            set(step.hub(), step.number());
        }
    }

    /** What is connected on the way to this bus is no longer known: a multiplexer may have lost its supply. */
    void forget(Bus.Channel bus) {
        for (var step : way(bus)) connected.remove(step.hub());
    }

    /** From the root outwards. */
    private static List<Bus.Channel> way(Bus.Channel bus) {
        var way = new ArrayList<Bus.Channel>();
        for (Bus at = bus; at instanceof Bus.Channel step; at = step.hub().bus()) way.addFirst(step);
        return way;
    }

    // One that does not answer has no supply, and connects nothing.
    private void disconnect(Hub hub) throws DeviceFault {
        try {
            set(hub, NONE);
        } catch (DeviceFault fault) {
            if (fault.nature() != Nature.SILENT) throw fault;
        }
    }

    private void set(Hub hub, int channel) throws DeviceFault {
        if (Integer.valueOf(channel).equals(connected.get(hub))) return;
        connected.remove(hub);
        try {
            port(hub).write(command(hub, channel));
        } catch (DeviceFault fault) {
            throw new DeviceFault(fault.nature(), "%s (multiplexer %s)".formatted(fault.getMessage(), hub.id()), fault);
        }
        connected.put(hub, channel);
    }

    private static byte command(Hub hub, int channel) {
        var type = (MultiplexerType) hub.type();
        return channel == NONE ? type.connectNone() : type.connect().apply(channel);
    }

    // A multiplexer behind another one is on the same wire while that is connected.
    private Board.I2cPort port(Hub hub) throws DeviceFault {
        var port = ports.get(hub);
        if (port == null) ports.put(hub, port = board.i2c(root, hub.address()));
        return port;
    }
}
