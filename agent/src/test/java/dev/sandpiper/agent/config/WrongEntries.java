package dev.sandpiper.agent.config;

import dev.sandpiper.sensors.DriverType;
import dev.sandpiper.sensors.Option.Kind;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The example of a type with one option that is wrong, in each way that its kind can be. */
final class WrongEntries {

    private WrongEntries() {}

    /** @param known kinds that are left out, as other drivers had them; to these those of this driver are added */
    static List<String> of(DriverType driver, Set<Kind> known) {
        return Stream.concat(
                        Stream.of(
                                without(driver.example(), "id"),
                                "{ " + driver.example().substring(1).replaceFirst("id: \\S+,", "id: agent,"),
                                with(driver.example(), "nonsense", "1")),
                        driver.options().stream()
                                .filter(option -> known.add(option.kind()))
                                .flatMap(option -> values(option.kind())
                                        .map(value -> with(driver.example(), option.name(), value))))
                .toList();
    }

    private static String with(String example, String key, String value) {
        var rest = without(example, key);
        return rest.substring(0, rest.lastIndexOf('}')) + ", " + key + ": " + value + " }";
    }

    /** Without the key, and what it has in brackets. */
    private static String without(String example, String key) {
        return example.replaceFirst("(, | )" + key + ": (\\[[^\\]]*]|\\{.*} }|[^,\\[{ ]+)(?= |,)", " ")
                .replace("{ ,", "{")
                .replace("{  ", "{ ");
    }

    private static Stream<String> values(Kind kind) {
        return Stream.concat(
                Stream.of("~", "[]", "[[1]]"),
                switch (kind) {
                    case Kind.Whole whole ->
                        Stream.of("" + (whole.least() - 1), "" + (whole.most() + 1), "1.5", "\"1\"", "true");
                    case Kind.Decimal decimal -> Stream.of(below(decimal), above(decimal), "\"1\"", "one", ".inf");
                    case Kind.Choice _, Kind.Channel _ -> Stream.of("nonsense", "true", "4711", "\"\"");
                    case Kind.Flag _ -> Stream.of("on", "\"\"", "\"true\"", "1");
                    case Kind.Span _ -> Stream.of("10", "\"\"", "1.5s", "5 s", "-1s", "1s1m", "true");
                    case Kind.Text _ -> Stream.of("true", "4711", "{ a: 1 }");
                    case Kind.Pin _, Kind.AnyPin _, Kind.PwmPin _ -> Stream.of("28", "-1", "\"17\"", "GPIO17", "1.5");
                    case Kind.Bus _ -> Stream.of("256", "-1", "i2c-1", "\"1\"");
                    case Kind.Address _ -> Stream.of("0x07", "0x78", "\"0x76\"", "76h");
                    case Kind.FromTo range ->
                        Stream.of(
                                "5",
                                "{ a: 1 }",
                                "[1]",
                                "[1, 2, 3]",
                                "[1, 1.0]",
                                "[1, " + (range.most() + 1) + "]",
                                "[one, two]");
                    case Kind.Command _ -> Stream.of("[{ a: 1 }]");
                    case Kind.Values _ -> Stream.of("{ ts: { offset: 1 } }", "{ temperature: 1 }");
                });
    }

    private static String below(Kind.Decimal kind) {
        return new BigDecimal(kind.least()).subtract(BigDecimal.ONE).toPlainString();
    }

    private static String above(Kind.Decimal kind) {
        return new BigDecimal(kind.most()).add(BigDecimal.ONE).toPlainString();
    }
}
