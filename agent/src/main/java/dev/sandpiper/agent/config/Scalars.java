package dev.sandpiper.agent.config;

import dev.sandpiper.agent.config.Item.Scalar;
import dev.sandpiper.agent.config.Item.Sort;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.Option.Kind;
import dev.sandpiper.sensors.Range;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is written as one word, to the Java type its {@link Shape} names. */
record Scalars(NamedFiles files) {
    private static final Pattern MESSAGE_RATE = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)/s");
    private static final Pattern COMMAND_RATE = Pattern.compile("(\\d{1,6})/([smhd])");

    Object value(Shape.OfScalar shape, Scalar scalar) throws Misfit {
        if (scalar.sort() == Sort.NOTHING)
            throw new Misfit("found nothing, expected %s; give a value or leave the key out", Phrases.of(shape));
        return switch (shape) {
            case Shape.Plain plain -> value(plain.kind(), scalar);
            case Shape.Line line -> text(line.pattern(), line.expected(), scalar);
            case Shape.Size size -> size(size, scalar);
            case Shape.MessageRate rate -> messageRate(rate, scalar);
            case Shape.ByteRate rate -> byteRate(rate, scalar);
            case Shape.CommandRate rate -> commandRate(rate, scalar);
            case Shape.FileName name -> files.resolve(text(".*", Phrases.of(name), scalar), name.use());
            case Shape.Url url -> BrokerUrl.parse(text(".*", Phrases.of(url), scalar));
            case Shape.Late late -> late(late, scalar);
            case Shape.Setting _ -> setting(scalar);
            case Shape.Word word -> word(word, scalar);
        };
    }

    private static Object value(Kind.Word kind, Scalar scalar) throws Misfit {
        return switch (kind) {
            case Kind.Whole whole -> whole(kind, whole.least(), whole.most(), scalar);
            case Kind.Decimal decimal -> decimal(decimal, scalar);
            case Kind.Choice choice -> choice(choice.values(), Phrases.of(choice), scalar);
            case Kind.Flag _ -> flag(kind, scalar);
            case Kind.Span span -> span(span, scalar);
            case Kind.Text text -> text(text.pattern(), Phrases.of(text), scalar);
            case Kind.Pin _ -> whole(kind, 0, 27, scalar);
            case Kind.AnyPin _ -> anyPin(kind, scalar);
            case Kind.PwmPin _ -> pwmPin(kind, scalar);
            case Kind.Bus _ -> bus(kind, scalar);
            case Kind.Address address -> address(address, scalar);
            case Kind.Channel channel -> choice(channel.values(), Phrases.of(channel), scalar);
        };
    }

    /** A driver's checked value as it would be written in the file. */
    static String written(Kind.Word kind, Object value) {
        return switch (kind) {
            case Kind.Span _ -> Durations.format((Duration) value);
            case Kind.Address _ -> Phrases.hex((Long) value);
            case Kind.Bus _ -> Integer.toString(((Bus) value).root().number());
            case Kind.Whole _, Kind.Decimal _, Kind.Choice _, Kind.Flag _, Kind.Text _, Kind.Pin _, Kind.AnyPin _ ->
                value.toString();
            case Kind.Channel _, Kind.PwmPin _ -> value.toString();
        };
    }

    /** The number a scalar is written as, also {@code 0x76} and {@code 0o17}. */
    static Optional<BigInteger> number(Scalar scalar) {
        if (scalar.sort() != Sort.WHOLE) return Optional.empty();
        var text = scalar.text();
        if (text.startsWith("0x")) return Optional.of(new BigInteger(text.substring(2), 16));
        if (text.startsWith("0o")) return Optional.of(new BigInteger(text.substring(2), 8));
        return Optional.of(new BigInteger(text));
    }

    private static Misfit misfit(Scalar scalar, String expected, String todo) {
        return new Misfit("found %s, expected %s; %s", scalar.found(), expected, todo);
    }

    private static Long whole(Kind.Word kind, long least, long most, Scalar scalar) throws Misfit {
        return number(scalar)
                .filter(number -> number.compareTo(BigInteger.valueOf(least)) >= 0)
                .filter(number -> number.compareTo(BigInteger.valueOf(most)) <= 0)
                .map(BigInteger::longValueExact)
                .orElseThrow(
                        () -> misfit(scalar, Phrases.of(kind), quoted(scalar).orElse("correct it")));
    }

    /** A number in quotes is a text in YAML, which is easily overlooked. */
    private static Optional<String> quoted(Scalar scalar) {
        if (scalar.sort() != Sort.TEXT) return Optional.empty();
        return YamlTree.plain(scalar.text(), scalar.spot()).sort() == Sort.TEXT
                ? Optional.empty()
                : Optional.of("write " + scalar.text() + " without quotes");
    }

    static String written(Range range) {
        return "[%s, %s]".formatted(Phrases.plain(range.first()), Phrases.plain(range.last()));
    }

    /** Two different numbers. */
    static Range fromTo(Shape.FromTo kind, Item.Listing listing) throws Misfit {
        var numbers = new ArrayList<Double>();
        for (var item : listing.items())
            if (item instanceof Scalar scalar)
                numbers.add(decimal(new Kind.Decimal(kind.least(), kind.most()), scalar));
        if (numbers.size() != 2
                || listing.items().size() != 2
                || numbers.getFirst().equals(numbers.getLast()))
            throw new Misfit("found %s, expected %s; correct it", listing.found(), Phrases.of(kind));
        return new Range(numbers.getFirst(), numbers.getLast());
    }

    private static Long pwmPin(Kind.Word kind, Scalar scalar) throws Misfit {
        var pin = whole(kind, 0, 27, scalar);
        if (Board.PWM_PINS.contains(pin.intValue())) return pin;
        throw misfit(scalar, Phrases.of(kind), "take one of them, or a gpio-output");
    }

    /** A pin of the Pi, or a {@link Lent} one whose expander is still to be found. */
    private static Object anyPin(Kind.Word kind, Scalar scalar) throws Misfit {
        var lent = scalar.sort() == Sort.TEXT ? Lent.parse(scalar.text()) : Optional.<Lent>empty();
        if (lent.isPresent()) return lent.get();
        return whole(kind, 0, 27, scalar);
    }

    /** A {@code Bus} of the board, or a {@link Lent} one whose multiplexer is still to be found. */
    private static Object bus(Kind.Word kind, Scalar scalar) throws Misfit {
        var lent = scalar.sort() == Sort.TEXT ? Lent.parse(scalar.text()) : Optional.<Lent>empty();
        if (lent.isPresent()) return lent.get();
        return new Bus.Own(Math.toIntExact(whole(kind, 0, 255, scalar)));
    }

    private static Long address(Kind.Address kind, Scalar scalar) throws Misfit {
        var number =
                number(scalar).filter(found -> found.bitLength() < Integer.SIZE).map(BigInteger::longValue);
        if (number.isPresent() && kind.possible().contains(number.get())) return number.get();
        var hexMeant = kind.possible().stream()
                .map(Phrases::hex)
                .filter(possible -> possible.equals("0x" + scalar.text()))
                .findFirst();
        throw misfit(
                scalar,
                Phrases.of(kind),
                hexMeant.map("write %s for a number in hex"::formatted)
                        .or(() -> quoted(scalar))
                        .orElse("correct it"));
    }

    static Double decimal(Kind.Decimal kind, Scalar scalar) throws Misfit {
        return numeric(scalar)
                .filter(number -> number >= kind.least() && number <= kind.most())
                .orElseThrow(
                        () -> misfit(scalar, Phrases.of(kind), quoted(scalar).orElse("correct it")));
    }

    private static Optional<Double> numeric(Scalar scalar) {
        return number(scalar).map(BigInteger::doubleValue).or(() -> fraction(scalar));
    }

    private static Optional<Double> fraction(Scalar scalar) {
        var endless = scalar.text().toLowerCase(java.util.Locale.ROOT).matches("[-+]?\\.(inf|nan)");
        return scalar.sort() == Sort.DECIMAL && !endless
                ? Optional.of(Double.parseDouble(scalar.text()))
                : Optional.empty();
    }

    private static Boolean flag(Kind.Word kind, Scalar scalar) throws Misfit {
        if (scalar.sort() != Sort.FLAG) throw misfit(scalar, Phrases.of(kind), "write one of them without quotes");
        return Boolean.parseBoolean(scalar.text());
    }

    private static String choice(List<String> known, String expected, Scalar scalar) throws Misfit {
        if (known.contains(scalar.text()) && scalar.sort() == Sort.TEXT) return scalar.text();
        var same = numeric(scalar)
                .flatMap(number -> known.stream()
                        .filter(value -> numeric(YamlTree.plain(value, scalar.spot()))
                                .filter(number::equals)
                                .isPresent())
                        .findFirst());
        if (same.isPresent()) return same.get();
        var meant = Suggestion.of(scalar.text(), known).filter(_ -> scalar.sort() == Sort.TEXT);
        throw misfit(
                scalar, expected, meant.map("did you mean '%s'?"::formatted).orElse("choose one"));
    }

    private static String word(Shape.Word word, Scalar scalar) throws Misfit {
        return choice(word.known(), Phrases.of(word), scalar);
    }

    private static String text(String pattern, String expected, Scalar scalar) throws Misfit {
        var fits = scalar.text().matches(pattern);
        if (scalar.sort() == Sort.TEXT && fits) return scalar.text();
        throw misfit(scalar, expected, fits ? "write \"%s\" in quotes".formatted(scalar.text()) : "correct it");
    }

    static Duration span(Kind.Span kind, Scalar scalar) throws Misfit {
        return duration(scalar, Phrases.of(kind))
                .filter(found -> found.compareTo(kind.least()) >= 0 && found.compareTo(kind.most()) <= 0)
                .orElseThrow(() -> misfit(scalar, Phrases.of(kind), "correct it"));
    }

    private static Optional<Duration> duration(Scalar scalar, String expected) throws Misfit {
        var duration = Durations.parse(scalar.text());
        if (duration.isPresent()) return duration;
        if (number(scalar).isPresent())
            throw misfit(scalar, expected, "a number needs its unit, write %ss".formatted(scalar.text()));
        throw misfit(scalar, expected, "write it like 250ms, 10s, 5m, 1h30m or 2d");
    }

    private static LateCommands late(Shape.Late shape, Scalar scalar) throws Misfit {
        if (scalar.text().equals("execute")) return new LateCommands.Execute();
        if (scalar.text().equals("refuse")) return new LateCommands.Refuse();
        return new LateCommands.Within(duration(scalar, Phrases.of(shape)).orElseThrow());
    }

    private static Long size(Shape.Size shape, Scalar scalar) throws Misfit {
        if (scalar.sort() == Sort.WHOLE)
            throw misfit(scalar, Phrases.of(shape), "a number needs its unit: B, KiB, MiB or GiB");
        return Sizes.parse(scalar.text())
                .filter(bytes -> bytes >= shape.least() && bytes <= shape.most())
                .orElseThrow(() -> misfit(scalar, Phrases.of(shape), "write it like 64KiB or 10MiB"));
    }

    private static Double messageRate(Shape shape, Scalar scalar) throws Misfit {
        var match = MESSAGE_RATE.matcher(scalar.text());
        var rate = match.matches() ? Double.parseDouble(match.group(1)) : 0;
        if (rate > 0) return rate;
        throw misfit(scalar, Phrases.of(shape), "write messages a second, more than none");
    }

    private static Long byteRate(Shape shape, Scalar scalar) throws Misfit {
        var text = scalar.text();
        return Optional.of(text)
                .filter(written -> written.endsWith("/s"))
                .flatMap(written -> Sizes.parse(written.substring(0, written.length() - 2)))
                .filter(bytes -> bytes > 0)
                .orElseThrow(() -> misfit(scalar, Phrases.of(shape), "write bytes a second with their unit"));
    }

    private static Limits.Rate commandRate(Shape shape, Scalar scalar) throws Misfit {
        var match = COMMAND_RATE.matcher(scalar.text());
        var commands = match.matches() ? Integer.parseInt(match.group(1)) : 0;
        if (commands > 0)
            return new Limits.Rate(
                    commands, Durations.parse("1" + match.group(2)).orElseThrow());
        throw misfit(scalar, Phrases.of(shape), "write commands a second, minute, hour or day: 1/s, 10/m, 60/h, 99/d");
    }

    private static Object setting(Scalar scalar) {
        return switch (scalar.sort()) {
            case FLAG -> Boolean.parseBoolean(scalar.text());
            case WHOLE -> number(scalar).orElseThrow().doubleValue();
            case DECIMAL -> fraction(scalar).<Object>map(number -> number).orElse(scalar.text());
            case TEXT, NOTHING -> scalar.text();
        };
    }
}
