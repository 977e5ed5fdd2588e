package dev.sandpiper.sensors;

import dev.sandpiper.sensors.DriverType.ExpanderType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A board with expanders, whose lines are pins. Everything behind one bus of the board must be used by one thread, the
 * lines of its expanders too.
 */
public final class ExpandedBoard extends BoardAround {
    private final LongSupplier nanos;
    private final Map<Hub, Expander> expanders = new ConcurrentHashMap<>();

    private ExpandedBoard(Board board, LongSupplier nanos) {
        super(board);
        this.nanos = nanos;
    }

    /**
     * A board with all its hubs, multiplexers and expanders; these may be behind those.
     *
     * @param nanos like {@link System#nanoTime}
     */
    public static ExpandedBoard of(Board board, List<Hub> hubs, LongSupplier nanos) {
        var multiplexers = hubs.stream()
                .filter(hub -> hub.type() instanceof DriverType.MultiplexerType)
                .toList();
        return new ExpandedBoard(new MultiplexedBoard(board, multiplexers), nanos);
    }

    @Override
    public InputPin input(Pin pin, Pull pull, Trigger trigger) throws DeviceFault {
        return switch (pin) {
            case Pin.Own(var number) -> board.input(number, pull, trigger);
            case Pin.Line(var hub, var line) -> expander(hub).input(line, pull, trigger);
        };
    }

    @Override
    public OutputPin output(Pin pin, boolean high) throws DeviceFault {
        return switch (pin) {
            case Pin.Own(var number) -> board.output(number, high);
            case Pin.Line(var hub, var line) -> expander(hub).output(line, high);
        };
    }

    /**
     * Looks for edges of the inputs of an expander; to be called by the thread of its bus, as often as its option {@code
     * poll} says.
     *
     * @throws DeviceFault when the chip does not answer; those who read its lines are told by themselves
     */
    public void poll(Hub hub) throws DeviceFault {
        var expander = expanders.get(hub);
        if (expander != null) expander.poll();
    }

    private Expander expander(Hub hub) throws DeviceFault {
        var expander = expanders.get(hub);
        if (expander == null) {
            var chip = ((ExpanderType) hub.type()).opener().open(board.i2c(hub.options()));
            expanders.put(hub, expander = new Expander(hub, chip, nanos));
        }
        return expander;
    }

    @Override
    public I2cPort i2c(Bus bus, int address) throws DeviceFault {
        return board.i2c(bus, address);
    }
}
