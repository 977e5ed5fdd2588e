package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.json.Members;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes sense of messages on devices' topics, contract sections 1, 2, 3 and 5; whoever sent them may mean harm. */
final class Hearing {
    private static final Pattern TOPIC = Pattern.compile(
            "(?<device>[A-Za-z0-9_-]{1,64})/(?<kind>[a-z]{1,16})(?:/(?<id>[A-Za-z0-9_-]{1,64})(?:/(?<value>[a-z][a-z0-9_]{0,31}))?)?");
    private static final Set<String> RESERVED = Set.of("ts", "run", "seq", "clock", "error");
    private static final int LONGEST = 200;
    private static final int MOST_VALUES = 32;
    private static final int MOST_OF_A_BATCH = 1000;

    private final String beginning;

    Hearing(String prefix) {
        this.beginning = prefix + "/";
    }

    /** A message of history holds several; what belongs to no device is none. */
    List<Heard> of(String topic, byte[] payload) {
        if (!topic.startsWith(beginning) || payload.length == 0) return List.of();
        var match = TOPIC.matcher(topic.substring(beginning.length()));
        if (!match.matches()) return List.of();
        var device = match.group("device");
        var kind = match.group("kind");
        var id = Optional.ofNullable(match.group("id")).orElse("");
        try {
            return said(device, kind, id, match.group("value"), new String(payload, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException broken) {
            return List.of(
                    new Heard.Unreadable(device, id.isEmpty() ? kind : kind + " " + id, "not what it should be"));
        }
    }

    private static List<Heard> said(String device, String kind, String id, @Nullable String value, String text) {
        if (value != null) return kind.equals("telemetry") ? List.of(value(device, id, value, text)) : List.of();
        return switch (id.isEmpty() ? kind : kind + "/") {
            case "status" -> List.of(new Heard.Status(device, shown(text)));
            case "info" -> List.of(birth(device, Members.of(text)));
            case "health" -> List.of(health(device, Members.of(text)));
            case "gap" -> List.of(gap(device, Members.of(text)));
            case "telemetry/" ->
                records(text).map(record -> reading(device, id, record)).toList();
            case "state/" -> states(device, id, text);
            case "reply/" -> List.of(answer(device, id, Members.of(text)));
            case "history/" -> history(device, id, text);
            default -> List.of();
        };
    }

    private static Heard birth(String device, Map<String, String> info) {
        var units = new LinkedHashMap<String, Map<String, String>>();
        members(info, "sensors").forEach((sensor, about) -> units.put(sensor, units(Members.of(about))));
        var board = plain(info, "board").map(" on "::concat).orElse("");
        return new Heard.Birth(device, shown("agent " + plain(info, "agent").orElse("?") + board), units);
    }

    private static Map<String, String> units(Map<String, String> sensor) {
        var units = new LinkedHashMap<String, String>();
        members(sensor, "values")
                .forEach((value, about) ->
                        plain(Members.of(about), "unit").ifPresent(unit -> units.put(value, shown(unit))));
        return units;
    }

    private static Heard health(String device, Map<String, String> health) {
        var problems = Members.texts(health.getOrDefault("problems", "[]"));
        return new Heard.Health(
                device,
                ts(health),
                problems.stream().limit(MOST_VALUES).map(Hearing::shown).toList());
    }

    private static Heard gap(String device, Map<String, String> gap) {
        var dropped = plain(gap, "dropped").map(number -> number + " records, ").orElse("");
        return new Heard.Gap(
                device, ts(gap), shown(dropped + plain(gap, "reason").orElse("")));
    }

    private static Heard reading(String device, String id, SequencedMap<String, String> reading) {
        var values = new LinkedHashMap<String, String>();
        reading.forEach((name, value) -> {
            if (!RESERVED.contains(name) && values.size() < MOST_VALUES)
                values.put(shown(name), shown(Members.plain(value)));
        });
        return new Heard.Reading(
                device, id, ts(reading), values, plain(reading, "error").map(Hearing::shown));
    }

    private static Heard state(String device, String id, Map<String, String> state) {
        var command = plain(state, "command").map(" "::concat).orElse("");
        var fault = plain(state, "error").map(": "::concat).orElse("");
        return new Heard.State(
                device,
                id,
                ts(state),
                Shown.value(shown(plain(state, "value").orElse("?"))),
                shown(plain(state, "cause").orElse("") + command + fault));
    }

    private static Heard answer(String device, String id, Map<String, String> reply) {
        var command = plain(reply, "id").map(word -> word + " ").orElse("");
        var result = plain(reply, "result").orElse("?");
        var what = plain(reply, "reason")
                .map(": "::concat)
                .or(() -> plain(reply, "value").map(value -> ", " + Shown.value(value)))
                .orElseGet(() -> data(reply));
        return new Heard.Answer(device, id, ts(reply), shown(command + result + what));
    }

    private static String data(Map<String, String> reply) {
        return members(reply, "data").entrySet().stream()
                .map(member -> ", %s %s".formatted(member.getKey(), Members.plain(member.getValue())))
                .collect(Collectors.joining());
    }

    private static Heard value(String device, String id, String name, String text) {
        return new Heard.Value(device, id, shown(name), shown(text));
    }

    // Plain values are neither objects nor packs.
    private static List<Heard> states(String device, String id, String text) {
        return isPack(text) || text.startsWith("{")
                ? records(text).map(record -> state(device, id, record)).toList()
                : List.of(new Heard.State(device, id, Optional.empty(), Shown.value(shown(text)), ""));
    }

    private static boolean isPack(String text) {
        return text.startsWith("[");
    }

    private static Stream<SequencedMap<String, String>> records(String text) {
        return isPack(text) ? Pack.records(text).stream().limit(MOST_OF_A_BATCH) : Stream.of(Members.of(text));
    }

    private static Stream<SequencedMap<String, String>> late(String text) {
        if (isPack(text)) return records(text);
        var batch = Members.of(text);
        // With outbox.batch: 1 a record stands alone.
        return batch.containsKey("readings") ? elements(batch.get("readings")) : Stream.of(batch);
    }

    private static List<Heard> history(String device, String id, String text) {
        return late(text)
                .limit(MOST_OF_A_BATCH)
                .map(record -> record.containsKey("cause") ? state(device, id, record) : reading(device, id, record))
                .toList();
    }

    private static Stream<SequencedMap<String, String>> elements(String array) {
        return Members.elements(array).stream().map(Members::of);
    }

    private static Map<String, String> members(Map<String, String> object, String name) {
        return Members.of(object.getOrDefault(name, "{}"));
    }

    // By its form it sorts as it is.
    private static Optional<String> ts(Map<String, String> message) {
        return plain(message, "ts").filter(text -> text.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
    }

    private static Optional<String> plain(Map<String, String> message, String name) {
        return Optional.ofNullable(message.get(name)).map(Members::plain);
    }

    private static String shown(String text) {
        return Shown.text(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }
}
