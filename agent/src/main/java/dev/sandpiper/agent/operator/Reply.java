package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A device's answer to a command.
 *
 * @param members each as JSON
 */
public record Reply(SequencedMap<String, String> members) {

    /** The answer with this id; empty when it is another one, or none. */
    static Optional<Reply> to(String id, String text) {
        try {
            var members = Members.of(text);
            return Optional.of(new Reply(members))
                    .filter(reply -> reply.plain("id").equals(Optional.of(id)));
        } catch (IllegalArgumentException noJson) {
            return Optional.empty();
        }
    }

    /** As it came, in one line. */
    public String json() {
        var json = new Json();
        members.forEach(json::raw);
        return json.toString();
    }

    public boolean done() {
        return result().equals("done");
    }

    /** {@code done}, {@code rejected}, {@code expired} or {@code failed}, by the contract. */
    public String result() {
        return plain("result").orElse("no result");
    }

    public String reason() {
        return plain("reason").orElse("the device gave no reason");
    }

    /** The actuator's new value. */
    public Optional<String> value() {
        return plain("value");
    }

    /** What an agent command asked for, as JSON. */
    public Optional<String> data() {
        return Optional.ofNullable(members.get("data"));
    }

    /** The device's clock when it answered. */
    public Optional<Instant> at() {
        try {
            return plain("ts").map(Instant::parse);
        } catch (DateTimeParseException strange) {
            return Optional.empty();
        }
    }

    private Optional<String> plain(String name) {
        return Optional.ofNullable(members.get(name)).map(Members::plain);
    }
}
