package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.ExpanderChip;
import dev.sandpiper.sensors.Lines;

/**
 * What MCP23008 and MCP23017 have in common: the same registers, of one port or of two side by side (with IOCON.BANK as
 * after power-on). A line of one is in the same bit of all registers.
 */
final class Mcp230xx implements ExpanderChip {
    // The order of the registers is that of both data sheets' table of them.
    private static final int IODIR = 0;
    private static final int IPOL = 1;
    private static final int GPPU = 6;
    private static final int GPIO = 9;
    private static final int OLAT = 10;

    private final Board.I2cPort port;
    private final int ports;
    private final int all;

    /** @param ports 1 of eight lines, or 2 */
    Mcp230xx(Board.I2cPort port, int ports) {
        this.port = port;
        this.ports = ports;
        this.all = (1 << 8 * ports) - 1;
    }

    private int read(int register) throws DeviceFault {
        var bytes = port.readRegister(register * ports, ports);
        var lines = 0;
        for (var i = 0; i < ports; i++) lines |= (bytes[i] & 0xFF) << 8 * i;
        return lines;
    }

    private void write(int register, int lines) throws DeviceFault {
        if (ports == 1) port.write((byte) register, (byte) lines);
        else port.write((byte) (register * ports), (byte) lines, (byte) (lines >> 8));
    }

    @Override
    public Lines found() throws DeviceFault {
        return new Lines(~read(IODIR) & all, read(OLAT), read(GPPU));
    }

    // The latches first: a line that becomes an output then has its level.
    @Override
    public void make(Lines lines) throws DeviceFault {
        write(OLAT, lines.high());
        write(GPPU, lines.pulledUp());
        write(IPOL, 0);
        write(IODIR, ~lines.outputs() & all);
    }

    @Override
    public boolean are(Lines lines) throws DeviceFault {
        return found().equals(lines);
    }

    @Override
    public int levels() throws DeviceFault {
        return read(GPIO);
    }

    @Override
    public void close() {
        port.close();
    }
}
