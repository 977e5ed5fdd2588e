package dev.sandpiper.agent.endtoend;

import static dev.sandpiper.agent.endtoend.Difference.RETAINED_FOR_EXACT_TOPICS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands act at most once and are always answered, at each broker of scripts/test-brokers. */
@Tag("brokers")
class BrokerCommandTest {
    private static final int MANY = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
    void aDeviceThatTakesLateCommands() {
        site = tested.site("actuators: [ { id: pump, type: gpio-output, pin: 22, late_commands: execute } ]\n");
    }

    @AfterEach
    void theEnd() {
        site.close();
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
        var unheard = tested.differs(RETAINED_FOR_EXACT_TOPICS);
        if (!unheard) assertEquals("rejected", text(site.reply("pump", "r"), "result"));
        tested.broker().stop();
        tested.broker().start();
        Eventually.until(
                "the agent is back",
                () -> site.agent().logLinesWith("connected to").size() >= 2);
        assertEquals("done", text(site.ask("pump", "off"), "result"));
        assertFalse(site.agent().levels(22).contains("high"));
        assertEquals(unheard, withResult("rejected").isEmpty());
        site.send("pump", "", "-r");
    }

    @Test
    void whatWaitedIsCarriedOutInItsOrderAndEachIsAnswered() throws IOException {
        site.start();
        site.agent().terminate();
        toggleMany();
        site.start();
        awaitAllAnswered();
        var first = site.on("reply/pump").stream()
                .filter(reply -> !reply.has("duplicate"))
                .distinct()
                .toList();
        assertEquals(expectedIds(), first.stream().map(BrokerCommandTest::id).toList());
        assertTrue(first.stream().allMatch(reply -> text(reply, "result").equals("done")));
        var alternating = IntStream.rangeClosed(0, MANY)
                .mapToObj(i -> i % 2 == 0 ? "low" : "high")
                .toList();
        assertEquals(alternating, levelsOfThisRun());
    }

    @Test
    void noneIsExecutedTwiceAndNoneStaysUnansweredWhenTheAgentIsKilledAmongThem() throws IOException {
        site.start();
        site.agent().terminate();
        toggleMany();
        site.agent().start();
        Eventually.until("it is in the middle of them", () -> levelsOfThisRun().size() >= 4);
        site.agent().kill();
        var before = levelsOfThisRun().size();
        site.start();
        awaitAllAnswered();
        assertTrue(before < MANY, "it was killed too late");
        var executed = site.agent().levels(22).size() - 3; // Less the three requests of the pin.
        var done = withResult("done").size();
        var interrupted = withResult("failed").size();
        assertEquals(MANY, done + interrupted);
        assertTrue(
                done <= executed && executed <= done + interrupted,
                "%d executed, %d done, %d interrupted".formatted(executed, done, interrupted));
    }

    /** The first run requested the pin, and ended with it low. */
    private List<String> levelsOfThisRun() {
        var levels = site.agent().levels(22);
        return levels.subList(1, levels.size());
    }

    private void toggleMany() throws IOException {
        var lines = expectedIds().stream()
                .map(id -> "{\"id\":\"" + id + "\",\"value\":\"toggle\"}")
                .collect(Collectors.joining("\n"));
        var file = Files.writeString(folder.resolve("commands"), lines + "\n");
        var line = tested.broker().clientLine("mosquitto_pub", "-q", "1", "-t", site.topic("command/pump"), "-l");
        var sender = new ProcessBuilder(line).redirectInput(file.toFile()).start();
        Eventually.until("the broker has them", () -> !sender.isAlive());
        assertEquals(0, sender.exitValue());
    }

    private static List<String> expectedIds() {
        return IntStream.range(0, MANY).mapToObj(i -> "t" + i).toList();
    }

    private void awaitAllAnswered() {
        var expected = Set.copyOf(expectedIds());
        Eventually.until("all are answered", PATIENCE, () -> answered().equals(expected));
    }

    private Set<String> answered() {
        return site.on("reply/pump").stream().map(BrokerCommandTest::id).collect(Collectors.toSet());
    }

    /** The ids whose first answer, or its repetition, had this result. */
    private Set<String> withResult(String result) {
        return site.on("reply/pump").stream()
                .filter(reply -> text(reply, "result").equals(result))
                .map(BrokerCommandTest::id)
                .collect(Collectors.toSet());
    }

    private static String id(JsonObject reply) {
        return text(reply, "id");
    }

    private static String text(JsonObject message, String key) {
        return message.get(key).getAsString();
    }
}
