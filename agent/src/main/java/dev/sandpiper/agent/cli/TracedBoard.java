package dev.sandpiper.agent.cli;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.BoardAround;
import dev.sandpiper.sensors.DeviceFault;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * A board whose every transaction is told, one line each: {@code i2c-1 0x76 write d0 read 60}, {@code gpio 17 is high}.
 */
final class TracedBoard extends BoardAround {
    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");

    private final Consumer<String> lines;

    /** @param lines takes each line */
    TracedBoard(Board board, Consumer<String> lines) {
        super(board);
        this.lines = lines;
    }

    @Override
    public I2cPort i2c(int bus, int address) throws DeviceFault {
        return new TracedPort(board.i2c(bus, address), "i2c-%d 0x%02x".formatted(bus, address), lines);
    }

    @Override
    public InputPin input(int pin, Pull pull, Trigger trigger) throws DeviceFault {
        return new TracedInput(board.input(pin, pull, trigger), pin, lines);
    }

    @Override
    public OutputPin output(int pin, boolean high) throws DeviceFault {
        lines.accept("gpio %d output %s".formatted(pin, level(high)));
        return board.output(pin, high);
    }

    @Override
    public PwmPin pwm(int pin, Duration period, Duration high) throws DeviceFault {
        lines.accept("pwm %d every %s high for %s".formatted(pin, period, high));
        return board.pwm(pin, period, high);
    }

    private static String level(boolean high) {
        return high ? "high" : "low";
    }

    private record TracedPort(I2cPort port, String where, Consumer<String> lines) implements I2cPort {

        /** One transaction; what it answers, empty for a write. */
        @FunctionalInterface
        private interface Transaction {
            byte[] run() throws DeviceFault;
        }

        @Override
        public void write(byte... bytes) throws DeviceFault {
            traced("write " + HEX.formatHex(bytes), "", () -> {
                port.write(bytes);
                return new byte[0];
            });
        }

        @Override
        public byte[] read(int length) throws DeviceFault {
            return traced("", "read ", () -> port.read(length));
        }

        @Override
        public byte[] readRegister(int pointer, int length) throws DeviceFault {
            return traced("write %02x ".formatted(pointer), "read ", () -> port.readRegister(pointer, length));
        }

        private byte[] traced(String sent, String received, Transaction transaction) throws DeviceFault {
            try {
                var bytes = transaction.run();
                lines.accept(where + " " + sent + received + HEX.formatHex(bytes));
                return bytes;
            } catch (DeviceFault fault) {
                lines.accept(where + " " + sent + received + "failed: " + fault.getMessage());
                throw fault;
            }
        }

        @Override
        public String place() {
            return port.place();
        }

        @Override
        public void close() {
            port.close();
        }
    }

    private record TracedInput(InputPin pin, int number, Consumer<String> lines) implements InputPin {

        @Override
        public Level level() throws DeviceFault {
            var level = pin.level();
            lines.accept("gpio %d is %s".formatted(number, TracedBoard.level(level.high())));
            return level;
        }

        @Override
        public void onEdge(EdgeListener listener) {
            pin.onEdge(listener);
        }

        @Override
        public void close() {
            pin.close();
        }
    }
}
