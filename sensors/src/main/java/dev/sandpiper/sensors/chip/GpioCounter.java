package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.SensorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Pin;
import dev.sandpiper.sensors.Reading;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sensor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A pin whose pulses are counted: flow meter, electricity meter, rain gauge, anemometer. {@code count} goes on where the
 * run before ended, after a crash or a power cut where it was kept last; {@code rate} is the mean since the reading
 * before, or the one before that where it was less than a second ago.
 */
public final class GpioCounter implements Sensor {
    /** Below it the rate of a few pulses says little; so long the first reading waits. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final double NANOS = 1e9;

    public static final SensorType TYPE = new SensorType(
                    "gpio-counter",
                    "A pin whose pulses are counted: flow meter, electricity meter, rain gauge, anemometer",
                    List.of(
                            Option.pin(),
                            PinOptions.pull(),
                            Option.active(),
                            Option.optional(
                                    "edge",
                                    new Option.Kind.Choice(List.of("active", "rising", "falling", "both")),
                                    "active",
                                    "which edges count; `active`: those to the level `active` names"),
                            PinOptions.debounce(
                                    Duration.ZERO,
                                    "how long a level must last to count, for contacts (reed: 5ms); 0ms counts each edge"),
                            Measured.option(),
                            Option.optional(
                                    "per",
                                    new Option.Kind.Decimal(1e-6, 1e9),
                                    1.0,
                                    "pulses per litre, kWh, mm of rain or m of wind"),
                            Option.optional(
                                    "each",
                                    new Option.Kind.Decimal(1e-9, 1e6),
                                    1.0,
                                    "litres, kWh, mm or m a pulse, where that is what is known; multiplied with 1/`per`")),
                    section -> Measured.of(section).quantities(),
                    false,
                    true,
                    "{ id: water, type: gpio-counter, pin: 17, pull: up, measures: flow, per: 450, every: 10s }",
                    GpioCounter::open)
            .withSheet(
                    PinOptions.contact()
                            .note(
                                    "Hall sensors of flow meters run on 5 V and pull their output to ground: with `pull: up` they need no resistor, but measure first that the output never shows 5 V.")
                            .note(
                                    "An electricity meter's S0 output is a contact with a direction: S0+ to the pin, S0- to ground."));

    private final Board.InputPin pin;
    private final Pin number;
    private final PulseCount pulses;
    private final Measured measured;
    private Optional<Mark> before = Optional.empty();
    private Optional<Mark> last = Optional.empty();

    /** The count at a moment. */
    private record Mark(long count, long nanos) {
        boolean isOld(Mark now) {
            return now.nanos - nanos >= SHORTEST.toNanos();
        }

        OptionalDouble rate(Mark now) {
            return now.nanos > nanos
                    ? OptionalDouble.of((now.count - count) * NANOS / (now.nanos - nanos))
                    : OptionalDouble.empty();
        }
    }

    private GpioCounter(Board.InputPin pin, Section section) throws DeviceFault {
        this.pin = pin;
        this.number = section.pin("pin");
        this.measured = Measured.of(section);
        this.pulses = PulseCount.of(counted(section), section.span("debounce"), pin.level());
        pin.onEdge(pulses);
    }

    private static Sensor open(Section section, Board board) throws DeviceFault {
        var pin = PinOptions.request(section, board, PulseCount.needed(counted(section), section.span("debounce")));
        try {
            return new GpioCounter(pin, section);
        } catch (DeviceFault fault) {
            pin.close();
            throw fault;
        }
    }

    private static Trigger counted(Section section) {
        return switch (section.text("edge")) {
            case "rising" -> Trigger.RISING;
            case "falling" -> Trigger.FALLING;
            case "both" -> Trigger.BOTH;
            default -> PinOptions.activeHigh(section) ? Trigger.RISING : Trigger.FALLING;
        };
    }

    @Override
    public Optional<String> kept() {
        return last.map(_ -> Long.toString(pulses.now()));
    }

    @Override
    public void recall(String kept) {
        pulses.goOnFrom(Long.parseLong(kept));
    }

    @Override
    public Duration start() throws DeviceFault {
        if (last.isPresent()) return Duration.ZERO;
        last = Optional.of(mark());
        return SHORTEST;
    }

    @Override
    public Reading read() throws DeviceFault {
        var now = mark();
        var missing = pulses.uncounted();
        if (missing > 0)
            throw new DeviceFault(
                    "pin %s: %d edges came faster than they were taken and are not counted; keep disturbances off the pin"
                            .formatted(number, missing));
        if (last.filter(mark -> mark.isOld(now)).isPresent()) {
            before = last;
            last = Optional.of(now);
        }
        var from = before.or(() -> last);
        return measured.reading(now.count, from.map(mark -> mark.rate(now)).orElse(OptionalDouble.empty()));
    }

    private Mark mark() throws DeviceFault {
        var now = pin.level().nanos();
        return new Mark(pulses.until(now), now);
    }

    @Override
    public void close() {
        pin.close();
    }
}
