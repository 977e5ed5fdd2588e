package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command is executed at most once and always answered, also when many come and when the agent dies among them. */
class ManyCommandsTest {
    private static final int MANY = 200;

    @TempDir
    Path folder;

    private Site site;

    @BeforeEach
    void anAgentThatTakesLateCommands() {
        site = Site.in(folder, """
                actuators: [ { id: pump, type: gpio-output, pin: 22, late_commands: execute } ]
                """).start();
        site.agent().awaitLevels(22, "low");
    }

    @AfterEach
    void theEnd() {
        site.close();
    }

    @Test
    void aBurstIsCarriedOutInItsOrderAndEachIsAnswered() throws IOException {
        toggleMany();
        awaitAllAnswered();
        var answers = site.on("reply/pump");
        assertEquals(MANY, answers.size());
        assertEquals(expectedIds(), answers.stream().map(ManyCommandsTest::id).toList());
        assertTrue(answers.stream().allMatch(reply -> result(reply).equals("done")));
        assertEquals(MANY + 1, site.agent().levels(22).size());
        var alternating = IntStream.rangeClosed(0, MANY)
                .mapToObj(i -> i % 2 == 0 ? "low" : "high")
                .toList();
        assertEquals(alternating, site.agent().levels(22));
    }

    @Test
    void noneIsExecutedTwiceAndNoneStaysUnansweredWhenTheAgentIsKilledAmongThem() throws IOException {
        toggleMany();
        Eventually.until(
                "it is in the middle of them", () -> site.agent().levels(22).size() >= 4);
        site.agent().kill();
        var before = site.agent().levels(22).size();
        site.start();
        awaitAllAnswered();
        assertTrue(before < MANY, "it was killed too late");
        var executed = site.agent().levels(22).size() - 2; // Less the two requests of the pin.
        var done = withResult("done").size();
        var interrupted = withResult("failed").size();
        assertEquals(MANY, done + interrupted);
        assertTrue(
                done <= executed && executed <= done + interrupted,
                "%d executed, %d done, %d interrupted".formatted(executed, done, interrupted));
    }

    private void toggleMany() throws IOException {
        var lines = expectedIds().stream()
                .map(id -> "{\"id\":\"" + id + "\",\"value\":\"toggle\"}")
                .collect(Collectors.joining("\n"));
        var file = Files.writeString(folder.resolve("commands"), lines + "\n");
        var line = site.broker().clientLine("mosquitto_pub", "-q", "1", "-t", "sandpiper/hut/command/pump", "-l");
        new ProcessBuilder(line).redirectInput(file.toFile()).start();
    }

    private static List<String> expectedIds() {
        return IntStream.range(0, MANY).mapToObj(i -> "t" + i).toList();
    }

    private void awaitAllAnswered() {
        var expected = Set.copyOf(expectedIds());
        Eventually.until(
                () -> expected.size() + " are answered; " + answered().size() + " were",
                () -> answered().equals(expected));
    }

    private Set<String> answered() {
        return site.on("reply/pump").stream().map(ManyCommandsTest::id).collect(Collectors.toSet());
    }

    /** The ids whose first answer, or its repetition, had this result. */
    private Set<String> withResult(String result) {
        return site.on("reply/pump").stream()
                .filter(reply -> result(reply).equals(result))
                .map(ManyCommandsTest::id)
                .collect(Collectors.toSet());
    }

    private static String id(JsonObject reply) {
        return reply.get("id").getAsString();
    }

    private static String result(JsonObject reply) {
        return reply.get("result").getAsString();
    }
}
