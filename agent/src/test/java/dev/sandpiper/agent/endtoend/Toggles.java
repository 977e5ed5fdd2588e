package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Commands that turn an output over, each with an id of its own: each is answered, and none may act twice. */
final class Toggles {
    /** An actuator for them, which takes them however late they are. */
    static final String PUMP = "actuators: [ { id: pump, type: gpio-output, pin: 22, late_commands: execute } ]\n";

    private static final int PIN = 22;

    private final BrokerSite site;
    private final Set<String> sent = new TreeSet<>();

    Toggles(BrokerSite site) {
        this.site = site;
    }

    void send() {
        var id = "t" + (1000 + sent.size());
        site.send("pump", "{\"id\":\"" + id + "\",\"value\":\"toggle\"}");
        sent.add(id);
    }

    void assertEachWasAnsweredAndNoneActedTwice() {
        Eventually.until(
                () -> "each of " + sent + " is answered; answers came to " + ids("done", "expired", "rejected"),
                () -> ids("done", "expired", "rejected").equals(sent));
        assertEquals(
                ids("done").size(), site.agent().levels(PIN).size() - 1, "the pin moved for each that was done, once");
    }

    private Set<String> ids(String... results) {
        return site.on("reply/pump").stream()
                .filter(reply -> Set.of(results).contains(text(reply, "result")))
                .map(reply -> text(reply, "id"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(JsonObject reply, String key) {
        return reply.get(key).getAsString();
    }
}
