package dev.sandpiper.sensors;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A board with multiplexers. What is sent to them goes through the board inside, where it can be traced like the rest.
 * Everything behind one bus of the board must be used by one thread.
 */
public final class MultiplexedBoard implements Board {
    private final Board board;
    private final List<Hub> hubs;
    private final Map<Bus.Own, Switches> switches = new ConcurrentHashMap<>();

    /** @param hubs all there are, also those nothing is read behind: they may have something connected */
    public MultiplexedBoard(Board board, List<Hub> hubs) {
        this.board = board;
        this.hubs = List.copyOf(hubs);
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
    public I2cPort i2c(Bus bus, int address) throws DeviceFault {
        return switch (bus) {
            case Bus.Own own -> board.i2c(own, address);
            case Bus.Channel channel -> behind(channel, address);
        };
    }

    private I2cPort behind(Bus.Channel bus, int address) throws DeviceFault {
        var root = bus.root();
        return new ChannelPort(
                switches.computeIfAbsent(root, _ -> new Switches(board, root, hubs)),
                bus,
                address,
                board.i2c(root, address));
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
    public void close() {
        board.close();
    }
}
