package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.DriverType.ActuatorType;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sheet;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.List;

/**
 * A servo of a model maker on a pin with hardware PWM: fifty pulses a second, whose length is the angle. The usual 0.5 to
 * 2.5 ms are 180° for most; what a servo makes of them beyond its own stops is heat, so {@code pulse} can be narrowed.
 */
public final class Servo implements Actuator {
    private static final Duration PERIOD = Duration.ofMillis(20);
    private static final Range USUAL_DEGREES = new Range(0, 180);
    private static final Range USUAL_PULSE = new Range(0.5, 2.5);
    private static final double NANOS_A_MILLISECOND = 1e6;

    /** Without feedback nobody can tell hundredths of a degree. */
    private static final int DECIMALS = 2;

    public static final ActuatorType TYPE = new ActuatorType(
                    "servo",
                    "A servo, set to an angle",
                    List.of(
                            Option.pwmPin(),
                            Option.optional(
                                    "range",
                                    new Option.Kind.FromTo(-3600, 3600),
                                    USUAL_DEGREES,
                                    "degrees at the ends of `pulse`; without `safe` the first is safe"),
                            Option.optional(
                                    "pulse",
                                    new Option.Kind.FromTo(0.1, 10),
                                    USUAL_PULSE,
                                    "length of the pulse at the ends of `range`, in ms")),
                    Servo::repertoire,
                    "{ id: flap, type: servo, pin: 18, range: [0, 180], pulse: [0.5, 2.5], safe: 0 }",
                    Servo::open)
            .withSheet(Sheet.of("the kernel's Documentation/driver-api/pwm.rst", "usually 180°")
                    .wire(
                            "signal (orange, yellow or white)",
                            "BCM 18, header pin 12; or 12, 13, 19: header pins 32, 33, 35")
                    .wire("supply (red)", "5 to 6 V of its own; a servo that is held pulls the Pi's 5 V down")
                    .wire("GND (brown or black)", "ground of its supply and of the Pi, header pin 14")
                    .wire("`/boot/firmware/config.txt`", "`dtoverlay=pwm-2chan`, then restart"));

    private final Board.PwmPin pin;
    private final Range degrees;
    private final Range pulse;
    private Value value;

    private Servo(Board.PwmPin pin, Range degrees, Range pulse, Value value) {
        this.pin = pin;
        this.degrees = degrees;
        this.pulse = pulse;
        this.value = value;
    }

    private static Repertoire repertoire(Section section) {
        var degrees = section.range("range");
        return Numbers.within(degrees, DECIMALS, Numbers.value(degrees.first(), DECIMALS), "degrees");
    }

    private static Actuator open(Section section, Board board, Value initial) throws DeviceFault {
        var degrees = section.range("range");
        var pulse = section.range("pulse");
        var pin = board.pwm(section.whole("pin"), PERIOD, high(degrees, pulse, initial));
        return new Servo(pin, degrees, pulse, initial);
    }

    private static Duration high(Range degrees, Range pulse, Value angle) {
        return Duration.ofNanos(Math.round(degrees.onto(pulse, Numbers.number(angle)) * NANOS_A_MILLISECOND));
    }

    @Override
    public Value value() {
        return value;
    }

    @Override
    public void set(Value next) throws DeviceFault {
        pin.set(high(degrees, pulse, next));
        value = next;
    }

    @Override
    public void close() {
        pin.close();
    }
}
