package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sheet;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.List;

/**
 * A pin of the Pi's hardware PWM: it is on for a part of each period, 0 to 1. A dimmed lamp, a fan, a heater. The kernel
 * counts in nanoseconds, the Pi in steps of 10 or 20 ns.
 */
public final class PwmOutput implements Actuator {
    private static final double USUAL_FREQUENCY = 1000;

    public static final ActuatorType TYPE = ActuatorType.of(
                    "pwm-output",
                    "A pin that is on for a part of the time: dimmer, fan, heater",
                    List.of(
                            Option.pwmPin(),
                            Option.optional(
                                    "frequency",
                                    new Option.Kind.Decimal(1, 100_000),
                                    USUAL_FREQUENCY,
                                    "periods a second, in Hz"),
                            Option.active()),
                    Fraction.REPERTOIRE,
                    "{ id: fan, type: pwm-output, pin: 18, frequency: 25000, safe: 0 }",
                    PwmOutput::open)
            .withSheet(Sheet.of("the kernel's Documentation/driver-api/pwm.rst", "0 to 1, 1 to 100,000 Hz")
                    .wire(
                            "control input (the blue wire of a 4-wire fan)",
                            "BCM 18, header pin 12; or 12, 13, 19: header pins 32, 33, 35")
                    .wire("GND", "ground, header pin 14, together with that of the load's supply")
                    .wire("`/boot/firmware/config.txt`", "`dtoverlay=pwm-2chan`, then restart")
                    .note("A lamp, a heater or a motor needs a transistor (MOSFET) that a 3.3 V gate opens fully."));

    private final Board.PwmPin pin;
    private final Duration period;
    private final String active;
    private Value value;

    private PwmOutput(Board.PwmPin pin, Duration period, String active, Value value) {
        this.pin = pin;
        this.period = period;
        this.active = active;
        this.value = value;
    }

    private static Actuator open(Section section, Board board, Value initial) throws DeviceFault {
        var period = Duration.ofNanos(Math.round(1e9 / section.decimal("frequency")));
        var active = section.text("active");
        var high = Fraction.of(period, Fraction.high(initial, active));
        return new PwmOutput(board.pwm(section.whole("pin"), period, high), period, active, initial);
    }

    @Override
    public Value value() {
        return value;
    }

    @Override
    public void set(Value next) throws DeviceFault {
        pin.set(Fraction.of(period, Fraction.high(next, active)));
        value = next;
    }

    @Override
    public void close() {
        pin.close();
    }
}
