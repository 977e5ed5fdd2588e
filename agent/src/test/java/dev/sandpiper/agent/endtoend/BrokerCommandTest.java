package dev.sandpiper.agent.endtoend;

import static dev.sandpiper.agent.endtoend.Difference.RETAINED_FOR_EXACT_TOPICS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands act at most once and are always answered, at each broker of scripts/test-brokers. */
@Tag("brokers")
class BrokerCommandTest {
    private static final int MANY = 100;

    @RegisterExtension
    static final TestedBroker TESTED = new TestedBroker();

    private BrokerSite site;
    private Burst burst;

    @BeforeEach
    void aDeviceThatTakesLateCommands() {
        site = TESTED.site(Toggles.PUMP);
        burst = new Burst(site, MANY, Duration.ofMinutes(2));
    }

    @Test
    void aCommandReachesThePinAndIsAnsweredAndTheStateNamesIt() {
        site.start();
        var reply = site.ask("pump", "{\"id\":\"7f3a\",\"value\":true}");
        assertEquals("done", text(reply, "result"));
        assertEquals(List.of("low", "high"), site.agent().levels(22));
        site.await(
                "state/pump",
                state -> state.has("command") && text(state, "command").equals("7f3a"));
        var again = site.ask("pump", "{\"id\":\"7f3a\",\"value\":true}");
        assertTrue(again.has("duplicate"), again.toString());
        assertEquals("rejected", text(site.ask("pump", "{\"id\":\"7f3a\",\"value\":false}"), "result"));
        assertEquals("done", text(site.ask("pump", "off"), "result"));
        assertEquals(List.of("low", "high", "low"), site.agent().levels(22));
    }

    @Test
    void aRetainedCommandIsNeverExecuted() {
        site.send("pump", "{\"id\":\"r\",\"value\":true}", "-r");
        site.start();
        var unheard = TESTED.differs(RETAINED_FOR_EXACT_TOPICS);
        if (!unheard) assertEquals("rejected", text(site.reply("pump", "r"), "result"));
        TESTED.broker().stop();
        TESTED.broker().start();
        Eventually.until(
                "the agent is back",
                () -> site.agent().logLinesWith("connected to").size() >= 2);
        assertEquals("done", text(site.ask("pump", "off"), "result"));
        assertFalse(site.agent().levels(22).contains("high"));
        assertEquals(unheard, burst.withResult("rejected").isEmpty());
        site.send("pump", "", "-r");
    }

    @Test
    void whatWaitedIsCarriedOutInItsOrderAndEachIsAnswered() throws IOException {
        site.start();
        site.agent().terminate();
        sendAll();
        site.start();
        burst.awaitAllAnswered();
        var first = site.on("reply/pump").stream()
                .filter(reply -> !reply.has("duplicate"))
                .distinct()
                .toList();
        burst.assertCarriedOut(first, levelsOfThisRun());
    }

    @Test
    void noneIsExecutedTwiceAndNoneStaysUnansweredWhenTheAgentIsKilledAmongThem() throws IOException {
        site.start();
        site.agent().terminate();
        sendAll();
        site.agent().start();
        Eventually.until("it is in the middle of them", () -> levelsOfThisRun().size() >= 4);
        site.agent().kill();
        var before = levelsOfThisRun().size();
        site.start();
        burst.awaitAllAnswered();
        assertTrue(before < MANY, "it was killed too late");
        burst.assertNoneActedTwice(site.agent().levels(22).size() - 3); // Less the three requests of the pin.
    }

    private void sendAll() throws IOException {
        var sender = burst.send();
        Eventually.until("the broker has them", () -> !sender.isAlive());
        assertEquals(0, sender.exitValue());
    }

    /** The first run requested the pin, and ended with it low. */
    private List<String> levelsOfThisRun() {
        var levels = site.agent().levels(22);
        return levels.subList(1, levels.size());
    }

    private static String text(JsonObject message, String key) {
        return message.get(key).getAsString();
    }
}
