package dev.sandpiper.agent.endtoend;

import static dev.sandpiper.agent.testing.Eventually.lasts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Cut;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Whatever the network does, the agent comes back by itself and nothing is lost. These run at the same time, those first
 * that take longest.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultyNetworkTest {
    private static final String QUICK = "keep_alive: 5s, reconnect: { min: 100ms, max: 500ms }";
    private static final String QUICKEST = "keep_alive: 5s, reconnect: { min: 100ms, max: 200ms }";
    private static final String OFTEN = every("100ms");

    @TempDir
    static Path authorities;

    private static TestCertificates authority;

    @TempDir
    Path folder;

    private static String every(String interval) {
        return "sensors: [ { id: air, type: bme280, every: " + interval + " } ]";
    }

    @BeforeAll
    static void certificates() {
        authority = TestCertificates.in(authorities.resolve("authority"));
    }

    /** One at a time: openssl keeps a list of what an authority has issued. */
    private DistantSite site(String broker, String sensors) {
        synchronized (authority) {
            return DistantSite.in(folder, authority, broker, sensors);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aBlackHoleIsFoundWhileTelemetryFlows() {
        try (var site = site("keep_alive: 5s, reconnect: { min: 3s, max: 5s }", every("500ms"))
                .start()) {
            site.awaitReadings(5);
            site.network().swallows();
            // Ten seconds, and as many for a busy machine.
            Eventually.until(
                    "the agent noticed",
                    Duration.ofSeconds(20),
                    () -> site.agent().log().contains("no connection to"));
            site.network().flows();
            site.command();
            site.assertNothingIsLost();
        }
    }

    @Test
    @Order(1)
    @Execution(ExecutionMode.CONCURRENT)
    void aSlowLinkWithABacklogIsNeverTakenForDead() {
        slowLinkAfter(Duration.ofSeconds(2));
    }

    /** One message with all of it would keep a broker waiting for the next one longer than it waits. */
    @Test
    @Tag("long")
    void norIsItWithALongOne() {
        slowLinkAfter(Duration.ofSeconds(15));
    }

    /** A round trip of 2 s, and 1 KB/s each way. */
    private void slowLinkAfter(Duration outage) {
        try (var site = site(QUICK, OFTEN)) {
            site.network().refuses();
            site.agent().start();
            site.agent().awaitLog("no connection to");
            lasts(outage);
            site.agent().terminate();
            site.reconfigure("every: 100ms", "every: 1s");
            site.network().up().delayedBy(Duration.ofSeconds(1)).limitedTo(1_000);
            site.network().down().delayedBy(Duration.ofSeconds(1)).limitedTo(1_000);
            site.network().accepts();
            site.start();
            site.command();
            site.assertNothingIsLost();
            assertEquals(List.of(), site.agent().logLinesWith("no connection to"));
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void thirtyResetsAtAnyByteInARowLoseNothing() {
        try (var site = site(QUICKEST, every("50ms")).start()) {
            site.network().cutsEachWithin(4_000, Cut.RESET);
            site.network().cutsAll(Cut.RESET);
            for (var cut = 10; cut <= 30; cut += 10) {
                var wanted = cut;
                Eventually.until(
                        "there were " + cut + " cuts",
                        Duration.ofSeconds(60),
                        () -> site.network().cuts() > wanted);
                site.command();
            }
            site.network().keepsEach();
            site.assertNothingIsLost();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatIsSplitAtAnyByteArrivesWhole() {
        // Each reading comes back for a minute, too: more would not pass in such pieces.
        try (var site = site(QUICK, every("400ms"))) {
            site.network().up().inPieces(40, Duration.ofMillis(1));
            site.network().down().inPieces(7, Duration.ofNanos(300_000));
            site.start();
            site.command();
            site.command();
            site.assertNothingIsLost();
            assertEquals(1, site.connections());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aSpoiltBitEndsTheConnectionAndNothingElse() {
        try (var site = site(QUICK, OFTEN).start()) {
            site.command();
            site.network().down().spoilsAfter(70);
            site.awaitConnections(2);
            site.command();
            site.network().up().spoilsAfter(70);
            site.awaitConnections(3);
            site.assertNothingIsLost();
            assertTrue(site.agent().log().contains("mac"), site.agent().log());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aHalfClosedConnectionIsLeftAtOnce() {
        try (var site = site("reconnect: { min: 100ms, max: 500ms }", OFTEN).start()) {
            site.network().cutsAll(Cut.HALF_CLOSE);
            site.awaitConnections(2);
            site.command();
            site.assertNothingIsLost();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aBrokerThatHangsShorterThanThePatienceIsNotLeft() {
        try (var site = site("keep_alive: 6s, reconnect: { min: 100ms, max: 500ms }", OFTEN)
                .start()) {
            site.awaitReadings(5);
            site.broker().freeze();
            // Less than the nine seconds after which the broker itself would end it.
            lasts(Duration.ofSeconds(8));
            site.broker().thaw();
            site.command();
            site.assertNothingIsLost();
            assertEquals(1, site.connections(), site.agent().log());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aBrokerThatHangsLongerIsLeftAndFoundAgain() {
        try (var site = site(QUICK, OFTEN).start()) {
            site.awaitReadings(5);
            site.broker().freeze();
            site.agent().awaitLog("no answer from the broker");
            lasts(Duration.ofSeconds(1));
            site.broker().thaw();
            site.command();
            site.assertNothingIsLost();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aNetworkThatTakesConnectionsAndNeverAnswersIsGivenUp() {
        try (var site = site(QUICK, OFTEN)) {
            site.network().swallows();
            site.agent().start();
            Eventually.until("it tried", () -> site.network().taken() == 1);
            lasts(Duration.ofSeconds(1));
            site.network().flows();
            site.awaitConnections(1);
            site.command();
            site.assertNothingIsLost();
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatWaitedAtABrokerThatWasKilledArrivesAfterItsRestart() {
        try (var site = site(QUICK, OFTEN).start()) {
            site.network().refuses();
            site.network().cutsAll(Cut.RESET);
            site.command();
            Eventually.until(
                    "the command is on the broker's disk", () -> site.broker().kept("t1000"));
            site.broker().kill();
            site.broker().start();
            site.network().accepts();
            site.awaitConnections(2);
            site.assertNothingIsLost();
            assertTrue(
                    site.agent().log().contains("session present"), site.agent().log());
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aBrokerThatForgotItsSessionsIsToldFromOneThatDidNot() {
        try (var site = site(QUICK, OFTEN).start()) {
            site.command();
            site.awaitReadings(5);
            site.network().refuses();
            site.network().cutsAll(Cut.RESET);
            site.agent().awaitLog("no connection to");
            site.broker().kill();
            site.broker().forget();
            site.broker().start();
            site.site().recorder().awaitSubscription(2);
            site.network().accepts();
            site.awaitConnections(2);
            // The broker has forgotten the subscription, too.
            site.awaitMarkers(2);
            site.command();
            site.assertNothingIsLost();
            assertEquals(
                    1,
                    site.agent().logLinesWith("session lost").size(),
                    site.agent().log());
        }
    }

    @Test
    @Order(2)
    @Execution(ExecutionMode.CONCURRENT)
    void afterFiftyReconnectionsThreadsAndOpenFilesAreThoseAfterOne() {
        reconnects(50);
    }

    @Test
    @Tag("long")
    void afterAThousandReconnectionsToo() {
        reconnects(1_000);
    }

    private void reconnects(int times) {
        try (var site = site(QUICKEST, every("20ms")).start()) {
            site.network().cutsAll(Cut.RESET);
            site.awaitConnections(2);
            site.awaitReadings(10);
            var usage = site.agent().usage();
            site.network().cutsEachWithin(5_000, Cut.RESET, Cut.CLOSE, Cut.HALF_CLOSE);
            site.network().cutsAll(Cut.RESET);
            Eventually.until(
                    "there were " + times + " cuts",
                    Duration.ofHours(2),
                    () -> site.network().cuts() > times);
            site.network().keepsEach();
            site.network().cutsAll(Cut.RESET);
            site.command();
            site.assertNothingIsLost();
            Eventually.until(
                    () -> "it uses " + usage + " again, not " + site.agent().usage(),
                    () -> site.agent().usage().equals(usage));
        }
    }
}
