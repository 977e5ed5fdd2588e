package dev.sandpiper.sensors.chip;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Board.InputPin;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Option;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Sheet;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The options and the wiring that all kinds of inputs have. */
final class PinOptions {
    private PinOptions() {}

    /** A contact between the pin and ground. */
    static Sheet contact() {
        return Sheet.of("the kernel's Documentation/userspace-api/gpio/chardev.rst", "")
                .wire("one side of the contact", "the `pin`")
                .wire(
                        "the other side",
                        "ground, any of header pins 6, 9, 14, 20, 25, 30, 34, 39: with `pull: up` and `active: low`");
    }

    static Option pull() {
        return Option.optional(
                "pull",
                new Option.Kind.Choice(List.of("up", "down", "off")),
                "off",
                "resistor inside the Pi; a contact to ground needs `up`");
    }

    static Option debounce(Duration usual, String about) {
        return Option.optional("debounce", span(Duration.ofSeconds(10)), usual, about);
    }

    static Option.Kind.Span span(Duration most) {
        return new Option.Kind.Span(Duration.ZERO, most);
    }

    static InputPin request(Section section, Board board, Trigger trigger) throws DeviceFault {
        return board.input(section.pin("pin"), Pull.valueOf(section.text("pull").toUpperCase(Locale.ROOT)), trigger);
    }

    static boolean activeHigh(Section section) {
        return section.text("active").equals("high");
    }
}
