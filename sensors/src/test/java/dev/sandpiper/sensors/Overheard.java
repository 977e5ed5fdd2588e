package dev.sandpiper.sensors;

import java.util.HexFormat;
import java.util.List;

/** A board whose writes to its buses are written down, {@code 0a 08}. */
final class Overheard extends BoardAround {
    private final List<String> writes;

    Overheard(Board board, List<String> writes) {
        super(board);
        this.writes = writes;
    }

    @Override
    public I2cPort i2c(int bus, int address) throws DeviceFault {
        var port = board.i2c(bus, address);
        return new I2cPort() {
            @Override
            public void write(byte... bytes) throws DeviceFault {
                writes.add(HexFormat.ofDelimiter(" ").formatHex(bytes));
                port.write(bytes);
            }

            @Override
            public byte[] read(int length) throws DeviceFault {
                return port.read(length);
            }

            @Override
            public byte[] readRegister(int pointer, int length) throws DeviceFault {
                return port.readRegister(pointer, length);
            }

            @Override
            public String place() {
                return port.place();
            }

            @Override
            public void close() {
                port.close();
            }
        };
    }
}
