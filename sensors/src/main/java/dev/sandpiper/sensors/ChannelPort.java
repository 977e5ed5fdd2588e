package dev.sandpiper.sensors;

/** A device behind a multiplexer: before each transaction its bus is connected. */
final class ChannelPort implements Board.I2cPort {
    private final Switches switches;
    private final Bus.Channel bus;
    private final int address;
    private final Board.I2cPort port;

    /** @param port the device as seen while its bus is connected */
    ChannelPort(Switches switches, Bus.Channel bus, int address, Board.I2cPort port) {
        this.switches = switches;
        this.bus = bus;
        this.address = address;
        this.port = port;
    }

    @FunctionalInterface
    private interface Transaction {
        byte[] run() throws DeviceFault;
    }

    @Override
    public void write(byte... bytes) throws DeviceFault {
        connected(() -> {
            port.write(bytes);
            return bytes;
        });
    }

    @Override
    public byte[] read(int length) throws DeviceFault {
        return connected(() -> port.read(length));
    }

    @Override
    public byte[] readRegister(int pointer, int length) throws DeviceFault {
        return connected(() -> port.readRegister(pointer, length));
    }

    // After any fault the multiplexer is told again: it may be the one that lost its supply.
    private byte[] connected(Transaction transaction) throws DeviceFault {
        var done = false;
        try {
            switches.connect(bus);
            var bytes = named(transaction);
            done = true;
            return bytes;
        } finally {
            if (!done) switches.forget(bus);
        }
    }

    private byte[] named(Transaction transaction) throws DeviceFault {
        try {
            return transaction.run();
        } catch (DeviceFault fault) {
            throw new DeviceFault(fault.nature(), "%s (behind %s)".formatted(fault.getMessage(), bus), fault);
        }
    }

    @Override
    public String place() {
        return "%s at 0x%02x".formatted(bus, address);
    }

    @Override
    public void close() {
        port.close();
    }
}
