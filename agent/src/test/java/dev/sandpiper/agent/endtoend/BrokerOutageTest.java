package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.endtoend.Arrivals.Arrival;
import dev.sandpiper.agent.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is lost while the broker, or the agent, is away, at each broker of scripts/test-brokers. */
@Tag("brokers")
class BrokerOutageTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SENSORS = """
            sensors:
              - { id: air, type: bme280, every: 50ms }
              - { id: room, type: lm75, every: 50ms }
              - { id: door, type: gpio-input, pin: 17, pull: up, debounce: 0ms }
            actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
            """;

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

    @AfterEach
    void theEnd() {
        site.close();
    }

    @Test
    void everyRecordArrivesAfterTheBrokerWasKilled() {
        survives(tested.broker()::kill);
    }

    @Test
    void everyRecordArrivesAfterTheBrokerWasStopped() {
        survives(tested.broker()::stop);
    }

    private void survives(Runnable end) {
        site = tested.site(SENSORS);
        site.start();
        Eventually.until("there are readings", () -> site.on("telemetry/air").size() >= 20);
        end.run();
        site.agent().awaitLog("no connection to");
        for (var level : List.of("low", "high", "low")) site.agent().control("gpio 17 " + level);
        lasts(Duration.ofSeconds(3));
        tested.broker().start();
        awaitEverything();
        assertEquals(List.of(true, false, true, false), doorStates());
        assertOrdered("telemetry/air");
        assertOrdered("history/air");
        assertTrue(site.arrivals().on("history/air").size() > 20, "what went stale goes to history");
    }

    @Test
    void anAgentKilledDuringTheOutageAnnouncesItAndWhatItHadCommittedArrives() {
        site = tested.site(SENSORS);
        site.start();
        Eventually.until("there are readings", () -> site.on("telemetry/air").size() >= 10);
        var run = site.arrivals().runs().getFirst();
        tested.broker().kill();
        lasts(Duration.ofSeconds(2));
        site.agent().kill();
        tested.broker().start();
        site.start();
        awaitEverything();
        assertEquals(List.of(run, run + 1), site.arrivals().runs());
        assertEquals("interrupted", site.await("gap", _ -> true).get("reason").getAsString());
    }

    @Test
    void anAgentKilledAgainAndAgainWhileItDrainsSendsWhatIsMissingAndTheRestByteForByteTheSame() {
        site = tested.site(SENSORS);
        site.start();
        tested.broker().stop();
        lasts(Duration.ofSeconds(3));
        tested.broker().start();
        for (var times = 0; times < 3; times++) {
            site.agent().awaitLog("connected to");
            site.agent().kill();
            site.agent().start();
        }
        awaitEverything();
    }

    @Test
    void aBacklogIsDrainedInMessagesAsLargeAsTheyMayBe() {
        site = tested.site("fresh_for: 1s, batch: 1000", "sensors: [ { id: computer, type: system, every: 10ms } ]\n");
        site.agent().start();
        site.agent().awaitLog("connected to");
        tested.broker().stop();
        lasts(Duration.ofSeconds(10));
        tested.broker().start();
        awaitEverything("computer");
        assertTrue(largestHistoryMessage() > 60_000, "the largest has " + largestHistoryMessage() + " bytes");
    }

    private int largestHistoryMessage() {
        return site.recorder().on(site.topic("history/computer")).stream()
                .mapToInt(payload -> payload.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
    }

    private static void lasts(Duration outage) {
        var start = System.nanoTime();
        Eventually.until(
                "the time is over", outage.plusSeconds(30), () -> System.nanoTime() - start > outage.toNanos());
    }

    /** Waits until readings arrive that were taken from now on, and nothing before them is missing. */
    private void awaitEverything() {
        awaitEverything("air");
    }

    private void awaitEverything(String sensor) {
        var back = Instant.now();
        Eventually.until("readings come again", PATIENCE, () -> takenAfter(back, sensor) >= 20);
        Eventually.until(
                () -> "nothing is missing: " + missing(),
                PATIENCE,
                () -> missing().values().stream().allMatch(List::isEmpty));
        site.arrivals().assertDuplicatesAreIdentical();
    }

    // By their time, since a broker also repeats to the recorder what it had from before.
    private long takenAfter(Instant time, String sensor) {
        return site.on("telemetry/" + sensor).stream()
                .filter(reading ->
                        Instant.parse(reading.get("ts").getAsString()).isAfter(time))
                .count();
    }

    /** By run. */
    private Map<Long, List<Long>> missing() {
        var arrivals = site.arrivals();
        return arrivals.runs().stream().collect(Collectors.toMap(run -> run, arrivals::missing));
    }

    private List<Boolean> doorStates() {
        return site.arrivals().all().stream()
                .filter(arrival -> arrival.topic().endsWith("/door"))
                .sorted((a, b) -> Long.compare(a.seq(), b.seq()))
                .map(Arrival::text)
                .distinct()
                .map(text -> text.endsWith("\"state\":true}"))
                .toList();
    }

    /** Per id, fresh messages leave in the order of seq, and so does history; what is repeated after a loss aside. */
    private void assertOrdered(String topic) {
        var numbers =
                site.arrivals().on(topic).stream().map(Arrival::seq).distinct().toList();
        assertEquals(numbers.stream().sorted().toList(), numbers, topic);
    }
}
