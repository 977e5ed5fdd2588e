package dev.sandpiper.agent.command;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Stamps;
import java.util.Optional;

/** The text of replies, contract section 3. */
final class Replies {
    private final Time time;

    Replies(Time time) {
        this.time = time;
    }

    String to(Optional<String> id, Outcome outcome) {
        return ended(begun(id, outcome));
    }

    /** The answer to a command that was executed although the journal could not be written. */
    String unjournalled(Optional<String> id, Outcome outcome) {
        return ended(begun(id, outcome).put("journalled", false));
    }

    private static Json begun(Optional<String> id, Outcome outcome) {
        var reply = new Json();
        id.ifPresent(text -> reply.put("id", text));
        return switch (outcome) {
            case Outcome.Done(var value) -> reply.put("result", "done").put("value", value);
            case Outcome.Answered(var json) -> reply.put("result", "done").raw("data", json);
            case Outcome.Refused(var result, var reason) ->
                reply.put("result", result.word()).put("reason", reason);
        };
    }

    private String ended(Json reply) {
        return reply.put("ts", Stamps.text(time.wall())).toString();
    }

    /** The first answer again, marked. */
    static String again(String first) {
        return first.substring(0, first.length() - 1) + ",\"duplicate\":true}";
    }
}
