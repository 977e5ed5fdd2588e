package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Board.Edge;
import dev.sandpiper.sensors.Board.EdgeListener;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Pin;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A pin that is on or off: a door contact, a motion detector, a float switch. It speaks up on every edge; value {@code
 * state} is true at the level {@code active} names.
 *
 * <p>With a debounce time a reading is the level after the pin has been quiet for that long. Without one ({@code
 * debounce: 0ms}) each edge makes a reading with its own level, in order; of edges that come faster than they are
 * read, {@value #MOST_EDGES} wait.
 */
public final class GpioInput implements Sensor {
    private static final Quantity STATE = Quantity.plain("state");
    private static final int MOST_EDGES = 1000;

    public static final SensorType TYPE = new SensorType(
                    "gpio-input",
                    "A pin that is read: contact, switch, motion detector",
                    List.of(
                            Option.pin(),
                            PinOptions.pull(),
                            Option.active(),
                            PinOptions.debounce(
                                    Duration.ofMillis(20), "how long the level must be quiet; 0ms reports each edge")),
                    _ -> List.of(STATE),
                    true,
                    false,
                    "{ id: door, type: gpio-input, pin: 17, pull: up, active: low, debounce: 20ms }",
                    GpioInput::open)
            .withSheet(
                    PinOptions.contact()
                            .note(
                                    "A module with an output of its own (a motion detector) goes to the pin directly, if that output stays below 3.3 V; 5 V damages the Pi."));

    private final Board.InputPin pin;
    private final Pin number;
    private final boolean activeHigh;
    private final Duration debounce;
    // Filled by the thread that notices edges, emptied by the sensor's.
    private final BlockingQueue<Boolean> edges = new ArrayBlockingQueue<>(MOST_EDGES);
    private final AtomicLong lost = new AtomicLong();

    private GpioInput(Board.InputPin pin, Pin number, boolean activeHigh, Duration debounce) {
        this.pin = pin;
        this.number = number;
        this.activeHigh = activeHigh;
        this.debounce = debounce;
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        return new GpioInput(
                PinOptions.request(section, board, Trigger.BOTH),
                section.pin("pin"),
                PinOptions.activeHigh(section),
                section.span("debounce"));
    }

    /** {@inheritDoc} To be called once. */
    @Override
    public void onChange(Runnable changed) {
        pin.onEdge(new EdgeListener() {
            @Override
            public void edge(Edge edge) {
                if (debounce.isZero()) queue(edge);
                changed.run();
            }

            @Override
            public void troubled() {
                changed.run();
            }
        });
    }

    private void queue(Edge edge) {
        lost.addAndGet(edge.lost());
        if (!edges.offer(edge.high())) lost.incrementAndGet();
    }

    @Override
    public Duration start() {
        return debounce;
    }

    @Override
    public Reading read() throws DeviceFault {
        var now = pin.level();
        var edge = edges.poll();
        var missed = edge == null ? lost.getAndSet(0) : 0;
        if (missed > 0)
            throw new DeviceFault("pin %s: %d edges came faster than they were read and are lost; set a debounce time"
                    .formatted(number, missed));
        var high = edge == null ? now.high() : edge;
        return Reading.of(STATE.name(), new Value.Flag(high == activeHigh));
    }

    @Override
    public void close() {
        pin.close();
    }
}
