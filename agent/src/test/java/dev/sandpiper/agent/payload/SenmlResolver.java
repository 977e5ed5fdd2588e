package dev.sandpiper.agent.payload;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads a SenML pack as RFC 8428 says it is to be read (sections 4.1 to 4.6 and 5), knowing nothing of who wrote it.
 *
 * @param now what times count from that are not absolute
 */
public record SenmlResolver(BigDecimal now) {
    private static final Set<String> VALUES = Set.of("v", "vs", "vb", "vd");
    /** Table 1. */
    private static final Set<String> LABELS =
            Set.of("bn", "bt", "bu", "bv", "bs", "bver", "n", "u", "v", "vs", "vb", "vd", "s", "t", "ut");

    private static final int VERSION = 10;
    private static final BigDecimal FIRST_ABSOLUTE = BigDecimal.valueOf(1L << 28);

    /**
     * @param time seconds since 1970
     * @param value as JSON; empty where there is only a sum
     */
    public record Resolved(String name, Optional<String> unit, BigDecimal time, Optional<String> value) {
        @Override
        public String toString() {
            return "%s %s %s%s"
                    .formatted(
                            time.stripTrailingZeros().toPlainString(),
                            name,
                            value.orElse("-"),
                            unit.map(" "::concat).orElse(""));
        }
    }

    /** What is against the RFC. */
    public static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;

        Refused(String why) {
            super(why);
        }
    }

    public List<Resolved> resolve(String pack) {
        var base = new JsonObject();
        var resolved = new ArrayList<Resolved>();
        for (var element : JsonParser.parseString(pack).getAsJsonArray()) {
            var record = element.getAsJsonObject();
            check(record);
            record.entrySet().stream()
                    .filter(field -> field.getKey().startsWith("b"))
                    .forEach(field -> base.add(field.getKey(), field.getValue()));
            if (VALUES.stream().anyMatch(record::has) || record.has("s")) resolved.add(resolve(base, record));
        }
        return resolved;
    }

    /** Labels of a pack that the RFC does not have. */
    public static List<String> unregistered(String pack) {
        return records(JsonParser.parseString(pack).getAsJsonArray())
                .flatMap(record -> record.keySet().stream())
                .filter(label -> !LABELS.contains(label))
                .distinct()
                .toList();
    }

    private static Stream<JsonObject> records(JsonArray pack) {
        return pack.asList().stream().map(element -> element.getAsJsonObject());
    }

    private static void check(JsonObject record) {
        for (var label : record.keySet()) if (label.endsWith("_")) throw new Refused("must be understood: " + label);
        if (record.has("bver") && record.get("bver").getAsInt() > VERSION) throw new Refused("another version");
        if (VALUES.stream().filter(record::has).count() > 1) throw new Refused("more than one value: " + record);
    }

    private Resolved resolve(JsonObject base, JsonObject record) {
        var name = text(base, "bn") + text(record, "n");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9:./_-]*")) throw new Refused("not a name: '" + name + "'");
        var time = number(base, "bt").add(number(record, "t"));
        var unit = record.has("u") ? text(record, "u") : text(base, "bu");
        return new Resolved(
                name,
                Optional.of(unit).filter(symbol -> !symbol.isEmpty()),
                time.compareTo(FIRST_ABSOLUTE) < 0 ? now.add(time) : time,
                value(base, record));
    }

    private static Optional<String> value(JsonObject base, JsonObject record) {
        if (record.has("v") || base.has("bv") && VALUES.stream().noneMatch(record::has))
            return Optional.of(number(base, "bv").add(number(record, "v")).toPlainString());
        return VALUES.stream()
                .filter(record::has)
                .findFirst()
                .map(label -> record.get(label).toString());
    }

    private static String text(JsonObject fields, String label) {
        return fields.has(label) ? fields.get(label).getAsString() : "";
    }

    private static BigDecimal number(JsonObject fields, String label) {
        return fields.has(label) ? fields.get(label).getAsBigDecimal() : BigDecimal.ZERO;
    }
}
