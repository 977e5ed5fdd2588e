package dev.sandpiper.agent.payload;

import dev.sandpiper.agent.json.Members;
import java.util.List;
import java.util.Set;

/** A record as messages of a value each, which carry neither time nor number. */
final class Plain {
    private static final Set<String> ABOUT_THE_RECORD = Set.of("ts", "run", "seq", "clock");

    private Plain() {}

    /** A sensor's values, and {@code error} where that is what there is to tell, each under its name. */
    static List<Part> reading(String record) {
        return Members.of(record).entrySet().stream()
                .filter(member -> !ABOUT_THE_RECORD.contains(member.getKey()))
                .map(member -> new Part(member.getKey(), Members.plain(member.getValue())))
                .toList();
    }

    /** An actuator's value alone. */
    static List<Part> state(String record) {
        var value = Members.of(record).get("value");
        return value == null ? List.of() : List.of(new Part(Part.WHOLE, Members.plain(value)));
    }
}
