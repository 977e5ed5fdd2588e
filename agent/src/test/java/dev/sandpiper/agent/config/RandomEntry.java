package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Option.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** An entry of the file that follows a type's description: some of its options, each written in one of the ways there are. */
record RandomEntry(Random random) {

    static String of(DriverType driver, Random random) {
        return new RandomEntry(random).entry(driver);
    }

    private String entry(DriverType driver) {
        var keys = new ArrayList<>(List.of("id: a" + random.nextInt(1000), "type: " + driver.name()));
        for (var option : driver.options())
            if (option.orElse().isEmpty() || random.nextBoolean())
                keys.add(option.name() + ": " + value(option.kind(), driver));
        if (driver instanceof DriverType.SensorType && random.nextBoolean())
            keys.add("every: " + oneOf("1ms", "90s", "1h30m", "2d"));
        if (driver instanceof DriverType.ActuatorType && random.nextBoolean())
            keys.add("late_commands: " + oneOf("execute", "refuse", "0", "\"0\"", "1m", "0ms"));
        return "{ " + String.join(", ", keys) + " }";
    }

    private String value(Kind kind, DriverType driver) {
        return switch (kind) {
            case Kind.Whole whole -> whole(whole.least(), whole.most());
            case Kind.Decimal decimal -> decimal(decimal.least(), decimal.most());
            case Kind.Choice choice -> chosen(choice.values());
            case Kind.Channel channel -> chosen(channel.values());
            case Kind.Flag _ -> oneOf("true", "false");
            case Kind.Span span -> oneOf(Durations.format(span.least()), Durations.format(span.most()));
            case Kind.Text text -> "\"" + text.like() + "\"";
            case Kind.Pin _, Kind.AnyPin _ -> whole(4, 27);
            case Kind.PwmPin _ ->
                oneOf(Board.PWM_PINS.stream().map(String::valueOf).toArray(String[]::new));
            case Kind.Bus _ -> whole(0, 255);
            case Kind.Address address ->
                whole(address.possible().get(random.nextInt(address.possible().size())));
            case Kind.FromTo fromTo ->
                "[" + decimal(fromTo.least(), fromTo.most()) + ", " + decimal(fromTo.least(), fromTo.most()) + "]";
            case Kind.Command _ -> oneOf("soil", "[/bin/true]", "[\"/bin/echo\", \"{}\", \"\\\"\"]");
            case Kind.Values values -> values(values, driver);
        };
    }

    private String values(Kind.Values values, DriverType driver) {
        var keys = values.each().stream()
                .filter(option -> option.orElse().isEmpty())
                .map(option -> option.name() + ": " + value(option.kind(), driver))
                .collect(Collectors.joining(", "));
        return "{ temperature: { %s } }".formatted(keys.isEmpty() ? "offset: " + decimal(-9, 9) : keys);
    }

    private String whole(long least, long most) {
        return whole(random.nextLong(least, most + 1));
    }

    private String whole(long number) {
        return oneOf(
                Long.toString(number), "0x%x".formatted(number), "0x%02X".formatted(number), "0o%o".formatted(number));
    }

    private String decimal(double least, double most) {
        var between = least + (most - least) * random.nextDouble();
        return oneOf(Double.toString(between), Double.toString(least), Double.toString(most));
    }

    private String chosen(List<String> words) {
        var word = words.get(random.nextInt(words.size()));
        return oneOf(word, "\"" + word + "\"", "'" + word + "'");
    }

    private String oneOf(String... ways) {
        return ways[random.nextInt(ways.length)];
    }
}
