package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.store.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Another client with this one's id is recognised, named and not fought; and nothing else is taken for it. */
class TakeOverTest {
    private static final Duration MAX = Duration.ofSeconds(60);
    private static final String CLIENT =
            "another client uses the client id 'device', or the broker restarts again and again: it has"
                    + " closed the connection 3 times in a row soon after it was made; give each device its own device.id or"
                    + " broker.client_id";
    private static final String DEVICE =
            "another agent uses the device id 'device'; give each device its own device.id and broker.client_id";
    private static final String FOREIGN = "{\"id\":\"sandpiper-marker-0123456789abcdef01234567\",\"do\":\"ping\"}";

    private final List<String> former = new ArrayList<>();
    private LinkBench bench = new LinkBench();

    private List<String> problems() {
        return bench.link.report().problems();
    }

    /** Connected, everything acknowledged, thrown out after so many seconds; then the pause. */
    private Duration thrownOutAfter(int seconds) {
        upAndSettled();
        bench.pass(seconds - 4);
        bench.fails(Cause.CLOSED);
        return bench.pauses();
    }

    private void upAndSettled() {
        bench.up();
        // The link may send one message at a time, to find one that is to blame.
        for (var message = 0; message < 4; message++) {
            bench.acknowledgesAll();
            bench.pass(1);
        }
        bench.markerReturns(1);
    }

    private void thrownOutThreeTimes() {
        for (var time : List.of(5, 4, 7)) thrownOutAfter(time);
    }

    @Test
    void threeClosesInARowEachSoonAndWithoutAReasonAreAnotherClient() {
        thrownOutThreeTimes();
        assertEquals(1, problems().size(), "not before the broker shows that it is there");
        upAndSettled();
        assertEquals(List.of(CLIENT), problems());
    }

    @Test
    void itIsNotFought() {
        thrownOutThreeTimes();
        var longest = Duration.ZERO;
        for (var time = 0; time < 12; time++) {
            var pause = thrownOutAfter(5);
            assertTrue(pause.compareTo(MAX) >= 0, pause.toString());
            longest = pause.compareTo(longest) > 0 ? pause : longest;
        }
        assertTrue(longest.compareTo(MAX.multipliedBy(5)) > 0, longest.toString());
        assertTrue(longest.compareTo(Duration.ofMinutes(15).plusMillis(1)) <= 0, longest.toString());
    }

    @Test
    void tenMinutesOfPeaceEndIt() {
        thrownOutThreeTimes();
        upAndSettled();
        bench.pass(590 - 4);
        assertEquals(List.of(CLIENT), problems());
        bench.pass(11);
        assertEquals(List.of(), problems());
        bench.fails(Cause.CLOSED);
        assertTrue(bench.pauses().compareTo(MAX.dividedBy(2).plusMillis(1)) <= 0, "an ordinary pause");
    }

    @Test
    void aMessageThatIsUnderWayAtTwoClosesEndsItToo() {
        thrownOutThreeTimes();
        for (var time = 0; time < 2; time++) {
            upAndSettled();
            assertEquals(List.of(CLIENT), problems());
            bench.sends(Outgoing.Lane.TELEMETRY, 10);
            bench.fails(Cause.CLOSED);
            if (time == 0) bench.pauses();
        }
        assertTrue(bench.pauses().compareTo(MAX.plusMillis(1)) <= 0, "an ordinary pause");
        upAndSettled();
        assertEquals(List.of(), problems());
    }

    @Test
    void aDeviceThatSaysNothingByItselfIsNotTakenForOneThatIsClosedForBeingQuiet() {
        for (var time : List.of(14, 40, 25, 55)) thrownOutAfter(time);
        upAndSettled();
        assertEquals(List.of(CLIENT), problems());
        assertEquals(60, bench.link.report().keepAliveSeconds());
    }

    @Test
    void aMessageUnderWayThatTheBrokerTakesTheNextTimeIsNoReason() {
        for (var time = 0; time < 3; time++) {
            upAndSettled();
            if (time > 0) sendsAndIsAnswered();
            bench.pass(2);
            bench.sends(Outgoing.Lane.TELEMETRY, 10);
            bench.fails(Cause.CLOSED);
            bench.pauses();
        }
        upAndSettled();
        assertFalse(problems().contains(CLIENT), "the last one is not taken yet");
        sendsAndIsAnswered();
        bench.pass(1);
        assertEquals(List.of(CLIENT), problems());
    }

    private void sendsAndIsAnswered() {
        bench.sends(Outgoing.Lane.TELEMETRY, 10);
        bench.reports(new LinkEvent.Acked(bench.wire.last().published.getLast().handle()));
    }

    @Test
    void norIsATopicWhoseMessageWasAcknowledgedJustBeforeIfTheNextOneIsToo() {
        for (var time = 0; time < 3; time++) {
            upAndSettled();
            for (var message = 0; message < 5; message++) {
                bench.pass(Duration.ofMillis(100));
                sendsAndIsAnswered();
            }
            bench.fails(Cause.CLOSED);
            bench.pauses();
        }
        upAndSettled();
        sendsAndIsAnswered();
        bench.pass(1);
        assertEquals(List.of(CLIENT), problems());
    }

    @Test
    void closesWithAMessageUnderWayAreNotAnothers() {
        for (var time = 0; time < 8; time++) {
            upAndSettled();
            bench.sends(Outgoing.Lane.TELEMETRY, 10);
            bench.fails(Cause.CLOSED);
            bench.pauses();
        }
        upAndSettled();
        assertFalse(problems().contains(CLIENT));
    }

    @Test
    void closesRightAfterAnAcknowledgementAreNotAnothers() {
        for (var time = 0; time < 8; time++) {
            upAndSettled();
            bench.sends(Outgoing.Lane.TELEMETRY, 10);
            bench.pass(1);
            bench.reports(
                    new LinkEvent.Acked(bench.wire.last().published.getLast().handle()));
            bench.fails(Cause.CLOSED);
            bench.pauses();
        }
        upAndSettled();
        assertFalse(problems().contains(CLIENT));
    }

    @Test
    void aBrokerThatRestartsAgainAndAgainIsNotAnother() {
        for (var time = 0; time < 8; time++) {
            thrownOutAfter(5);
            bench.fails(Cause.REFUSED);
            bench.pauses();
        }
        upAndSettled();
        assertEquals(List.of(), problems());
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"LOST", "TIMEOUT", "UNREACHABLE", "PROTOCOL"})
    void aNetworkThatBreaksConnectionsIsNotAnother(Cause cause) {
        for (var time = 0; time < 8; time++) {
            upAndSettled();
            bench.pass(5);
            bench.fails(cause);
            bench.pauses();
        }
        upAndSettled();
        assertEquals(List.of(), problems());
    }

    @Test
    void closesOfConnectionsThatLastedAreNotAnother() {
        for (var time = 0; time < 8; time++) {
            upAndSettled();
            for (var minute = 0; minute < 2; minute++) {
                bench.pass(30 + 7 * time);
                bench.sends(Outgoing.Lane.TELEMETRY, 10);
                bench.acknowledgesAll();
            }
            bench.pass(1);
            bench.fails(Cause.CLOSED);
            bench.pauses();
        }
        upAndSettled();
        assertEquals(List.of(), problems());
    }

    @Test
    void aLivingAgentsMarkerIsAProofForAnHour() {
        upAndSettled();
        bench.arrives(2, "agent", FOREIGN);
        assertEquals(List.of(DEVICE), problems());
        assertEquals(List.of(), bench.received, "and no command");
        bench.pass(3599);
        assertEquals(List.of(DEVICE), problems());
        bench.pass(2);
        assertEquals(List.of(), problems());
    }

    @Test
    void aMarkerThatHadWaitedAtTheBrokerProvesNothingYet() {
        bench.up();
        bench.arrives(1, "agent", FOREIGN);
        bench.markerReturns(2);
        assertEquals(List.of(), problems());
        bench.arrives(3, "agent", FOREIGN);
        assertEquals(List.of(DEVICE), problems(), "but that it lives");
    }

    @Test
    void theMarkerOfAFormerRunProvesNothingHoweverLateItComes() {
        var memory = new LinkBench.Remembered(Duration.ofDays(1));
        for (var run = 0; run < 3; run++) former.add(markerOfARun(memory));
        bench = new LinkBench(memory, "mqtt://one");
        upAndSettled();
        for (var old : former) bench.arrives(3, "agent", old);
        assertEquals(List.of(), problems());
    }

    private String markerOfARun(LinkBench.Remembered memory) {
        bench = new LinkBench(memory, "mqtt://one", former.size() + 2);
        return bench.up().marker();
    }

    @Test
    void whatCheckSendsToACommandTopicIsNoMarker() {
        upAndSettled();
        bench.arrives(3, "agent", "{\"id\":\"check-0123456789abcdef\",\"do\":\"ping\"}");
        assertEquals(1, bench.received.size());
        assertEquals(List.of(), problems());
    }

    @Test
    void aMarkerThatABrokerSendsOnceMoreProvesNothing() {
        upAndSettled();
        bench.reports(new LinkEvent.Arrived(
                3, "sandpiper/device/command/agent", FOREIGN.getBytes(StandardCharsets.UTF_8), false, true));
        assertEquals(List.of(), problems());
    }

    @Test
    void ownMarkersOfEarlierConnectionsProveNothing() {
        bench.up();
        var old = bench.marker();
        bench.fails(Cause.LOST);
        bench.pauses();
        upAndSettled();
        bench.arrives(3, "agent", old);
        assertEquals(List.of(), problems());
    }
}
