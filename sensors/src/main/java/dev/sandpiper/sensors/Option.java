package dev.sandpiper.sensors;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One key of a driver's configuration: from this description come the checks, their messages, the editor's schema and
 * the tables of the documentation.
 *
 * @param name as in the file
 * @param kind which values are right
 * @param orElse the value when the key is absent, of the type its {@link Kind} names; empty where the key is required
 * @param about one sentence for the documentation, with the unit
 * @param scope what its value holds for
 */
public record Option(String name, Kind kind, Optional<Object> orElse, String about, Scope scope) {

    /** What a value holds for. */
    public enum Scope {
        /** The entry it is in. */
        ENTRY,
        /** The whole chip: entries that share one by its channels must agree. */
        CHIP
    }

    /** Which values are right. The Java type of the checked value is named at each. */
    public sealed interface Kind {
        /** What is written as one word. */
        sealed interface Word extends Kind {}

        /** {@code Long}, {@code least} to {@code most}. */
        record Whole(long least, long most) implements Word {}

        /** {@code Double}, {@code least} to {@code most}. */
        record Decimal(double least, double most) implements Word {}

        /** {@code String}, one of {@code values}; in the file those that are numbers may be written as one. */
        record Choice(List<String> values) implements Word {}

        /** {@code Boolean}. */
        record Flag() implements Word {}

        /** {@code Duration}, {@code least} to {@code most}; written {@code 20ms}, {@code 1h30m}. */
        record Span(Duration least, Duration most) implements Word {}

        /** {@code String} that matches {@code pattern}; {@code like} is an example for the message. */
        record Text(String pattern, String like) implements Word {}

        /** {@code Long}: a BCM number, 0 to 27. The entry claims the pin. */
        record Pin() implements Word {}

        /**
         * {@code Long}: a BCM number, 0 to 27; or {@code Pin.Line}: a line of an expander, written {@code expander1/7}.
         * The entry claims the pin.
         */
        record AnyPin() implements Word {}

        /** {@code Long}: one of {@link Board#PWM_PINS}. The entry claims the pin. */
        record PwmPin() implements Word {}

        /** {@code Bus}: an I2C bus number, 0 to 255, or a channel of a multiplexer, written {@code mux1/3}. */
        record Bus() implements Word {}

        /** {@code Long}: one of the chip's I2C addresses. The entry claims it on its bus. */
        record Address(List<Long> possible) implements Word {}

        /**
         * {@code String}, one of {@code values}, written as a {@link Choice}. Entries of one type share an address when
         * each claims another channel of the chip there.
         */
        record Channel(List<String> values) implements Word {}

        /** {@code Range}: two different numbers, each {@code least} to {@code most}; written {@code [0, 180]}. */
        record FromTo(double least, double most) implements Kind {}

        /**
         * {@code List<String>}: a program and its arguments. A name with a slash starts at the configuration's folder.
         */
        record Command() implements Kind {}

        /**
         * {@code Map<String, Section>}: values by names that the file chooses, each with these options beside those that
         * every value has. The option's name is {@code values}.
         */
        record Values(List<Option> each) implements Kind {}
    }

    public static Option required(String name, Kind kind, String about) {
        return new Option(name, kind, Optional.empty(), about, Scope.ENTRY);
    }

    public static Option optional(String name, Kind kind, Object orElse, String about) {
        return new Option(name, kind, Optional.of(orElse), about, Scope.ENTRY);
    }

    /** The same, for the whole chip. */
    public Option ofChip() {
        return new Option(name, kind, orElse, about, Scope.CHIP);
    }

    /** {@code bus}, by default 1: the header's pins 3 and 5. */
    public static Option bus() {
        return optional("bus", new Kind.Bus(), new Bus.Own(1), "I2C bus");
    }

    /** {@code address}, by default the first of those the chip can have. */
    public static Option address(long usual, long... others) {
        var possible = new ArrayList<>(List.of(usual));
        for (var other : others) possible.add(other);
        return optional("address", new Kind.Address(List.copyOf(possible)), usual, "I2C address");
    }

    /** {@code pin}, a BCM number or a line of an expander. */
    public static Option pin() {
        return required("pin", new Kind.AnyPin(), "BCM number of the pin, or the line of an expander");
    }

    /** {@code pin}, a BCM number of a pin with hardware PWM. */
    public static Option pwmPin() {
        return required("pin", new Kind.PwmPin(), "BCM number of a pin with hardware PWM");
    }

    /** {@code active}: which level counts as on. */
    public static Option active() {
        return optional("active", new Kind.Choice(List.of("high", "low")), "high", "level that counts as true");
    }
}
