package dev.sandpiper.agent.endtoend;

import static dev.sandpiper.agent.testing.Eventually.lasts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nothing is lost while the broker, or the agent, is away, at each broker of scripts/test-brokers. */
@Tag("brokers")
class BrokerOutageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    static final TestedBroker TESTED = new TestedBroker();

    private BrokerSite site;

    @Test
    void everyRecordArrivesAfterTheBrokerWasKilled() {
        survives(TESTED.broker()::kill);
    }

    @Test
    void everyRecordArrivesAfterTheBrokerWasStopped() {
        survives(TESTED.broker()::stop);
    }

    private void survives(Runnable end) {
        site = TESTED.site(OutageTest.SENSORS);
        site.start();
        Eventually.until("there are readings", () -> site.on("telemetry/air").size() >= 20);
        end.run();
        site.agent().awaitLog("no connection to");
        for (var level : List.of("low", "high", "low")) site.agent().control("gpio 17 " + level);
        lasts(Duration.ofSeconds(3));
        TESTED.broker().start();
        awaitEverything();
        assertEquals(List.of(true, false, true, false), site.arrivals().states("door"));
        site.arrivals().assertOrdered("telemetry/air");
        site.arrivals().assertOrdered("history/air");
        assertTrue(site.arrivals().on("history/air").size() > 20, "what went stale goes to history");
    }

    @Test
    void anAgentKilledDuringTheOutageAnnouncesItAndWhatItHadCommittedArrives() {
        site = TESTED.site(OutageTest.SENSORS);
        site.start();
        Eventually.until("there are readings", () -> site.on("telemetry/air").size() >= 10);
        var run = site.arrivals().runs().getFirst();
        TESTED.broker().kill();
        lasts(Duration.ofSeconds(2));
        site.agent().kill();
        TESTED.broker().start();
        site.start();
        awaitEverything();
        assertEquals(List.of(run, run + 1), site.arrivals().runs());
        assertEquals("interrupted", site.await("gap", _ -> true).get("reason").getAsString());
    }

    @Test
    void anAgentKilledAgainAndAgainWhileItDrainsSendsWhatIsMissingAndTheRestByteForByteTheSame() {
        site = TESTED.site(OutageTest.SENSORS);
        site.start();
        TESTED.broker().stop();
        lasts(Duration.ofSeconds(3));
        TESTED.broker().start();
        for (var times = 0; times < 3; times++) {
            site.agent().awaitLog("connected to");
            site.agent().kill();
            site.agent().start();
        }
        awaitEverything();
    }

    @Test
    void aBacklogIsDrainedInMessagesAsLargeAsTheyMayBe() {
        site = TESTED.site("fresh_for: 1s, batch: 1000", "sensors: [ { id: computer, type: system, every: 10ms } ]\n");
        site.agent().start();
        site.agent().awaitLog("connected to");
        TESTED.broker().stop();
        lasts(Duration.ofSeconds(10));
        TESTED.broker().start();
        awaitEverything("computer");
        assertTrue(largestHistoryMessage() > 60_000, "the largest has " + largestHistoryMessage() + " bytes");
    }

    private int largestHistoryMessage() {
        return site.recorder().on(site.topic("history/computer")).stream()
                .mapToInt(payload -> payload.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
    }

    /** Waits until readings arrive that were taken from now on, and nothing before them is missing. */
    private void awaitEverything() {
        awaitEverything("air");
    }

    private void awaitEverything(String sensor) {
        var back = Instant.now();
        Eventually.until("readings come again", PATIENCE, () -> takenAfter(back, sensor) >= 20);
        Eventually.until(
                () -> "nothing is missing: " + site.arrivals().missing(),
                PATIENCE,
                () -> site.arrivals().complete());
        site.arrivals().assertDuplicatesAreIdentical();
    }

    // By their time, since a broker also repeats to the recorder what it had from before.
    private long takenAfter(Instant time, String sensor) {
        return site.on("telemetry/" + sensor).stream()
                .filter(reading ->
                        Instant.parse(reading.get("ts").getAsString()).isAfter(time))
                .count();
    }
}
