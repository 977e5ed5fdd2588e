package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Option.Kind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What a shape expects, in words for messages and documentation. */
final class Phrases {
    private static final int WORTH_LISTING = 4;

    /** Bounds beyond this only keep nonsense out; people need not read them. */
    private static final double UNBOUNDED = 1e9;

    private Phrases() {}

    static String of(Shape shape) {
        return switch (shape) {
            case Shape.Plain plain -> of(plain.kind());
            case Shape.Line line -> line.expected();
            case Shape.FromTo range -> of(range);
            case Shape.Points _ -> "two to twenty points like [[0.5, 0.0], [98.7, 100.0]], measured and true";
            case Shape.Coefficients _ -> "two to eight numbers like [0.5, 1.02], the constant first";
            case Shape.Size size -> "a size " + Sizes.format(size.least()) + " to " + Sizes.format(size.most());
            case Shape.MessageRate _ -> "a rate like 50/s";
            case Shape.ByteRate _ -> "a rate like 64KiB/s";
            case Shape.CommandRate _ -> "a rate like 10/m";
            case Shape.FileName name -> name.use() == Shape.Use.FOLDER ? "the name of a folder" : "a file name";
            case Shape.Url _ -> "a URL like mqtts://broker.example.com:8883";
            case Shape.Late _ -> "a duration, execute or refuse";
            case Shape.Setting _ -> "a value of the actuator";
            case Shape.Word word -> alternatives(word.known());
            case Shape.Fields fields -> "keys with values: " + names(fields.keys());
            case Shape.Named named -> "names, each with " + names(named.keys());
            case Shape.ListOf list -> "a list, each " + of(list.each());
            case Shape.OneOrMore more -> of(more.each()) + ", or a list of them";
            case Shape.Command _ -> "a program and its arguments like [/usr/local/bin/soil, -a]";
            case Shape.Device device ->
                device.role() == Shape.Role.SENSOR ? "a sensor with id and type" : "an actuator with id and type";
            case Shape.Registers _ -> "register numbers with bytes like 0x00: \"19 10\"";
            case Shape.Replies _ -> "bytes written with bytes to read like \"24 00\": \"61 B8\"";
        };
    }

    static String of(Kind.Word kind) {
        return switch (kind) {
            case Kind.Whole whole -> "a whole number %d to %d".formatted(whole.least(), whole.most());
            case Kind.Decimal decimal -> decimal(decimal);
            case Kind.Choice choice -> alternatives(choice.values());
            case Kind.Flag _ -> "true or false";
            case Kind.Span span ->
                "a duration " + Durations.format(span.least()) + " to " + Durations.format(span.most());
            case Kind.Text text -> "text like '" + text.like() + "'";
            case Kind.Pin _ -> "a BCM pin number 0 to 27";
            case Kind.AnyPin _ -> "a BCM pin number 0 to 27, or an expander's pin like expander1/7";
            case Kind.PwmPin _ ->
                "a pin with hardware PWM: "
                        + alternatives(
                                Board.PWM_PINS.stream().map(String::valueOf).toList());
            case Kind.Bus _ -> "an I2C bus number 0 to 255, or a multiplexer's channel like mux1/3";
            case Kind.Address address -> addresses(address.possible());
            case Kind.Channel channel -> alternatives(channel.values());
        };
    }

    static String of(Shape.FromTo range) {
        if (range.most() >= UNBOUNDED) return "two different numbers in brackets";
        return "two different numbers from %s to %s in brackets".formatted(plain(range.least()), plain(range.most()));
    }

    private static String decimal(Kind.Decimal kind) {
        var least = kind.least() > -UNBOUNDED ? " from " + plain(kind.least()) : "";
        var most = kind.most() < UNBOUNDED ? " to " + plain(kind.most()) : "";
        return "a number" + least + most;
    }

    static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    private static String addresses(List<Long> possible) {
        if (possible.size() <= WORTH_LISTING)
            return alternatives(possible.stream().sorted().map(Phrases::hex).toList());
        return alternatives(runs(possible.stream().sorted().toList()));
    }

    /** {@code 0x40 to 0x6f}, {@code 0x71 to 0x77}. */
    private static List<String> runs(List<Long> sorted) {
        var runs = new ArrayList<String>();
        for (var from = 0; from < sorted.size(); ) {
            var to = from;
            while (to + 1 < sorted.size() && sorted.get(to + 1) == sorted.get(to) + 1) to++;
            runs.add(to == from ? hex(sorted.get(from)) : hex(sorted.get(from)) + " to " + hex(sorted.get(to)));
            from = to + 1;
        }
        return runs;
    }

    static String hex(long address) {
        return "0x%02x".formatted(address);
    }

    /** {@code a}, {@code a or b}, {@code a, b or c}. */
    static String alternatives(List<String> words) {
        if (words.size() == 1) return words.getFirst();
        return String.join(", ", words.subList(0, words.size() - 1)) + " or " + words.getLast();
    }

    static String names(List<Key> keys) {
        return keys.stream()
                .filter(key -> !(key.presence() instanceof Key.Presence.Later))
                .map(Key::name)
                .collect(Collectors.joining(", "));
    }
}
