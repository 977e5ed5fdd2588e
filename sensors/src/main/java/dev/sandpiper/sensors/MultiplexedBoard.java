package dev.sandpiper.sensors;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A board with multiplexers. What is sent to them goes through the board inside, where it can be traced like the rest.
 * Everything behind one bus of the board must be used by one thread.
 */
public final class MultiplexedBoard extends BoardAround {
    private final List<Hub> hubs;
    private final Map<Bus.Own, Switches> switches = new ConcurrentHashMap<>();

    /** @param hubs all there are, also those nothing is read behind: they may have something connected */
    public MultiplexedBoard(Board board, List<Hub> hubs) {
        super(board);
        this.hubs = List.copyOf(hubs);
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
}
