package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.store.Kept;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.stream.Collectors;

/**
 * Records as lines of a table: what all have first, then a column for each name that occurs. All records are looked at
 * before the first is written.
 */
final class CsvColumns {
    private final SequencedSet<String> columns =
            new LinkedHashSet<>(List.of("ts", "clock", "run", "seq", "id", "kind"));
    private long lastKey;

    void learn(Kept record) {
        columns.addAll(members(record).keySet());
        lastKey = Math.max(lastKey, record.key());
    }

    /** Whether it was learned: beside a running agent others may have come. */
    boolean knows(Kept record) {
        return record.key() <= lastKey;
    }

    String header() {
        return columns.stream().map(CsvColumns::cell).collect(Collectors.joining(","));
    }

    String line(Kept record) {
        var members = members(record);
        members.putIfAbsent("ts", '"' + record.ts() + '"');
        members.putIfAbsent("run", Long.toString(record.run()));
        members.put("id", '"' + record.id() + '"');
        members.put("kind", '"' + record.kindName() + '"');
        return columns.stream()
                .map(name -> value(members.getOrDefault(name, "null")))
                .collect(Collectors.joining(","));
    }

    // In a reply "id" is that of the command, which a state calls "command".
    private static SequencedMap<String, String> members(Kept record) {
        try {
            var members = Members.of(record.payload());
            if (members.containsKey("id")) members.putIfAbsent("command", members.remove("id"));
            return members;
        } catch (IllegalArgumentException damaged) {
            return new LinkedHashMap<>(Map.of("unreadable", Json.quote(record.payload())));
        }
    }

    private static String value(String json) {
        if (json.equals("null")) return "";
        return cell(json.startsWith("\"") ? harmless(Members.plain(json)) : json);
    }

    // A spreadsheet takes what begins so for a formula, and a text may come from anybody.
    private static String harmless(String text) {
        return text.isEmpty() || "=+-@\t\r".indexOf(text.charAt(0)) < 0 ? text : "'" + text;
    }

    private static String cell(String text) {
        return text.chars().anyMatch(one -> ",\"\r\n".indexOf(one) >= 0)
                ? '"' + text.replace("\"", "\"\"") + '"'
                : text;
    }
}
