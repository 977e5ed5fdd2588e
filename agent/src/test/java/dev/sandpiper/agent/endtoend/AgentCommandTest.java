package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands to the agent itself: contract section 4. */
class AgentCommandTest {
    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void anAgentWithASensorThatFails() {
        site = Site.in(folder, """
                sensors:
                  - { id: air, type: bme280, every: 1h }
                  - { id: broken, type: lm75, every: 1h }
                """);
        site.agent().control("i2c 1 0x48 fail");
        site.start();
        site.await("telemetry/broken", reading -> reading.has("error"));
        site.await("telemetry/air", reading -> reading.has("temperature"));
    }

    @AfterAll
    static void theEnd() {
        site.close();
    }

    @Test
    void pingIsAnsweredWithVersionAndRun() {
        var reply = site.ask("agent", "{\"id\":\"1\",\"do\":\"ping\"}");
        assertEquals(List.of("id", "result", "data", "ts"), List.copyOf(reply.keySet()));
        assertEquals("done", text(reply, "result"));
        assertEquals(
                site.on("info").getFirst().get("run"),
                reply.getAsJsonObject("data").get("run"));
    }

    @Test
    void readReadsTheSensorNowAndPublishesNothing() {
        var published = site.on("telemetry/air").size();
        var reply = site.ask("agent", "{\"id\":\"2\",\"do\":\"read\",\"sensor\":\"air\"}");
        assertEquals("done", text(reply, "result"));
        assertEquals(
                List.of("temperature", "humidity", "pressure"),
                List.copyOf(reply.getAsJsonObject("data").keySet()));
        site.ask("agent", "{\"id\":\"3\",\"do\":\"ping\"}");
        assertEquals(published, site.on("telemetry/air").size());
    }

    @Test
    void readOfASensorThatDoesNotAnswerFails() {
        var reply = site.ask("agent", "{\"id\":\"4\",\"do\":\"read\",\"sensor\":\"broken\"}");
        assertEquals("failed", text(reply, "result"));
        assertTrue(text(reply, "reason").contains("0x48"), reply.toString());
    }

    @Test
    void healthIsAnsweredWithTheHealthMessage() {
        var reply = site.ask("agent", "{\"id\":\"5\",\"do\":\"health\"}");
        assertEquals("done", text(reply, "result"));
        var health = reply.getAsJsonObject("data");
        assertFalse(health.get("ok").getAsBoolean());
        assertEquals(site.await("health", message -> message.has("sensors")).keySet(), health.keySet());
    }

    @Test
    void anAgentCommandWithTheSameIdIsAnsweredWithTheFirstAnswer() {
        var first = site.ask("agent", "{\"id\":\"6\",\"do\":\"ping\"}");
        var again = site.ask("agent", "{\"id\":\"6\",\"do\":\"ping\"}");
        assertTrue(again.remove("duplicate").getAsBoolean());
        assertEquals(first, again);
    }

    @Test
    void whatIsUnknownOrNotAllowedIsRejectedWithWhatIsAllowed() {
        for (var what : List.of("restart", "log", "interval", "dance"))
            assertRejected(
                    site.ask("agent", "{\"id\":\"no-" + what + "\",\"do\":\"" + what + "\"}"), "health, ping, read");
        assertRejected(site.ask("agent", "{\"id\":\"7\",\"do\":\"read\",\"sensor\":\"water\"}"), "water");
        assertRejected(site.ask("agent", "{\"id\":\"8\",\"do\":\"read\"}"), "sensor");
        assertRejected(site.ask("agent", "{\"id\":\"9\"}"), "do");
        assertRejected(site.ask("agent", "ping"), "JSON");
    }

    /** All in one: an agent's start is the dear part. */
    @Test
    void whatTheConfigurationListsIsAllowedAndChangesTheAgentUntilItIsRestarted() {
        try (var other = Site.in(folder.resolve("other"), """
                sensors: [ { id: air, type: lm75, every: 1h } ]
                actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
                agent_commands: [ping, interval, log, restart]
                """).start()) {
            assertRejected(other.ask("agent", "{\"id\":\"0\",\"do\":\"health\"}"), "agent_commands does not allow");
            anotherInterval(other);
            moreIsLogged(other);
            restart(other);
        }
    }

    private void anotherInterval(Site other) {
        var reply = other.ask("agent", "{\"id\":\"1\",\"do\":\"interval\",\"sensor\":\"air\",\"every\":\"50ms\"}");
        assertEquals(
                "{\"sensor\":\"air\",\"every\":\"50ms\"}", reply.get("data").toString());
        Eventually.until(
                "it is read in that cycle", () -> other.on("telemetry/air").size() > 3);
        other.ask("agent", "{\"id\":\"2\",\"do\":\"interval\",\"sensor\":\"air\",\"every\":\"2h\"}");
    }

    private void moreIsLogged(Site other) {
        var reply = other.ask("agent", "{\"id\":\"3\",\"do\":\"log\",\"level\":\"warn\"}");
        assertEquals(
                "{\"level\":\"warn\",\"before\":\"info\"}", reply.get("data").toString());
        other.agent().awaitLog("the log level is warn from now on");
        var shown = other.agent().log();
        other.ask("agent", "{\"id\":\"4\",\"do\":\"interval\",\"sensor\":\"air\",\"every\":\"3h\"}");
        assertEquals(shown, other.agent().log());
    }

    private void restart(Site other) {
        assertEquals("done", text(other.ask("pump", "on"), "result"));
        var first = other.ask("agent", "{\"id\":\"5\",\"do\":\"restart\"}");
        assertEquals("done", text(first, "result"));
        assertEquals(0, other.agent().exitCode());
        assertEquals(List.of("low", "high", "low"), other.agent().levels(22));
        other.start();
        assertEquals("restart", text(other.info().getAsJsonObject("previous"), "stop"));
        assertEquals(0, other.on("gap").size());
        var again = other.ask("agent", "{\"id\":\"5\",\"do\":\"restart\"}");
        assertTrue(again.remove("duplicate").getAsBoolean());
        assertEquals(first, again);
        assertEquals("done", text(other.ask("agent", "{\"id\":\"6\",\"do\":\"ping\"}"), "result"));
    }

    private static void assertRejected(JsonObject reply, String reason) {
        assertEquals("rejected", text(reply, "result"), reply.toString());
        assertTrue(text(reply, "reason").contains(reason), reply.toString());
    }

    private static String text(JsonObject message, String key) {
        return message.get(key).getAsString();
    }
}
