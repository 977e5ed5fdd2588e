package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Quantity;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

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
                    Option.optional(
                            "pull",
                            new Option.Kind.Choice(List.of("up", "down", "off")),
                            "off",
                            "resistor inside the Pi; a contact to ground needs `up`"),
                    Option.active(),
                    Option.optional(
                            "debounce",
                            new Option.Kind.Span(Duration.ZERO, Duration.ofSeconds(10)),
                            Duration.ofMillis(20),
                            "how long the level must be quiet; 0ms reports each edge")),
            _ -> List.of(STATE),
            true,
            false,
            "{ id: door, type: gpio-input, pin: 17, pull: up, active: low, debounce: 20ms }",
            GpioInput::open);

    private final Board.InputPin pin;
    private final int number;
    private final boolean activeHigh;
    private final Duration debounce;
    // Filled by the thread that notices edges, emptied by the sensor's.
    private final BlockingQueue<Boolean> edges = new ArrayBlockingQueue<>(MOST_EDGES);
    private final AtomicInteger lost = new AtomicInteger();

    private GpioInput(Board.InputPin pin, int number, boolean activeHigh, Duration debounce) {
        this.pin = pin;
        this.number = number;
        this.activeHigh = activeHigh;
        this.debounce = debounce;
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        var number = section.whole("pin");
        var pull = Pull.valueOf(section.text("pull").toUpperCase(Locale.ROOT));
        return new GpioInput(
                board.input(number, pull), number, section.text("active").equals("high"), section.span("debounce"));
    }

    /** {@inheritDoc} To be called once. */
    @Override
    public void onChange(Runnable changed) {
        pin.onEdge(high -> {
            if (debounce.isZero() && !edges.offer(high)) lost.incrementAndGet();
            changed.run();
        });
    }

    @Override
    public Duration start() {
        return debounce;
    }

    @Override
    public Reading read() throws DeviceFault {
        var edge = edges.poll();
        var missed = edge == null ? lost.getAndSet(0) : 0;
        if (missed > 0)
            throw new DeviceFault("pin %d: %d edges came faster than they were read and are lost; set a debounce time"
                    .formatted(number, missed));
        var high = edge == null ? pin.high() : edge;
        return Reading.of(STATE.name(), new Value.Flag(high == activeHigh));
    }

    @Override
    public void close() {
        pin.close();
    }
}
