package dev.sandpiper.sensors.sim;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * All I2C buses of the board. Used by the threads of all buses and by the one that follows the control file: each
 * transfer is one step under the lock, as it is on a wire.
 */
final class Buses {
    private record Address(int bus, int address) {}

    private final Map<Address, Socket> sockets = new HashMap<>();
    private final LongSupplier nanos;

    Buses(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized boolean empty(int bus, int address) {
        return socket(bus, address).empty();
    }

    synchronized void plugIn(int bus, int address, Function<LongSupplier, SimulatedChip> model) {
        socket(bus, address).plugIn(model);
    }

    synchronized void inject(int bus, int address, Fault fault) {
        socket(bus, address).inject(fault);
    }

    synchronized void heal(int bus, int address) {
        socket(bus, address).heal();
    }

    synchronized boolean put(int bus, int address, int pointer, byte[] bytes) {
        return socket(bus, address).put(pointer, bytes);
    }

    synchronized int write(int bus, int address, byte[] bytes) throws IOException {
        socket(bus, address).write(bytes);
        return bytes.length;
    }

    synchronized byte[] read(int bus, int address, int length) throws IOException {
        return socket(bus, address).read(length);
    }

    /** A write and a read with a repeated start between them. */
    synchronized byte[] writeRead(int bus, int address, byte[] bytes, int length) throws IOException {
        socket(bus, address).write(bytes);
        return socket(bus, address).read(length);
    }

    private Socket socket(int bus, int address) {
        return sockets.computeIfAbsent(new Address(bus, address), _ -> new Socket(nanos));
    }
}
