package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Subscribed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which commands had waited at the broker, and how long the agent was away: contract section 3, late commands. */
class WaitedTest {
    private static final Duration A_DAY = Duration.ofDays(1);

    private LinkBench bench = new LinkBench(A_DAY, Optional.empty(), "mqtt://one");

    private Optional<Duration> waited() {
        bench.arrives(9, "pump", "1");
        isAcknowledged();
        return bench.received.getLast().waited();
    }

    private void isAcknowledged() {
        bench.received.getLast().acknowledge().run();
        bench.run();
    }

    @Test
    void whatArrivesBeforeTheMarkerHadWaitedAndWhatComesAfterItIsLive() {
        bench.up();
        assertEquals(Optional.of(A_DAY), waited());
        bench.markerReturns(1);
        assertEquals(Optional.empty(), waited());
    }

    @Test
    void whatArrivesBeforeTheSubscriptionIsAnsweredHadWaited() {
        bench.connects();
        assertEquals(Optional.of(A_DAY), waited());
    }

    @Test
    void soHadWhatArrivesBeforeThatOfALaterConnectionHoweverLongAgoTheFirstMarkerWasSent() {
        bench.up();
        bench.markerReturns(1);
        bench.acknowledgesAll();
        bench.pass(60);
        bench.fails(Cause.LOST);
        var away = bench.pauses();
        bench.connects();
        assertEquals(Optional.of(away), waited());
    }

    /** As NATS does, half a minute after the connection began. */
    @Test
    void whatTheBrokerSentBeforeHadWaitedHoweverLongAfterTheMarkerItRepeatsIt() {
        bench.up();
        bench.markerReturns(1);
        bench.acknowledgesAll();
        bench.pass(30);
        bench.arrivesAgain(9, "pump", "1");
        assertEquals(
                Optional.of(A_DAY.plusSeconds(30)), bench.received.getLast().waited());
        assertEquals(Optional.empty(), waited());
    }

    @Test
    void theMarkerIsAcknowledgedAndNoCommand() {
        bench.up();
        bench.markerReturns(3);
        assertEquals(List.of(), bench.received);
        assertEquals(List.of(3), bench.wire.last().acknowledged);
    }

    @Test
    void aMarkerThatNeverReturnsIsGivenUpAfterTenSeconds() {
        bench.up();
        bench.pass(Duration.ofMillis(9_999));
        assertEquals(Optional.of(A_DAY), waited());
        bench.pass(Duration.ofMillis(1));
        assertEquals(Optional.empty(), waited());
    }

    /** It hands out twenty or so, and the marker stands behind all that had waited. */
    @Test
    void ofTheTenSecondsNoneCountsInWhichTheBrokerWaitsForAnAcknowledgement() {
        bench.up();
        bench.pass(5);
        bench.arrives(9, "pump", "1");
        bench.pass(60);
        isAcknowledged();
        assertEquals(Optional.of(A_DAY), waited());
        bench.pass(Duration.ofMillis(4_999));
        assertEquals(Optional.of(A_DAY), waited());
        bench.pass(Duration.ofMillis(1));
        assertEquals(Optional.empty(), waited());
    }

    @Test
    void whatComesAtOnceAfterAnAcknowledgementIsAsFarAwayAsTheBroker() {
        bench.up();
        bench.pass(2);
        bench.acknowledgesAll();
        for (var window = 0; window < 20; window++) {
            bench.pass(2);
            assertEquals(Optional.of(A_DAY), waited());
        }
    }

    @Test
    void norDoesTimeInWhichTheDeviceItselfWasNotThereToHear() {
        bench.up();
        bench.pass(1);
        bench.time.pass(Duration.ofSeconds(20));
        assertEquals(Optional.of(A_DAY), waited());
    }

    @Test
    void theTenSecondsBeginWhenTheMarkerIsSent() {
        bench.connects();
        bench.pass(15);
        assertEquals(Optional.of(A_DAY), waited());
        bench.reports(new Subscribed(List.of(1)));
        bench.pass(9);
        assertEquals(Optional.of(A_DAY), waited());
        bench.pass(1);
        assertEquals(Optional.empty(), waited());
    }

    @Test
    void aMarkerOfAnEarlierConnectionDoesNotCount() {
        bench.up();
        var old = bench.marker();
        bench.fails(Cause.LOST);
        bench.pauses();
        bench.up();
        assertNotEquals(old, bench.marker());
        bench.arrives(4, "agent", old);
        assertEquals(List.of(), bench.received);
        assertTrue(waited().isPresent());
        bench.markerReturns(5);
        assertEquals(Optional.empty(), waited());
    }

    @Test
    void aPingOfSomebodyElseIsACommandAndNoMarker() {
        bench.up();
        bench.arrives(4, "agent", "{\"id\":\"1\",\"do\":\"ping\"}");
        bench.arrives(5, "pump", bench.marker());
        assertEquals(2, bench.received.size());
        assertTrue(waited().isPresent());
    }

    @Test
    void afterABrokerThatClosedTheAbsenceIsTheTimeSince() {
        bench.up();
        bench.acknowledgesAll();
        bench.pass(610);
        bench.fails(Cause.LOST);
        var pause = bench.pauses();
        bench.up();
        assertEquals(Optional.of(pause), waited());
    }

    @Test
    void afterABrokerThatFellSilentTheAbsenceBeganWhenItWasLastHeard() {
        bench.up();
        bench.acknowledgesAll();
        bench.pass(600);
        bench.wire.last().answersPings = false;
        bench.pass(80);
        bench.fails(Cause.TIMEOUT);
        var pause = bench.pauses();
        bench.up();
        assertEquals(Optional.of(pause.plusSeconds(80)), waited());
    }

    @Test
    void attemptsThatFailInBetweenCountAsAbsence() {
        bench.up();
        bench.fails(Cause.LOST);
        var away = bench.pauses();
        bench.fails(Cause.REFUSED);
        away = away.plus(bench.pauses());
        bench.connects();
        bench.fails(Cause.LOST);
        away = away.plus(bench.pauses());
        bench.up();
        assertEquals(Optional.of(away), waited());
    }

    @Test
    void afterACleanRestartTheAbsenceIsWhatTheLastRunKnew() {
        bench = new LinkBench(Duration.ofSeconds(20), Optional.empty(), "mqtt://one");
        bench.pass(4);
        bench.up();
        assertEquals(Optional.of(Duration.ofSeconds(24)), waited());
    }
}
