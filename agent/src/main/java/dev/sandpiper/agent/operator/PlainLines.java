package dev.sandpiper.agent.operator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** What was heard as a line each: {@code 2026-11-23T06:15:05.002Z greenhouse-1 air temperature 21.46 °C humidity 48.1 %RH}. */
final class PlainLines {
    private final Map<String, Map<String, Map<String, String>>> units = new HashMap<>();
    private final Allowance allowance = new Allowance(Allowance.USUAL);

    /** @param arrived for what carries no time of its own */
    String line(Heard heard, String arrived) {
        if (heard instanceof Heard.Birth birth && allowance.takes(birth.device(), birth))
            units.put(birth.device(), birth.units());
        return switch (heard) {
            case Heard.Status(var device, var word) -> join(arrived, device, word);
            case Heard.Birth(var device, var what, var _) -> join(arrived, device, what);
            case Heard.Health(var device, var ts, var problems) ->
                join(
                        ts.orElse(arrived),
                        device,
                        problems.isEmpty() ? "ok" : "problems: " + String.join("; ", problems));
            case Heard.Reading reading ->
                join(reading.ts().orElse(arrived), reading.device(), reading.id(), told(reading));
            case Heard.Value value -> join(arrived, value.device(), value.id(), told(value));
            case Heard.State(var device, var id, var ts, var value, var why) ->
                join(ts.orElse(arrived), device, id, value, why.isEmpty() ? "" : "(" + why + ")");
            case Heard.Answer(var device, var id, var ts, var what) ->
                join(ts.orElse(arrived), device, id, "reply", what);
            case Heard.Gap(var device, var ts, var what) -> join(ts.orElse(arrived), device, "gap", what);
            case Heard.Unreadable(var device, var topic, var why) -> join(arrived, device, topic, why);
        };
    }

    private String told(Heard.Reading reading) {
        var known = units.getOrDefault(reading.device(), Map.of()).getOrDefault(reading.id(), Map.of());
        return reading.error()
                .map("error: "::concat)
                .orElseGet(() -> String.join(" ", values(reading.values(), known)));
    }

    private String told(Heard.Value value) {
        var known = units.getOrDefault(value.device(), Map.of()).getOrDefault(value.id(), Map.of());
        return value.failure()
                .map("error: "::concat)
                .orElseGet(() -> join(value.name(), value.text(), known.getOrDefault(value.name(), "")));
    }

    /** {@code temperature 21.46 °C} each. */
    static List<String> values(SequencedMap<String, String> values, Map<String, String> units) {
        return values.entrySet().stream()
                .map(value -> join(value.getKey(), value.getValue(), units.getOrDefault(value.getKey(), "")))
                .toList();
    }

    private static String join(String... words) {
        return List.of(words).stream().filter(word -> !word.isEmpty()).collect(Collectors.joining(" "));
    }
}
