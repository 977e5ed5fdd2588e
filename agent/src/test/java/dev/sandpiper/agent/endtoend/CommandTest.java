package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a command on a topic to a level on a pin and a reply: contract section 3. Each test has an actuator of its own. */
class CommandTest {
    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void anAgentWithAnActuatorForEachTest() {
        site = Site.in(folder, """
                actuators:
                  - { id: pump, type: gpio-output, pin: 2 }
                  - { id: plain, type: gpio-output, pin: 3 }
                  - { id: twice, type: gpio-output, pin: 4 }
                  - { id: expiry, type: gpio-output, pin: 6 }
                  - { id: pulse, type: gpio-output, pin: 7 }
                  - { id: toggled, type: gpio-output, pin: 10 }
                  - { id: inverted, type: gpio-output, pin: 12, active: low }
                  - { id: ended, type: gpio-output, pin: 13 }
                  - { id: live, type: gpio-output, pin: 14 }
                  - { id: empty, type: gpio-output, pin: 15 }
                  - { id: other, type: gpio-output, pin: 16 }
                  - { id: timer, type: gpio-output, pin: 17 }
                  - { id: qos, type: gpio-output, pin: 18 }
                """).start();
        Eventually.until("all are requested", () -> !site.agent().levels(18).isEmpty());
    }

    @AfterAll
    static void theEnd() {
        site.close();
    }

    @Test
    void aCommandReachesThePinAndIsAnsweredAndTheStateNamesIt() {
        var reply = site.ask("pump", "{\"id\":\"7f3a\",\"value\":true}");
        assertEquals(List.of("id", "result", "value", "ts"), List.copyOf(reply.keySet()));
        assertEquals("7f3a", text(reply, "id"));
        assertEquals("done", text(reply, "result"));
        assertTrue(reply.get("value").getAsBoolean());
        assertEquals(List.of("low", "high"), site.agent().levels(2));
        var state = site.await("state/pump", message -> message.has("command"));
        assertEquals(List.of("ts", "run", "seq", "value", "cause", "command"), List.copyOf(state.keySet()));
        assertTrue(state.get("value").getAsBoolean());
        assertEquals("command", text(state, "cause"));
        assertEquals("7f3a", text(state, "command"));
    }

    @Test
    void aPlainPayloadIsTheValueAndItsReplyHasNoId() {
        var on = site.ask("plain", "ON");
        assertEquals("done", text(on, "result"));
        assertTrue(on.get("value").getAsBoolean());
        assertFalse(on.has("id"), on.toString());
        assertFalse(site.ask("plain", "off").get("value").getAsBoolean());
        assertTrue(site.ask("plain", "1").get("value").getAsBoolean());
        assertFalse(site.ask("plain", "0").get("value").getAsBoolean());
        assertTrue(site.ask("plain", "true").get("value").getAsBoolean());
        assertFalse(site.ask("plain", "{\"value\":\"off\"}").get("value").getAsBoolean());
        assertTrue(site.ask("plain", "{\"value\":1}").get("value").getAsBoolean());
        assertEquals(
                List.of("low", "high", "low", "high", "low", "high", "low", "high"),
                site.agent().levels(3));
    }

    @Test
    void aCommandIsCarriedOutWhicheverQosItWasSentWith() {
        for (var qos : List.of("0", "1", "2")) {
            var payload = "{\"id\":\"q" + qos + "\",\"value\":\"toggle\"}";
            var line = site.broker()
                    .clientLine("mosquitto_pub", "-q", qos, "-t", "sandpiper/hut/command/qos", "-m", payload);
            assertEquals("done", text(site.answerTo(() -> Command.run(line), "qos"), "result"));
        }
        assertEquals(List.of("low", "high", "low", "high"), site.agent().levels(18));
    }

    @Test
    void anIdIsExecutedOnceHoweverOftenItArrives() {
        var first = site.ask("twice", "{\"id\":\"a\",\"value\":true}");
        site.ask("twice", "off");
        var again = site.ask("twice", "{ \"value\": true, \"id\": \"a\" }");
        assertTrue(again.remove("duplicate").getAsBoolean());
        assertEquals(first, again);
        assertEquals(List.of("low", "high", "low"), site.agent().levels(4));
    }

    @Test
    void anIdBelongsToOneTopic() {
        assertEquals("done", text(site.ask("twice", "{\"id\":\"shared\",\"value\":false}"), "result"));
        var other = site.ask("other", "{\"id\":\"shared\",\"value\":true}");
        assertEquals("done", text(other, "result"));
        assertFalse(other.has("duplicate"));
    }

    @Test
    void whatIsPastItsExpiryIsNotExecuted() {
        var past = site.ask("expiry", "{\"id\":\"past\",\"value\":true,\"expires\":\"2020-01-01T00:00:00Z\"}");
        assertEquals("expired", text(past, "result"));
        assertFalse(text(past, "reason").isBlank());
        assertEquals(List.of("low"), site.agent().levels(6));
        var ahead = Instant.now().plusSeconds(300).toString().replace("Z", "+00:00");
        var fine = site.ask("expiry", "{\"id\":\"ahead\",\"value\":true,\"expires\":\"" + ahead + "\"}");
        assertEquals("done", text(fine, "result"));
        assertEquals(List.of("low", "high"), site.agent().levels(6));
    }

    @Test
    void aCommandWithForGoesBackToTheValueBefore() {
        assertEquals("done", text(site.ask("pulse", "{\"id\":\"p\",\"value\":true,\"for\":\"300ms\"}"), "result"));
        var back = site.await("state/pulse", state -> text(state, "cause").equals("revert"));
        assertFalse(back.get("value").getAsBoolean());
        assertFalse(back.has("command"), back.toString());
        assertEquals(List.of("low", "high", "low"), site.agent().levels(7));
    }

    @Test
    void aNewCommandEndsFor() {
        site.ask("ended", "{\"value\":true,\"for\":\"400ms\"}");
        site.ask("ended", "on");
        // What would have come back at 400 ms comes before this one, 800 ms later.
        site.ask("timer", "{\"value\":true,\"for\":\"800ms\"}");
        site.await("state/timer", state -> text(state, "cause").equals("revert"));
        assertEquals(List.of("low", "high"), site.agent().levels(13));
    }

    @Test
    void aRetainedCommandThatArrivesLiveIsAnOrdinaryOne() {
        assertEquals(
                "done",
                text(site.answerTo(() -> site.send("live", "{\"id\":\"l\",\"value\":true}", "-r"), "live"), "result"));
        site.broker().publish("sandpiper/hut/command/live", "", "-r");
        assertEquals(List.of("low", "high"), site.agent().levels(14));
    }

    @Test
    void toggleNeedsAnId() {
        assertEquals("rejected", text(site.ask("toggled", "toggle"), "result"));
        assertEquals("rejected", text(site.ask("toggled", "{\"value\":\"toggle\"}"), "result"));
        assertTrue(site.ask("toggled", "{\"id\":\"t1\",\"value\":\"toggle\"}")
                .get("value")
                .getAsBoolean());
        assertTrue(site.ask("toggled", "{\"id\":\"t1\",\"value\":\"toggle\"}")
                .get("duplicate")
                .getAsBoolean());
        assertFalse(site.ask("toggled", "{\"id\":\"t2\",\"value\":\"toggle\"}")
                .get("value")
                .getAsBoolean());
        assertEquals(List.of("low", "high", "low"), site.agent().levels(10));
    }

    @Test
    void anEmptyPayloadIsIgnored() {
        site.send("empty", "");
        assertEquals("done", text(site.ask("empty", "on"), "result"));
        assertEquals(1, site.on("reply/empty").size());
    }

    @Test
    void anActuatorThatIsActiveLowShowsTheOtherLevel() {
        assertTrue(site.ask("inverted", "on").get("value").getAsBoolean());
        assertEquals(List.of("high", "low"), site.agent().levels(12));
    }

    private static String text(JsonObject message, String key) {
        return message.get(key).getAsString();
    }
}
