package dev.sandpiper.agent.command;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.JsonObject;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Repertoire;
import dev.sandpiper.sensors.Value;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run leaves of an output: all times by the clock that never jumps, on the boot they are of.
 *
 * @param value what it was told last
 * @param awaySince when it left its safe value; empty while it has that
 * @param goingBack what {@code for} still has to do
 * @param lostSince when the link was lost; empty while it is up
 */
record Remains(String boot, Value value, OptionalLong awaySince, Optional<Change> goingBack, OptionalLong lostSince) {

    /** Empty when it is not readable, or has a value the actuator does not take any more. */
    static Optional<Remains> parse(String text, Repertoire repertoire) {
        try {
            var object = JsonObject.parse(text);
            var value = value(object, "value", repertoire);
            var to = value(object, "revert_to", repertoire);
            var at = nanos(object, "revert_at");
            if (value.isEmpty() || at.isPresent() != to.isPresent()) return Optional.empty();
            return Optional.of(new Remains(
                    object.text("boot").orElse(""),
                    value.get(),
                    nanos(object, "away_since"),
                    to.map(back -> new Change(at.getAsLong(), back, Cause.REVERT)),
                    nanos(object, "lost_since")));
        } catch (JsonObject.Malformed foreign) {
            return Optional.empty();
        }
    }

    private static Optional<Value> value(JsonObject object, String name, Repertoire repertoire) {
        return Optional.ofNullable(object.members().get(name))
                .flatMap(repertoire.actions())
                .flatMap(action -> action instanceof Action.Set(var value) ? Optional.of(value) : Optional.empty());
    }

    // As text: a JSON number has not enough digits for a year of nanoseconds.
    private static OptionalLong nanos(JsonObject object, String name) {
        return object.text(name).filter(digits -> digits.matches("-?\\d{1,18}")).stream()
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    String text() {
        var json = new Json().put("boot", boot).put("value", value);
        awaySince.ifPresent(nanos -> json.put("away_since", Long.toString(nanos)));
        goingBack.ifPresent(
                back -> json.put("revert_at", Long.toString(back.at())).put("revert_to", back.to()));
        lostSince.ifPresent(nanos -> json.put("lost_since", Long.toString(nanos)));
        return json.toString();
    }
}
