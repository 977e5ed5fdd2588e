package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.store.StoredOutbox;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.PickyProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that closes the connection on what it does not like: the rest arrives, and what it is stands in health. */
class PoisonedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String AIR = "sandpiper/hut/telemetry/air";
    private static final String OLD_AIR = "sandpiper/hut/history/air";

    @TempDir
    Path folder;

    private PickyProxy proxy;
    private Site site;

    @BeforeEach
    void aPickyBroker() {
        var broker = Site.durable(Mosquitto.in(folder.resolve("broker"))).start();
        proxy = PickyProxy.to(broker.port());
        var agent = AgentProcess.in(folder.resolve("agent"), """
                device: { id: hut }
                broker: { url: "mqtt://127.0.0.1:%d", reconnect: { min: 100ms, max: 200ms } }
                outbox: { directory: outbox, commit_every: 200ms, fresh_for: 2s }
                board: { type: simulated }
                health: { every: 1s }
                sensors:
                  - { id: air, type: bme280, every: 100ms }
                  - { id: wall, type: lm75, every: 100ms }
                """.formatted(proxy.port()));
        site = Site.of(broker, Recorder.on(broker, "recorder"), agent);
    }

    @AfterEach
    void theEnd() {
        site.close();
        proxy.close();
    }

    private void awaitHealth(String what, Predicate<JsonObject> fits) {
        Eventually.until(what, PATIENCE, () -> site.on("health").stream().anyMatch(fits));
    }

    private static Predicate<JsonObject> problem(String words) {
        return health -> health.get("problems").toString().contains(words);
    }

    @Test
    void readingsOfAForbiddenTopicArriveAsHistoryAndNothingIsMissing() {
        proxy.dislikes(publish -> publish.topic().equals(AIR));
        site.start();
        awaitHealth("it is told", problem("closes the connection on what is sent to " + AIR));
        var closes = proxy.closes();
        var readings = site.arrivals().on("history/air").size();
        Eventually.until("it goes on", () -> site.arrivals().on("history/air").size() > readings + 20);
        Eventually.until(
                "nothing is missing",
                () -> site.arrivals().missing(site.arrivals().runs().getFirst()).isEmpty());
        site.arrivals().assertDuplicatesAreIdentical();
        assertEquals(closes, proxy.closes(), "no connection is lost for it any more");
        assertTrue(closes <= 8, closes + " connections were closed");
    }

    @Test
    @Tag("long")
    void whatIsForbiddenEverywhereWaitsThroughAKillAndLeavesUnderANewConfiguration() {
        proxy.dislikes(publish -> publish.topic().equals(AIR) || publish.topic().equals(OLD_AIR));
        site.start();
        awaitHealth("records are set aside", health -> setAside(health) > 20);
        var wall = site.on("telemetry/wall").size();
        Eventually.until(
                "the other sensor goes on", () -> site.on("telemetry/wall").size() > wall + 20);
        site.agent().kill();
        proxy.dislikes(publish -> false);
        site.start();
        Eventually.until(
                "they still wait",
                () -> site.on("health").stream()
                        .reduce((a, b) -> b)
                        .filter(health -> setAside(health) > 20)
                        .isPresent());
        site.agent().terminate();
        site.agent().configureWith("# looked at the broker's access rules");
        site.start();
        Eventually.until(
                "nothing is missing of the first run",
                () -> site.arrivals().missing(site.arrivals().runs().getFirst()).isEmpty());
        site.arrivals().assertDuplicatesAreIdentical();
    }

    private static long setAside(JsonObject health) {
        return health.getAsJsonObject("outbox").get("set_aside").getAsLong();
    }

    @Test
    @Tag("long")
    void aBrokerWithASmallPacketLimitGetsItsHistoryInSmallerParts() {
        proxy.dislikes(publish -> publish.size() > 4000);
        site.start();
        site.broker().stop();
        var records = site.arrivals().all().size();
        Eventually.until("much waits", () -> stored() > 400);
        site.broker().start();
        Eventually.until("it comes", PATIENCE, () -> site.arrivals().all().size() > records + 400);
        Eventually.until(
                "nothing is missing",
                PATIENCE,
                () -> site.arrivals().missing(site.arrivals().runs().getFirst()).isEmpty());
        assertTrue(proxy.closes() > 0);
        assertEquals(
                0,
                site.on("health").stream()
                        .mapToLong(PoisonedTest::setAside)
                        .max()
                        .orElseThrow());
    }

    private long stored() {
        try {
            return StoredOutbox.census(site.agent().file("outbox"))
                    .orElseThrow()
                    .records();
        } catch (StoredOutbox.Unreadable busy) {
            return 0;
        }
    }
}
