package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.LinkEvent.Reached;
import dev.sandpiper.agent.link.LinkEvent.Subscribed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each step of an attempt has its deadline, and its sentence when it is missed. */
class DeadlineTest {
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final LinkBench bench = new LinkBench();

    private void endsAfter(int seconds, String sentence) {
        bench.pass(Duration.ofSeconds(seconds).minus(MOMENT));
        assertFalse(bench.wire.last().aborted, "a moment before the deadline");
        bench.pass(MOMENT);
        assertTrue(bench.wire.last().aborted, "at the deadline");
        assertEquals(
                List.of("no connection to mqtt://one: " + sentence),
                bench.link.report().problems());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                LOOK_UP   | 10 | no name server gave an answer for 'one' within 10 s; check this device's network
                CONNECT   | 20 | no answer from one:1883 within 20 s; check its address and the firewalls between
                HANDSHAKE | 30 | one:1883 did not finish the TLS handshake within 30 s; is it a TLS listener?
                CONNACK   | 20 | one:1883 did not answer the login within 20 s; is it an MQTT broker?
                """)
    void aStageThatHangsEndsTheAttemptAndIsNamed(Stage stage, int seconds, String sentence) {
        bench.run();
        for (var each : Stage.values()) if (each.compareTo(stage) <= 0) bench.reports(new Reached(each));
        endsAfter(seconds, sentence);
    }

    @Test
    void eachStageHasItsWholeTime() {
        bench.run();
        for (var stage : List.of(Stage.LOOK_UP, Stage.CONNECT, Stage.HANDSHAKE, Stage.CONNACK)) {
            bench.reports(new Reached(stage));
            bench.pass(Deadline.of(stage).patience().minus(MOMENT));
        }
        assertFalse(bench.wire.last().aborted);
        bench.reports(new LinkEvent.Connected(true, "TLSv1.3"));
        bench.reports(new Subscribed(List.of(1)));
        assertEquals(List.of("online"), bench.told);
    }

    @Test
    void anAttemptThatReportsNothingHasTheTimeOfALookUp() {
        bench.run();
        endsAfter(10, "no name server gave an answer for 'one' within 10 s; check this device's network");
    }

    @Test
    void aStageReportedLateDoesNotDelayTheSubscription() {
        bench.connects();
        bench.reports(new Reached(Stage.HANDSHAKE));
        endsAfter(20, "the broker did not answer the subscription within 20 s");
    }

    @Test
    void noSubackWithinTwentySecondsEndsTheConnection() {
        bench.connects();
        endsAfter(20, "the broker did not answer the subscription within 20 s");
        assertEquals(List.of(), bench.told);
    }

    @Test
    void aSubackBehindMuchThatHadWaitedMayComeLateWhileBytesCome() {
        bench.connects();
        var transport = bench.wire.last();
        for (var second = 0; second < 100; second++) {
            bench.pass(1);
            transport.traffic = new Traffic(second * 1000, 0);
        }
        assertFalse(transport.aborted);
        bench.reports(new Subscribed(List.of(1)));
        assertEquals(List.of("online"), bench.told);
    }

    @Test
    void aBrokerThatSendsAndSendsButNeverAnswersTheSubscriptionHasTwoMinutes() {
        bench.connects();
        var transport = bench.wire.last();
        for (var second = 0; second < 119; second++) {
            bench.pass(1);
            transport.traffic = new Traffic(second * 1000, 0);
        }
        assertFalse(transport.aborted);
        bench.pass(1);
        assertTrue(transport.aborted);
    }
}
