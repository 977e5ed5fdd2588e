package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.payload.SenmlUnit;
import dev.sandpiper.agent.store.Stamps;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** Records that were sent as SenML, as they would have been in JSON: whoever watches several devices sees them alike. */
final class Pack {
    private static final int MILLIS = 3;
    private static final long FIRST_ABSOLUTE = 1L << 28;
    private static final int LONGEST_NUMBER = 40;

    private Pack() {}

    /**
     * The members of each record; one begins where a base name is set.
     *
     * @throws IllegalArgumentException when it is no pack
     */
    static List<SequencedMap<String, String>> records(String pack) {
        var records = new ArrayList<SequencedMap<String, String>>();
        for (var element : Members.elements(pack)) {
            var fields = Members.of(element);
            if (fields.containsKey("bn") || records.isEmpty()) records.add(begin(fields));
            var name = Members.plain(fields.getOrDefault("n", "\"\""));
            records.getLast().putIfAbsent(name, value(name, fields));
        }
        return records;
    }

    private static SequencedMap<String, String> begin(Map<String, String> fields) {
        var record = new LinkedHashMap<String, String>();
        var at = number(fields.getOrDefault("bt", "0"));
        if (at.compareTo(BigDecimal.valueOf(FIRST_ABSOLUTE)) >= 0)
            record.put(
                    "ts",
                    Json.quote(Stamps.text(
                            Instant.ofEpochMilli(at.scaleByPowerOfTen(MILLIS).longValue()))));
        return record;
    }

    private static String value(String name, Map<String, String> fields) {
        for (var label : List.of("vs", "vb")) if (fields.containsKey(label)) return fields.get(label);
        var number = fields.get("v");
        if (number == null) throw new IllegalArgumentException("no value");
        var unit = fields.get("u");
        return unit == null ? number : SenmlUnit.usual(name, Members.plain(unit), number(number));
    }

    private static BigDecimal number(String text) {
        if (text.length() > LONGEST_NUMBER) throw new IllegalArgumentException("a number of more than 40 characters");
        var number = new BigDecimal(text);
        if (Math.abs(number.scale()) > LONGEST_NUMBER) throw new IllegalArgumentException("a number out of range");
        return number;
    }
}
