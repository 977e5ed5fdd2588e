package dev.sandpiper.sensors;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Frees an I2C bus whose data line a chip holds low because it was interrupted in the middle of a byte: clock pulses
 * until it lets go, at most nine, then a stop (UM10204 rev. 7, section 3.1.16). Broadcom's controller cannot do that and
 * its driver has no recovery, so both lines are taken away from it, as a Pi's own tool {@code pinctrl} can, and given
 * back. Lines are only ever driven low; the pull-up resistors do the rest.
 */
final class BusClear {
    private static final int PULSES = 9;

    /** A line of {@code pinctrl get}: {@code 2: a0    pu | hi // GPIO2 = SDA1}. */
    private static final String LINE = "(?m)^ *(\\d+): +(a\\d) .*\\| (hi|lo) // .* = %s$";

    private final Pinctrl pinctrl;

    /** Raspberry Pi's tool for pins. */
    @FunctionalInterface
    interface Pinctrl {
        /** What it prints. */
        String run(String... arguments) throws IOException;
    }

    BusClear(Pinctrl pinctrl) {
        this.pinctrl = pinctrl;
    }

    /** A line of the bus, and the function that belongs to it. */
    private record Line(String pin, String function, boolean low) {}

    /** Frees the bus if that is what it needs; what was found, for people. */
    String clear(Bus.Own bus) {
        try {
            var pins = pinctrl.run("get");
            var data = line(pins, "SDA" + bus.number());
            var clock = line(pins, "SCL" + bus.number());
            if (data.isEmpty() || clock.isEmpty())
                return "the pins of %s are not known: it cannot be freed from here".formatted(bus);
            return clear(data.get(), clock.get());
        } catch (IOException failure) {
            return "%s cannot be freed from here: %s".formatted(bus, failure.getMessage());
        }
    }

    private static Optional<Line> line(String pins, String function) {
        var match = Pattern.compile(LINE.formatted(function)).matcher(pins);
        return match.find()
                ? Optional.of(
                        new Line(match.group(1), match.group(2), match.group(3).equals("lo")))
                : Optional.empty();
    }

    private String clear(Line data, Line clock) throws IOException {
        if (clock.low) return "its clock line (pin %s) is held low: only its chips can let go".formatted(clock.pin);
        if (!data.low) return "both its lines are high: it is the controller, or a chip that makes it wait";
        try {
            return pulses(data, clock);
        } finally {
            giveBack(data, clock);
        }
    }

    private void giveBack(Line data, Line clock) throws IOException {
        try {
            giveBack(clock);
        } finally {
            giveBack(data);
        }
    }

    private String pulses(Line data, Line clock) throws IOException {
        release(data);
        for (var pulse = 1; pulse <= PULSES; pulse++) {
            pullLow(clock);
            release(clock);
            if (isLow(data)) continue;
            stop(data, clock);
            return "its data line (pin %s) was held low and is free after %d clock pulses".formatted(data.pin, pulse);
        }
        return "its data line (pin %s) is held low, also after %d clock pulses".formatted(data.pin, PULSES);
    }

    /** The data line goes up while the clock is high. */
    private void stop(Line data, Line clock) throws IOException {
        pullLow(clock);
        pullLow(data);
        release(clock);
        release(data);
    }

    private void pullLow(Line line) throws IOException {
        pinctrl.run("set", line.pin, "op", "dl");
    }

    private void release(Line line) throws IOException {
        pinctrl.run("set", line.pin, "ip");
    }

    private void giveBack(Line line) throws IOException {
        pinctrl.run("set", line.pin, line.function);
    }

    private boolean isLow(Line line) throws IOException {
        return pinctrl.run("get", line.pin).contains("| lo");
    }

    /** The program, as a Pi has it. */
    static Pinctrl program() {
        return arguments -> SystemTool.output("pinctrl", List.of(arguments));
    }
}
