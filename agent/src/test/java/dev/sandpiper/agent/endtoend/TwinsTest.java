package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two agents that think they are the same device, as after copying a card. */
class TwinsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    @TempDir
    Path folder;

    private Mosquitto broker;
    private Recorder recorder;

    @BeforeEach
    void aBroker() {
        broker = Site.durable(Mosquitto.in(folder.resolve("broker"))).start();
        recorder = Recorder.on(broker, "recorder");
    }

    @AfterEach
    void theEnd() {
        recorder.close();
        broker.close();
    }

    private AgentProcess agent(String name, String clientId, String sensors) {
        return AgentProcess.in(folder.resolve(name), """
                device: { id: hut }
                broker: { url: "mqtt://127.0.0.1:%d", client_id: %s, reconnect: { min: 1s, max: 4s } }
                outbox: { directory: outbox }
                board: { type: simulated }
                %s
                """.formatted(broker.port(), clientId, sensors));
    }

    private static int connects(AgentProcess... agents) {
        return Stream.of(agents)
                .mapToInt(agent -> agent.logLinesWith("connected to mqtt").size())
                .sum();
    }

    private void awaitNamed(AgentProcess agent, String words) {
        Eventually.until(
                () -> "it is named; the agent said:\n" + agent.log(),
                PATIENCE,
                () -> agent.log().contains(words));
    }

    /** Whether a health message of that run names it. */
    private boolean told(long run, String words) {
        return recorder.on(Site.BASE + "health").stream()
                .map(BrokerSite::json)
                .filter(health -> health.get("run").getAsLong() == run)
                .map(health -> health.getAsJsonArray("problems"))
                .anyMatch(problems -> problems.asList().stream()
                        .map(JsonElement::getAsString)
                        .anyMatch(problem -> problem.contains(words)));
    }

    private List<Long> runs() {
        return recorder.on(Site.BASE + "info").stream()
                .map(BrokerSite::json)
                .map(info -> info.get("run").getAsLong())
                .distinct()
                .toList();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void twoWithOneClientIdCalmDownAndBothNameItAndOneThatIsLeftAloneStays() {
        calmsDown("sensors: [ { id: door, type: gpio-input, pin: 17 } ]");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void soDoTwoThatSendAllTheTime() {
        calmsDown("sensors: [ { id: air, type: bme280, every: 50ms } ]");
    }

    private void calmsDown(String sensors) {
        var words = "another client uses the client id 'hut'";
        try (var one = agent("one", "hut", sensors).start();
                var other = agent("other", "hut", sensors).start()) {
            awaitNamed(one, words);
            awaitNamed(other, words);
            Eventually.until("two runs are known", PATIENCE, () -> runs().size() == 2);
            for (var run : runs()) Eventually.until("health names it", PATIENCE, () -> told(run, words));
            var before = connects(one, other);
            var start = System.nanoTime();
            Eventually.until(
                    "half a minute is over",
                    Duration.ofSeconds(60),
                    () -> System.nanoTime() - start > Duration.ofSeconds(30).toNanos());
            // Were they to fight, each would come back after 2.5 s on average.
            assertTrue(connects(one, other) - before <= 8, one.log() + other.log());
            assertEquals(0, other.terminate());
            var then = connects(one);
            Eventually.until(
                    () -> "the one that is left is connected; it said:\n" + one.log(),
                    PATIENCE,
                    () -> isConnected(one));
            assertTrue(connects(one) - then <= 1, one.log());
        }
    }

    private static boolean isConnected(AgentProcess agent) {
        var lines = agent.log()
                .lines()
                .filter(line -> line.contains("connected to mqtt") || line.contains("no connection to"))
                .toList();
        return lines.getLast().contains("connected to mqtt");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void twoWithOneDeviceIdAndTheirOwnClientIdsBothNameIt() {
        var words = "another agent uses the device id 'hut'";
        var sensors = "sensors: [ { id: door, type: gpio-input, pin: 17 } ]";
        try (var one = agent("one", "first", sensors).start()) {
            one.awaitLog("connected to mqtt");
            try (var other = agent("other", "second", sensors).start()) {
                awaitNamed(one, words);
                assertEquals(1, connects(one), "and nobody is thrown out");
                one.terminate();
                one.start();
                awaitNamed(other, words);
                assertEquals(1, connects(other));
            }
        }
    }
}
