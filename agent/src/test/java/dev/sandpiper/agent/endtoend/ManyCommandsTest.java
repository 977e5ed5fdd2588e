package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.Mosquitto;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each command is executed at most once and always answered, also when many come and when the agent dies among them. */
class ManyCommandsTest {
    private static final int MANY = 200;
    /** The heap is 64 MiB; the rest is the JVM's own. */
    private static final int MOST_MIB = 200;

    @TempDir(factory = MemoryDisk.class)
    Path folder;

    private Site site;

    /** It hands out as many at a time as it does by itself, and throws none away. */
    @BeforeEach
    void anAgentThatTakesLateCommands() {
        var broker = Mosquitto.in(folder.resolve("broker"))
                .with("max_queued_messages 0")
                .start();
        var agent = AgentProcess.in(folder.resolve("agent"), Site.yaml(broker, """
                sensors: [ { id: room, type: lm75, every: 100ms } ]
                """ + Toggles.PUMP));
        site = Site.of(broker, Recorder.on(broker, "recorder"), agent).start();
        site.agent().awaitLevels(22, "low");
    }

    @AfterEach
    void theEnd() {
        site.close();
    }

    @Test
    void aFloodIsAnsweredAndWhatIsToBeDoneIsDoneOnceAndInItsOrder() throws IOException {
        survives(1_000, Duration.ofMinutes(2));
        assertFalse(site.agent().log().contains("kept from sending"), "a thousand find room whatever the broker does");
    }

    @Test
    @Tag("long")
    void soAreTenThousandAtOnce() throws IOException {
        survives(10_000, Duration.ofMinutes(5));
    }

    private void survives(int commands, Duration patience) throws IOException {
        var flood = new Flood(site, commands);
        flood.send();
        flood.awaitAnswers(patience);
        flood.assertEachIsAnsweredAsOftenAsItCame();
        assertEquals(
                IntStream.rangeClosed(0, flood.toggles().size())
                        .mapToObj(i -> i % 2 == 0 ? "low" : "high")
                        .toList(),
                site.agent().levels(22));
        itWentOnMeanwhile();
        itIsWell();
    }

    private void itWentOnMeanwhile() {
        var topics =
                site.recorder().messages().stream().map(Recorder.Message::topic).toList();
        var during =
                topics.subList(topics.indexOf(site.topic("reply/pump")), topics.lastIndexOf(site.topic("reply/pump")));
        assertTrue(during.contains(site.topic("telemetry/room")), "readings came in between");
    }

    private void itIsWell() {
        var health = site.ask("agent", "{\"id\":\"h\",\"do\":\"health\"}").getAsJsonObject("data");
        assertTrue(health.get("ok").getAsBoolean(), health.toString());
        assertEquals(1, health.getAsJsonObject("link").get("connects").getAsInt(), "the link was never lost");
        var peak = Usage.peakMib(site.agent().pid());
        assertTrue(peak < MOST_MIB, peak + " MiB of memory");
    }

    @Test
    void noneIsExecutedTwiceAndNoneStaysUnansweredWhenTheAgentIsKilledAmongThem() throws IOException {
        var burst = new Burst(site, MANY, Duration.ofSeconds(30));
        burst.send();
        Eventually.until(
                "it is in the middle of them", () -> site.agent().levels(22).size() >= 4);
        site.agent().kill();
        var before = site.agent().levels(22).size();
        site.start();
        burst.awaitAllAnswered();
        assertTrue(before < MANY, "it was killed too late");
        burst.assertNoneActedTwice(site.agent().levels(22).size() - 2); // Less the two requests of the pin.
    }
}
