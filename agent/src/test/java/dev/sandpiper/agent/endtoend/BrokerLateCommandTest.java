package dev.sandpiper.agent.endtoend;

import static dev.sandpiper.agent.endtoend.Difference.REPEATS_LATE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that waited while the agent was away, told by the marker at each broker of scripts/test-brokers. */
@Tag("brokers")
class BrokerLateCommandTest {
    private static final List<String> OUTPUTS = List.of("usual", "brief", "always", "never");
    /** The default of {@code late_commands}. */
    private static final Duration BRIEFLY = Duration.ofSeconds(30);

    @TempDir
    static Path folder;

    private static TestedBroker tested;

    private BrokerSite site;

    @BeforeAll
    static void aBroker() {
        tested = TestedBroker.startIn(folder);
    }

    @AfterAll
    static void theBrokersEnd() {
        tested.close();
    }

    @BeforeEach
    void anAgentThatWasConnectedOnce() {
        site = tested.site("""
                actuators:
                  - { id: usual, type: gpio-output, pin: 2 }
                  - { id: brief, type: gpio-output, pin: 3, late_commands: 100ms }
                  - { id: always, type: gpio-output, pin: 4, late_commands: execute }
                  - { id: never, type: gpio-output, pin: 5, late_commands: refuse }
                """).start();
        site.ask("agent", "{\"id\":\"ready\",\"do\":\"ping\"}");
    }

    @AfterEach
    void theEnd() {
        site.close();
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
    void aLossOfTheLinkShorterThanTheLimitCountsAsShort() {
        var lost = System.nanoTime();
        tested.broker().stop();
        site.agent().signal("-STOP");
        tested.broker().start();
        sendToAll();
        site.agent().signal("-CONT");
        var usual = result("usual", "late");
        // RabbitMQ takes ten seconds to start, and longer than the limit where much else runs.
        var brief = System.nanoTime() - lost < BRIEFLY.toNanos();
        assertResults(brief ? "done" : usual, "expired", "done", "expired");
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

    /** The broker has sent them, nobody acknowledged them: it repeats them when it likes, and they are late all the same. */
    @Test
    void whatWasOnItsWayWhenTheAgentDiedIsLateHoweverLateTheBrokerRepeatsIt() {
        site.agent().signal("-STOP");
        sendToAll();
        site.agent().kill();
        site.start();
        assertResults("expired", "expired", "done", "expired");
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

    private void sendToAll() {
        for (var name : OUTPUTS) site.send(name, "{\"id\":\"late\",\"value\":true}");
    }

    /** In the order of {@link #OUTPUTS}; and what is not done was not executed. */
    private void assertResults(String... results) {
        assertEquals(
                List.of(results),
                OUTPUTS.stream().map(name -> result(name, "late")).toList());
        for (var output = 0; output < OUTPUTS.size(); output++)
            assertEquals(
                    results[output].equals("done"),
                    site.agent().levels(output + 2).contains("high"),
                    OUTPUTS.get(output));
    }

    private String result(String name, String id) {
        var patience = Duration.ofSeconds(tested.differs(REPEATS_LATE) ? 120 : 30);
        Eventually.until(name + " is answered", patience, () -> found(name, id).isPresent());
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
