package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that waited at the broker while the agent was away: contract section 3. */
class LateCommandTest {
    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void anAgentThatWasConnectedOnce() {
        site = Site.in(folder, """
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
        assertEquals("done", result("usual"));
        assertEquals("done", result("always"));
        assertEquals("expired", result("never"));
        assertEquals("expired", result("brief"));
        assertExecutedOnlyWhereDone();
    }

    @Test
    void afterACrashItIsNotKnownHowLongSoOnlyExecuteExecutes() {
        site.agent().kill();
        sendToAll();
        site.start();
        assertEquals("expired", result("usual"));
        assertEquals("done", result("always"));
        assertEquals("expired", result("never"));
        assertExecutedOnlyWhereDone();
    }

    @Test
    void aLossOfTheLinkShorterThanTheLimitCountsAsShort() {
        site.broker().kill();
        site.agent().signal("-STOP");
        site.broker().start();
        sendToAll();
        site.agent().signal("-CONT");
        assertEquals("done", result("usual"));
        assertEquals("expired", result("brief"));
        assertEquals("done", result("always"));
        assertEquals("expired", result("never"));
        assertExecutedOnlyWhereDone();
    }

    @Test
    void expiresDecidesWhereItIsGivenHoweverLongTheAgentWasAway() {
        site.agent().kill();
        var ahead = Instant.now().plusSeconds(300);
        site.send("never", "{\"id\":\"ahead\",\"value\":true,\"expires\":\"" + ahead + "\"}");
        site.send("always", "{\"id\":\"past\",\"value\":true,\"expires\":\"2026-01-01T00:00:00Z\"}");
        site.start();
        assertEquals("done", text(site.reply("never", "ahead"), "result"));
        assertEquals("expired", text(site.reply("always", "past"), "result"));
    }

    @Test
    void goingToTheSafeValueIsNeverTooLate() {
        site.agent().kill();
        site.send("never", "{\"id\":\"safe\",\"value\":false}");
        site.start();
        assertEquals("done", text(site.reply("never", "safe"), "result"));
    }

    @Test
    void whatComesWhileTheAgentIsThereIsNotLate() {
        site.agent().kill();
        site.start();
        site.ask("agent", "{\"id\":\"behind-the-marker\",\"do\":\"ping\"}");
        assertEquals("done", text(site.ask("never", "{\"id\":\"live\",\"value\":true}"), "result"));
        assertEquals("done", text(site.ask("brief", "on"), "result"));
    }

    private void sendToAll() {
        for (var name : new String[] {"usual", "brief", "always", "never"})
            site.send(name, "{\"id\":\"late\",\"value\":true}");
    }

    private String result(String name) {
        return text(site.reply(name, "late"), "result");
    }

    private void assertExecutedOnlyWhereDone() {
        var pin = 2;
        for (var name : new String[] {"usual", "brief", "always", "never"}) {
            var levels = site.agent().levels(pin++);
            assertEquals(result(name).equals("done"), levels.contains("high"), name + ": " + levels);
        }
        Eventually.until(
                "the agent is online",
                () -> site.recorder().on("sandpiper/hut/status").contains("online"));
        assertFalse(site.on("reply/never").getLast().has("duplicate"));
    }

    private static String text(com.google.gson.JsonObject message, String key) {
        return message.get(key).getAsString();
    }
}
