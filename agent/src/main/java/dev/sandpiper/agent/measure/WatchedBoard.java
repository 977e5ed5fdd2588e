package dev.sandpiper.agent.measure;

import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.BoardAround;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.DeviceFault;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The board of an agent: what is sent to chips that are set, outputs and expanders, counts for what is known of their bus,
 * and one that holds its bus is left alone in between. Sensors see to that themselves.
 */
public final class WatchedBoard extends BoardAround {
    private final Predicate<Chip> watched;
    private final Function<Bus.Own, BusWatch> watches;
    private final Time time;

    /** A chip at an address of a bus of the board, or behind its multiplexers. */
    public record Chip(Bus.Own bus, int address) {}

    /**
     * @param watched tells the chips that are set
     * @param watches what is known of a bus; asked and used on the lane of the bus
     */
    public WatchedBoard(Board board, Predicate<Chip> watched, Function<Bus.Own, BusWatch> watches, Time time) {
        super(board);
        this.watched = watched;
        this.watches = watches;
        this.time = time;
    }

    @Override
    public I2cPort i2c(int bus, int address) throws DeviceFault {
        var port = board.i2c(bus, address);
        var chip = new Chip(new Bus.Own(bus), address);
        return watched.test(chip) ? new WatchedPort(port, watches.apply(chip.bus()), time) : port;
    }
}
