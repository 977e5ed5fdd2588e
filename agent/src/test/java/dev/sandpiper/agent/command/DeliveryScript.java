package dev.sandpiper.agent.command;

import dev.sandpiper.agent.testing.Script;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What senders of every kind write on command topics. */
final class DeliveryScript {
    private static final List<String> NAMES =
            List.of("pump", "pump", "pump", "agent", "fountain", "", "a/b", "$SYS", "\uD83D\uDE00", "x".repeat(60_000));
    private static final List<String> IDS =
            List.of("a", "b", "c", "\u00fc", "", "\\ud800", "\\ud83d\\ude00", "a\\u0000", "i".repeat(65));
    private static final List<String> VALUES = List.of(
            "true", "false", "\"toggle\"", "1", "0", "\"ON\"", "null", "1e400", "-0.0", "[true]", "{}", "\"\\udc00\"");
    private static final List<String> SPANS = List.of("1s", "3s", "36500d", "0s", "9999999999999d", "-1s");
    private static final List<String> INSTANTS = List.of(
            "2026-11-23T06:00:02Z",
            "2026-11-23T05:59:59Z",
            "9999-12-31T23:59:60Z",
            "0000-01-01T00:00:00+18:00",
            "2026-11-24T05:59:00+23:59",
            "2026-11-23T06:00:03-18:00",
            "+10000-01-01T00:00:00Z");
    private static final List<String> TASKS = List.of("ping", "read", "health", "restart", "", "PING");
    private static final List<Optional<Duration>> WAITS = List.of(
            Optional.empty(),
            Optional.of(Duration.ofSeconds(29)),
            Optional.of(Duration.ofSeconds(30)),
            Optional.of(Duration.ofDays(9)));

    private DeliveryScript() {}

    static Delivery next(Script script) {
        var how = script.next();
        var name = script.oneOf(NAMES);
        var payload =
                how % 4 == 0 ? script.take(script.next()) : text(script, name).getBytes(StandardCharsets.UTF_8);
        return new Delivery(name, payload, how % 16 == 1, WAITS.get(how / 16 % WAITS.size()));
    }

    private static String text(Script script, String name) {
        var parts = script.next();
        var text = new StringBuilder("{");
        if ((parts & 1) == 0) text.append("\"id\":\"").append(script.oneOf(IDS)).append("\",");
        if ((parts & 2) != 0)
            text.append("\"for\":\"").append(script.oneOf(SPANS)).append("\",");
        if ((parts & 4) != 0)
            text.append("\"expires\":\"").append(script.oneOf(INSTANTS)).append("\",");
        if ((parts & 8) != 0) text.append("\"sensor\":\"air\",");
        if (name.equals(CommandDesk.AGENT))
            text.append("\"do\":\"").append(script.oneOf(TASKS)).append("\"}");
        else text.append("\"value\":").append(script.oneOf(VALUES)).append('}');
        return text.toString();
    }
}
