package dev.sandpiper.agent.foreign;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.BoardAround;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Pin;
import java.time.Duration;
import java.util.Optional;

/**
 * The board as a foreign driver sees it: nothing is sent or set while nobody waits for it, so that one that comes back
 * after it was given up cannot switch on what went safe meanwhile; and its listeners run on its own thread.
 */
final class GuardedBoard extends BoardAround {
    private final Helper helper;

    GuardedBoard(Board board, Helper helper) {
        super(board);
        this.helper = helper;
    }

    @Override
    public I2cPort i2c(int bus, int address) throws DeviceFault {
        return new Port(board.i2c(bus, address), this);
    }

    @Override
    public I2cPort i2c(Bus bus, int address) throws DeviceFault {
        return new Port(board.i2c(bus, address), this);
    }

    @Override
    public Optional<String> clear(Bus.Own bus) {
        return Optional.empty(); // The lane of the bus decides on that.
    }

    @Override
    public InputPin input(int pin, Pull pull, Trigger trigger) throws DeviceFault {
        return new Input(board.input(pin, pull, trigger), helper);
    }

    @Override
    public InputPin input(Pin pin, Pull pull, Trigger trigger) throws DeviceFault {
        return new Input(board.input(pin, pull, trigger), helper);
    }

    @Override
    public OutputPin output(int pin, boolean high) throws DeviceFault {
        inTime();
        return new Output(board.output(pin, high), this);
    }

    @Override
    public OutputPin output(Pin pin, boolean high) throws DeviceFault {
        inTime();
        return new Output(board.output(pin, high), this);
    }

    @Override
    public PwmPin pwm(int pin, Duration period, Duration high) throws DeviceFault {
        inTime();
        return new Pwm(board.pwm(pin, period, high), this);
    }

    @Override
    public void close() {} // It belongs to all.

    private void inTime() throws DeviceFault {
        if (!helper.awaited()) throw new DeviceFault("too late: the agent no longer waits for this driver");
    }

    private record Port(I2cPort port, GuardedBoard board) implements I2cPort {
        @Override
        public void write(byte... bytes) throws DeviceFault {
            board.inTime();
            port.write(bytes);
        }

        @Override
        public byte[] read(int length) throws DeviceFault {
            board.inTime();
            return port.read(length);
        }

        @Override
        public byte[] readRegister(int pointer, int length) throws DeviceFault {
            board.inTime();
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
    }

    private record Input(InputPin pin, Helper helper) implements InputPin {
        @Override
        public Level level() throws DeviceFault {
            return pin.level();
        }

        @Override
        public void onEdge(EdgeListener listener) {
            pin.onEdge(new EdgeListener() {
                @Override
                public void edge(Edge edge) {
                    helper.tell(() -> listener.edge(edge));
                }

                @Override
                public void troubled() {
                    helper.tell(listener::troubled);
                }
            });
        }

        @Override
        public void close() {
            pin.close();
        }
    }

    private record Output(OutputPin pin, GuardedBoard board) implements OutputPin {
        @Override
        public void set(boolean high) throws DeviceFault {
            board.inTime();
            pin.set(high);
        }

        @Override
        public Optional<String> tend() throws DeviceFault {
            board.inTime();
            return pin.tend();
        }

        @Override
        public void close() {
            pin.close();
        }
    }

    private record Pwm(PwmPin pin, GuardedBoard board) implements PwmPin {
        @Override
        public void set(Duration high) throws DeviceFault {
            board.inTime();
            pin.set(high);
        }

        @Override
        public void close() {
            pin.close();
        }
    }
}
