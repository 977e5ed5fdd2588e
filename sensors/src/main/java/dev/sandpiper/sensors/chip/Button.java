package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Board.Edge;
import dev.sandpiper.sensors.Board.EdgeListener;
import dev.sandpiper.sensors.Board.Level;
import dev.sandpiper.sensors.Board.Trigger;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A push button that tells presses: value {@code event} is {@code press}, {@code long} or {@code double}; {@code
 * state} is whether it is pressed now. A long press is told while it lasts, a double one when its second begins, a
 * single one when it is too late for another.
 *
 * <p>Presses are told apart by the moments of the edges, however late they are looked at.
 */
public final class Button implements Sensor {
    private static final Quantity EVENT = Quantity.plain(Quantity.EVENT);
    private static final Quantity STATE = Quantity.plain("state");
    /** More than bounces make; beyond them the last level decides. */
    private static final int MOST_EDGES = 1000;

    private static final Duration LONGEST = Duration.ofSeconds(60);

    public static final SensorType TYPE = new SensorType(
                    "button",
                    "A push button: press, long press, double press",
                    List.of(
                            Option.pin(),
                            PinOptions.pull(),
                            Option.active(),
                            PinOptions.debounce(Duration.ofMillis(20), "how long the level must be quiet"),
                            Option.optional(
                                    "long",
                                    PinOptions.span(LONGEST),
                                    Duration.ofSeconds(1),
                                    "how long a long press lasts; 0ms: a press may last as long as it likes"),
                            Option.optional(
                                    "double",
                                    PinOptions.span(LONGEST),
                                    Duration.ofMillis(400),
                                    "how soon after a press the second of a double one begins; a single press is told that much later. 0ms: at once, without double ones")),
                    _ -> List.of(EVENT, STATE),
                    false,
                    false,
                    "{ id: bell, type: button, pin: 17, pull: up, active: low }",
                    Button::open)
            .withSheet(
                    PinOptions.contact()
                            .note(
                                    "A wire longer than a few metres catches noise: 1 kΩ in series with the pin, 10 kΩ from the pin to 3.3 V and 100 nF from the pin to ground keep it out."));

    private final Board.InputPin pin;
    private final boolean activeHigh;
    private final Debounce contact;
    private final Presses presses;
    // Filled by the thread that notices edges, emptied by the sensor's.
    private final BlockingQueue<Edge> edges = new ArrayBlockingQueue<>(MOST_EDGES);
    private final AtomicBoolean overrun = new AtomicBoolean();
    private volatile Runnable changed = () -> {};

    private Button(Board.InputPin pin, Section section) throws DeviceFault {
        this.pin = pin;
        this.activeHigh = PinOptions.activeHigh(section);
        this.contact = new Debounce(section.span("debounce"), pin.level());
        this.presses = new Presses(section.span("long"), section.span("double"));
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        var pin = PinOptions.request(section, board, Trigger.BOTH);
        try {
            return new Button(pin, section);
        } catch (DeviceFault fault) {
            pin.close();
            throw fault;
        }
    }

    /** {@inheritDoc} To be called once. */
    @Override
    public void onChange(Runnable whenChanged) {
        changed = whenChanged;
        pin.onEdge(new EdgeListener() {
            @Override
            public void edge(Edge edge) {
                if (!edges.offer(edge)) overrun.set(true);
                changed.run();
            }

            @Override
            public void troubled() {
                changed.run();
            }
        });
    }

    @Override
    public Duration start() throws DeviceFault {
        return toWait().orElse(Duration.ZERO);
    }

    @Override
    public Optional<Duration> goOn() throws DeviceFault {
        return toWait();
    }

    @Override
    public Reading read() throws DeviceFault {
        toWait();
        var press = presses.take();
        // One reading tells one press.
        if (!presses.isEmpty()) changed.run();
        var reading = press.map(event -> Reading.of(EVENT.name(), text(event))).orElseGet(Reading::new);
        return reading.with(STATE.name(), new Value.Flag(contact.settled() == activeHigh));
    }

    private static Value text(Presses.Press press) {
        return new Value.Text(press.name().toLowerCase(Locale.ROOT));
    }

    /** Until something can be told; empty when it can, or when nothing is going on. */
    private Optional<Duration> toWait() throws DeviceFault {
        var now = takeEdges();
        var due = nextAt();
        return presses.isEmpty() && due.isPresent()
                ? Optional.of(Duration.ofNanos(due.getAsLong() - now))
                : Optional.empty();
    }

    // The level first: whatever edge comes after it is taken the next time.
    private long takeEdges() throws DeviceFault {
        var now = pin.level();
        for (var edge = edges.poll(); edge != null; edge = edges.poll())
            contact.edge(edge).ifPresent(this::changedTo);
        if (overrun.getAndSet(false))
            contact.edge(new Edge(now.high(), now.nanos(), 0)).ifPresent(this::changedTo);
        contact.settle(now.nanos()).ifPresent(this::changedTo);
        // A change that has not settled yet may turn out to have been the release, or the second press, in time.
        presses.pass(Math.min(now.nanos(), contact.unsettledSince().orElse(now.nanos())));
        return now.nanos();
    }

    private void changedTo(Level level) {
        presses.changed(level.high() == activeHigh, level.nanos());
    }

    private OptionalLong nextAt() {
        var settles = contact.settlesAt();
        return settles.isPresent() ? settles : presses.dueAt();
    }

    @Override
    public void close() {
        pin.close();
    }
}
