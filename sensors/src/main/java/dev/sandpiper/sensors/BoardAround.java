package dev.sandpiper.sensors;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A board around another one, which does what a subclass does not do in its place. What is asked for by {@link Bus} or
 * {@link Pin} becomes a request by number to this board, not to the one inside, unless a subclass says otherwise.
 */
public abstract class BoardAround implements Board {
    protected final Board board;

    /** @param board closed with this one */
    protected BoardAround(Board board) {
        this.board = board;
    }

    @Override
    public String model() {
        return board.model();
    }

    @Override
    public I2cPort i2c(int bus, int address) throws DeviceFault {
        return board.i2c(bus, address);
    }

    @Override
    public Optional<String> clear(Bus.Own bus) {
        return board.clear(bus);
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
    public Sysfs kernel() {
        return board.kernel();
    }

    @Override
    public void close() {
        board.close();
    }
}
