package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Pin;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sheet;
import dev.sandpiper.sensors.Tended;
import dev.sandpiper.sensors.Value;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A pin that switches something: a relay, a transistor, a lamp. On is the level {@code active} names. */
public class GpioOutput implements Actuator {
    private static final Value ON = new Value.Flag(true);
    private static final Value OFF = new Value.Flag(false);

    public static final ActuatorType TYPE = ActuatorType.of(
                    "gpio-output",
                    "A pin that is on or off: relay, transistor, lamp",
                    List.of(Option.pin(), Option.active()),
                    new Repertoire(OFF, GpioOutput::action, "true, false, \"on\", \"off\", 0, 1 or \"toggle\""),
                    "{ id: pump, type: gpio-output, pin: 22, initial: off, safe: off }",
                    GpioOutput::open)
            .withSheet(Sheet.of("the kernel's Documentation/userspace-api/gpio/chardev.rst", "3.3 V or 0 V")
                    .wire("IN of a relay board", "the `pin`; `active: low` where the relay is on while IN is low")
                    .wire(
                            "VCC of a relay board",
                            "5 V, header pin 2, if its input needs no more than 3.3 V; coils of several relays want a supply of their own")
                    .wire("GND", "ground, header pin 6")
                    .note(
                            "A pin gives some milliamperes (8 mA are safe, all together 50 mA): a relay, a motor, a lamp needs a transistor or a board with one.")
                    .note("What the pin does before the agent runs is told by `sandpiper check`."));

    private final Board.OutputPin pin;
    private final boolean activeHigh;
    private Value.Flag value;

    private GpioOutput(Board.OutputPin pin, boolean activeHigh, Value.Flag value) {
        this.pin = pin;
        this.activeHigh = activeHigh;
        this.value = value;
    }

    // The pin is requested at its level: it never shows another one, not even for a moment.
    private static Actuator open(Section section, Board board, Value initial) throws DeviceFault {
        var activeHigh = section.text("active").equals("high");
        var value = flag(initial);
        var number = section.pin("pin");
        var pin = board.output(number, value.on() == activeHigh);
        return number instanceof Pin.Line
                ? new OnExpander(pin, activeHigh, value)
                : new GpioOutput(pin, activeHigh, value);
    }

    /** A line of a chip that may lose its supply. */
    private static final class OnExpander extends GpioOutput implements Tended {
        private final Board.OutputPin line;

        OnExpander(Board.OutputPin line, boolean activeHigh, Value.Flag value) {
            super(line, activeHigh, value);
            this.line = line;
        }

        @Override
        public Optional<String> tend() throws DeviceFault {
            return line.tend();
        }
    }

    private static Optional<Action> action(Object value) {
        return switch (value) {
            case Boolean on -> set(on);
            case Number number -> number(number.doubleValue());
            case String word -> word(word.strip().toLowerCase(Locale.ROOT));
            default -> Optional.empty();
        };
    }

    private static Optional<Action> number(double number) {
        if (number == 0) return set(false);
        return number == 1 ? set(true) : Optional.empty();
    }

    private static Optional<Action> word(String word) {
        return switch (word) {
            case "on", "true", "1" -> set(true);
            case "off", "false", "0" -> set(false);
            case "toggle" -> Optional.of(new Action.Toggle(ON, OFF));
            default -> Optional.empty();
        };
    }

    private static Optional<Action> set(boolean on) {
        return Optional.of(new Action.Set(on ? ON : OFF));
    }

    private static Value.Flag flag(Value value) {
        if (value instanceof Value.Flag flag) return flag;
        throw new IllegalArgumentException("gpio-output takes true or false, not " + value);
    }

    @Override
    public Value value() {
        return value;
    }

    @Override
    public void set(Value next) throws DeviceFault {
        var flag = flag(next);
        pin.set(flag.on() == activeHigh);
        value = flag;
    }

    @Override
    public void close() {
        pin.close();
    }
}
