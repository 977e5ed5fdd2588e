package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that waited at the broker while the agent was away, contract section 3: what holds at each broker. */
abstract class LateCommands {
    private static final List<String> OUTPUTS = List.of("usual", "brief", "always", "never");

    private BrokerSite site;

    /** Not started yet. */
    abstract BrokerSite siteWith(String actuators);

    /** How long an answer may take. */
    abstract Duration patience();

    @BeforeEach
    void anAgentThatWasConnectedOnce() {
        site = siteWith("""
                actuators:
                  - { id: usual, type: gpio-output, pin: 2 }
                  - { id: brief, type: gpio-output, pin: 3, late_commands: 100ms }
                  - { id: always, type: gpio-output, pin: 4, late_commands: execute }
                  - { id: never, type: gpio-output, pin: 5, late_commands: refuse }
                """).start();
        site.ask("agent", "{\"id\":\"ready\",\"do\":\"ping\"}");
    }

    BrokerSite site() {
        return site;
    }

    @Test
    void afterAShortCleanRestartWhatWaitedIsExecutedUnlessTheActuatorForbidsIt() {
        site.agent().terminate();
        sendToAll();
        site.start();
        assertResults("done", "expired", "done", "expired");
    }

    @Test
    void afterACrashItIsNotKnownHowLongSoOnlyExecuteExecutes() {
        site.agent().kill();
        sendToAll();
        site.start();
        assertResults("expired", "expired", "done", "expired");
    }

    @Test
    void expiresDecidesWhereItIsGivenHoweverLongTheAgentWasAway() {
        site.agent().kill();
        var ahead = Instant.now().plusSeconds(300);
        site.send("never", "{\"id\":\"ahead\",\"value\":true,\"expires\":\"" + ahead + "\"}");
        site.send("always", "{\"id\":\"past\",\"value\":true,\"expires\":\"2026-01-01T00:00:00Z\"}");
        site.start();
        assertEquals("done", result("never", "ahead"));
        assertEquals("expired", result("always", "past"));
    }

    @Test
    void whatComesBehindTheMarkerIsNotLate() {
        site.agent().kill();
        site.start();
        assertEquals(
                "done",
                site.ask("never", "{\"id\":\"live\",\"value\":true}")
                        .get("result")
                        .getAsString());
        assertEquals("done", site.ask("brief", "on").get("result").getAsString());
    }

    void sendToAll() {
        for (var name : OUTPUTS) site.send(name, "{\"id\":\"late\",\"value\":true}");
    }

    /** Of usual, brief, always and never; and what is not done was not executed. */
    void assertResults(String... results) {
        assertEquals(
                List.of(results),
                OUTPUTS.stream().map(name -> result(name, "late")).toList());
        for (var output = 0; output < OUTPUTS.size(); output++)
            assertEquals(
                    results[output].equals("done"),
                    site.agent().levels(output + 2).contains("high"),
                    OUTPUTS.get(output));
    }

    String result(String name, String id) {
        Eventually.until(
                name + " is answered", patience(), () -> found(name, id).isPresent());
        return found(name, id).orElseThrow();
    }

    private Optional<String> found(String name, String id) {
        return site.on("reply/" + name).stream()
                .filter(reply ->
                        reply.has("id") && reply.get("id").getAsString().equals(id))
                .map(reply -> reply.get("result").getAsString())
                .findFirst();
    }
}
