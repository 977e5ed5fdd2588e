package dev.sandpiper.sensors.sim;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.Hub;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * All I2C buses of the board. Used by the threads of all buses and by the one that follows the control file: each
 * transfer is one step under the lock, as it is on a wire.
 */
final class Buses {
    /** @param bus by name: the channels of a multiplexer may be spoken of before it is there */
    private record Address(String bus, int address) {}

    private final Map<Address, Socket> sockets = new HashMap<>();
    private final List<Hub> hubs = new ArrayList<>();
    private final Set<String> held = new HashSet<>();
    private final LongSupplier nanos;
    private final Trace trace;

    Buses(LongSupplier nanos, Trace trace) {
        this.nanos = nanos;
        this.trace = trace;
    }

    /** Says that the chip at the hub's place, when it is one that switches, switches the buses of this name. */
    synchronized void wire(Hub hub) {
        hubs.add(hub);
    }

    /** Whether there is a bus of this name. */
    synchronized boolean knows(String bus) {
        return bus.startsWith("i2c-") || hubs.stream().anyMatch(hub -> lends(hub, bus));
    }

    private static boolean lends(Hub hub, String bus) {
        for (var line = 0; line < hub.type().lines(); line++) if (bus.equals(name(hub, line))) return true;
        return false;
    }

    synchronized boolean empty(String bus, int address) {
        return socket(bus, address).empty();
    }

    synchronized void plugIn(String bus, int address, Function<LongSupplier, SimulatedChip> model) {
        socket(bus, address).plugIn(model);
    }

    synchronized void inject(String bus, int address, Fault fault) {
        socket(bus, address).inject(fault);
    }

    synchronized void heal(String bus, int address) {
        socket(bus, address).heal();
    }

    synchronized void reset(String bus, int address) {
        socket(bus, address).reset();
    }

    /** A line of the bus is held low: nothing gets through on it, or on a bus that is connected to it. */
    synchronized void hold(String bus) {
        held.add(bus);
    }

    synchronized void release(String bus) {
        held.remove(bus);
    }

    synchronized boolean put(String bus, int address, int pointer, byte[] bytes) {
        return socket(bus, address).put(pointer, bytes);
    }

    synchronized int write(int bus, int address, byte[] bytes) throws IOException {
        return wire(bus, address).write(bytes);
    }

    synchronized byte[] read(int bus, int address, int length) throws IOException {
        return wire(bus, address).read(length);
    }

    /** A write and a read with a repeated start between them. */
    synchronized byte[] writeRead(int bus, int address, byte[] bytes, int length) throws IOException {
        var wire = wire(bus, address);
        wire.write(bytes);
        return wire.read(length);
    }

    private Wire wire(int bus, int address) throws IOException {
        return new Wire(reached(new Bus.Own(bus).toString(), address));
    }

    /** What hears this address: the bus's own chip and those behind its multiplexers, as far as these connect them. */
    private List<Socket> reached(String bus, int address) throws IOException {
        if (held.contains(bus)) throw new IOException("Connection timed out");
        var reached = new ArrayList<Socket>();
        reached.add(socket(bus, address));
        for (var hub : hubs) {
            if (!hub.bus().toString().equals(bus)) continue;
            var connected = socket(bus, hub.address()).connected();
            for (var line = 0; line < hub.type().lines(); line++)
                if ((connected & 1 << line) != 0) reached.addAll(reached(name(hub, line), address));
        }
        return reached;
    }

    private static String name(Hub hub, int line) {
        return new Bus.Channel(hub, line).toString();
    }

    private Socket socket(String bus, int address) {
        return sockets.computeIfAbsent(
                new Address(bus, address),
                _ -> new Socket(nanos, (output, level) -> trace.chip(written(bus), address, output, level)));
    }

    /** As the control file writes it. */
    private static String written(String bus) {
        return bus.startsWith("i2c-") ? bus.substring("i2c-".length()) : bus;
    }
}
