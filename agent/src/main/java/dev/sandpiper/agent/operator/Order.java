package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.store.Stamps;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A command to one device, contract sections 3 and 4.
 *
 * @param name the actuator's id, or {@code agent}
 * @param id which its reply carries
 * @param message what is sent
 */
public record Order(String device, String name, String id, String message) {
    /** The reserved name of the agent itself. */
    public static final String AGENT = "agent";

    private static final Pattern JSON_NUMBER =
            Pattern.compile("-?(0|[1-9]\\d{0,39})(\\.\\d{1,40})?([eE][-+]?\\d{1,3})?");

    /** @param value as typed: {@code on}, {@code 0.75}, {@code toggle} */
    public static Order toActuator(
            String device, String name, String id, String value, Optional<Duration> holdFor, Instant expires) {
        var message = new Json().put("id", id).raw("value", json(value));
        holdFor.ifPresent(span -> message.put("for", Durations.format(span)));
        return new Order(device, name, id, expiring(message, expires));
    }

    /** @param words what to do, then what that takes: {@code read air} */
    public static Order toAgent(String device, String id, List<String> words, Instant expires) {
        var todo = words.iterator();
        var message = new Json().put("id", id).put("do", todo.next());
        names(words.getFirst()).forEach(name -> put(message, name, todo));
        return new Order(device, AGENT, id, expiring(message, expires));
    }

    /** How many words an agent command takes behind its own. */
    public static int parameters(String todo) {
        return names(todo).size();
    }

    private static List<String> names(String todo) {
        return switch (todo) {
            case "read" -> List.of("sensor");
            case "interval" -> List.of("sensor", "every");
            case "log" -> List.of("level");
            default -> List.of();
        };
    }

    private static void put(Json message, String name, Iterator<String> words) {
        if (words.hasNext()) message.put(name, words.next());
    }

    private static String expiring(Json message, Instant expires) {
        return message.put("expires", Stamps.text(expires)).toString();
    }

    private static String json(String value) {
        var literal = value.equals("true") || value.equals("false");
        return literal || JSON_NUMBER.matcher(value).matches() ? value : Json.quote(value);
    }
}
