package dev.sandpiper.agent.safestate;

import dev.sandpiper.sensors.Bus;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.Pin;
import dev.sandpiper.sensors.Range;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Options and values as words without a space: a letter for the type, then the value.
 *
 * @param hubs by their id, as far as they are known
 */
record Words(Map<String, Hub> hubs) {
    private static final String SEPARATOR = ",";

    static String of(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static String text(String word) {
        return URLDecoder.decode(word, StandardCharsets.UTF_8);
    }

    static String of(Bus bus) {
        return switch (bus) {
            case Bus.Own(var number) -> Integer.toString(number);
            case Bus.Channel(var hub, var number) -> hub.id() + "/" + number;
        };
    }

    Bus bus(String word) {
        var slash = word.indexOf('/');
        if (slash < 0) return new Bus.Own(Integer.parseInt(word));
        return new Bus.Channel(hub(word.substring(0, slash)), Integer.parseInt(word.substring(slash + 1)));
    }

    private Pin.Line line(String word) {
        var slash = word.indexOf('/');
        return new Pin.Line(hub(word.substring(0, slash)), Integer.parseInt(word.substring(slash + 1)));
    }

    private Hub hub(String id) {
        var hub = hubs.get(id);
        if (hub == null) throw new IllegalArgumentException("no chip " + id);
        return hub;
    }

    static String of(Section options) {
        return options.values().entrySet().stream()
                .map(option -> option.getKey() + "=" + of(option.getValue()))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    Section section(List<String> words) {
        var values = new HashMap<String, Object>();
        for (var word : words) {
            var equals = word.indexOf('=');
            values.put(word.substring(0, equals), option(word.substring(equals + 1)));
        }
        return new Section(values);
    }

    private static String of(Object option) {
        return switch (option) {
            case Long number -> "n" + number;
            case Double number -> "d" + number;
            case Boolean flag -> "f" + flag;
            case String text -> "t" + of(text);
            case Duration span -> "s" + span.toNanos();
            case Range range -> "r" + range.first() + SEPARATOR + range.last();
            case Bus bus -> "b" + of(bus);
            case Pin.Line line -> "p" + line;
            case List<?> words -> "l" + joined(words.stream().map(word -> of(word.toString())));
            case Map<?, ?> sections -> "m" + joined(sections.entrySet().stream().map(Words::named));
            default -> throw new IllegalArgumentException("no word for an option like " + option);
        };
    }

    private static String joined(Stream<String> words) {
        return words.collect(Collectors.joining(SEPARATOR));
    }

    private static String named(Map.Entry<?, ?> section) {
        return section.getKey() + "=" + of(of((Section) section.getValue()));
    }

    private Object option(String word) {
        var rest = word.substring(1);
        return switch (word.charAt(0)) {
            case 'n' -> Long.valueOf(rest);
            case 'd' -> Double.valueOf(rest);
            case 'f' -> Boolean.valueOf(rest);
            case 't' -> text(rest);
            case 's' -> Duration.ofNanos(Long.parseLong(rest));
            case 'r' -> range(rest);
            case 'b' -> bus(rest);
            case 'p' -> line(rest);
            case 'l' -> parts(rest).map(Words::text).toList();
            case 'm' -> sections(rest);
            default -> throw unknown(word);
        };
    }

    private static Range range(String word) {
        var comma = word.indexOf(SEPARATOR);
        return new Range(
                Double.parseDouble(word.substring(0, comma)),
                Double.parseDouble(word.substring(comma + SEPARATOR.length())));
    }

    private static Stream<String> parts(String word) {
        return word.isEmpty() ? Stream.empty() : Stream.of(word.split(SEPARATOR, -1));
    }

    private Map<String, Section> sections(String word) {
        var sections = new LinkedHashMap<String, Section>();
        parts(word).forEach(part -> {
            var equals = part.indexOf('=');
            var options = text(part.substring(equals + 1));
            sections.put(
                    part.substring(0, equals), section(options.isEmpty() ? List.of() : List.of(options.split(" "))));
        });
        return sections;
    }

    static String of(Value value) {
        return switch (value) {
            case Value.Flag(var on) -> "f" + on;
            case Value.Count(var number) -> "n" + number;
            case Value.Decimal(var number, var decimals) -> "d" + number + SEPARATOR + decimals;
            case Value.Text(var text) -> "t" + of(text);
        };
    }

    static Value value(String word) {
        var rest = word.substring(1);
        return switch (word.charAt(0)) {
            case 'f' -> new Value.Flag(Boolean.parseBoolean(rest));
            case 'n' -> new Value.Count(Long.parseLong(rest));
            case 'd' -> decimal(rest);
            case 't' -> new Value.Text(text(rest));
            default -> throw unknown(word);
        };
    }

    private static Value decimal(String word) {
        var comma = word.indexOf(SEPARATOR);
        return new Value.Decimal(
                Double.parseDouble(word.substring(0, comma)),
                Integer.parseInt(word.substring(comma + SEPARATOR.length())));
    }

    private static IllegalArgumentException unknown(String word) {
        return new IllegalArgumentException("'" + word + "' means nothing");
    }
}
