package dev.sandpiper.sensors;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/** A board whose writes to its buses are written down, {@code 0a 08}. */
record Overheard(Board board, List<String> writes) implements Board {

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

    @Override
    public String model() {
        return board.model();
    }

    @Override
    public InputPin input(int pin, Pull pull, Trigger trigger) throws DeviceFault {
        return board.input(pin, pull, trigger);
    }

    @Override
    public OutputPin output(int pin, boolean high) throws DeviceFault {
        return board.output(pin, high);
    }

    @Override
    public PwmPin pwm(int pin, Duration period, Duration high) throws DeviceFault {
        return board.pwm(pin, period, high);
    }

    @Override
    public Path sysfs() {
        return board.sysfs();
    }

    @Override
    public void close() {
        board.close();
    }
}
