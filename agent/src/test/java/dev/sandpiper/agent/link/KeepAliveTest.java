package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.store.Outgoing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A way to the broker that forgets quiet connections is pinged more often, until it has been forgotten itself. */
class KeepAliveTest {
    private LinkBench.Remembered memory = new LinkBench.Remembered(Duration.ofDays(1));
    private LinkBench bench = new LinkBench(memory, "mqtt://one");

    private int interval() {
        return bench.link.report().keepAliveSeconds();
    }

    private void quiet() {
        bench.up().acknowledgesAll();
    }

    /** The connection is quiet until its ping; nobody answers that, and the next attempt succeeds. */
    private void forgottenByARouter() {
        quiet();
        bench.wire.last().answersPings = false;
        var tries = bench.wire.tries.size();
        while (bench.wire.tries.size() == tries) bench.pass(1);
        quiet();
    }

    private void closedAfter(int seconds, Cause how) {
        quiet();
        bench.pass(seconds);
        bench.fails(how);
        bench.pauses();
    }

    @Test
    void aPingThatNobodyAnswersHalvesTheIntervalDownToAQuarterOfAMinute() {
        forgottenByARouter();
        assertEquals(30, interval());
        forgottenByARouter();
        assertEquals(15, interval());
        forgottenByARouter();
        assertEquals(15, interval());
    }

    @Test
    void halfOfLessThanHalfAMinuteIsAQuarterOfAMinute() {
        bench = new LinkBench(Duration.ofSeconds(20));
        forgottenByARouter();
        assertEquals(15, interval());
    }

    @Test
    void theShorterIntervalIsUsedAndTheBrokerIsToldTheConfiguredOne() {
        forgottenByARouter();
        bench.pass(29);
        assertEquals(0, bench.wire.last().pings);
        bench.pass(1);
        assertEquals(1, bench.wire.last().pings);
        assertEquals(Duration.ofSeconds(60), bench.wire.last().login.keepAlive());
    }

    @Test
    void aDeadConnectionIsFoundSoonerWithIt() {
        forgottenByARouter();
        bench.wire.last().answersPings = false;
        bench.pass(30 + 44);
        assertFalse(bench.wire.last().aborted);
        bench.pass(1);
        assertTrue(bench.wire.last().aborted);
    }

    @Test
    void aMessageAfterAQuietTimeThatNobodyAnswersIsTheSame() {
        quiet();
        bench.wire.last().answersPings = false;
        bench.pass(50);
        bench.sends(Outgoing.Lane.TELEMETRY, 100);
        var tries = bench.wire.tries.size();
        while (bench.wire.tries.size() == tries) bench.pass(1);
        quiet();
        assertEquals(30, interval());
    }

    @Test
    void aConnectionThatDiesWhileItIsUsedIsNoReason() {
        quiet();
        for (var second = 0; second < 60; second++) {
            bench.sends(Outgoing.Lane.TELEMETRY, 100);
            bench.acknowledgesAll();
            bench.pass(1);
        }
        bench.sends(Outgoing.Lane.TELEMETRY, 100);
        bench.wire.last().answersPings = false;
        var tries = bench.wire.tries.size();
        while (bench.wire.tries.size() == tries) bench.pass(1);
        quiet();
        assertEquals(60, interval());
    }

    @Test
    void aNetworkThatIsGoneForAWhileIsNoReason() {
        quiet();
        bench.wire.last().answersPings = false;
        var tries = bench.wire.tries.size();
        while (bench.wire.tries.size() == tries) bench.pass(1);
        bench.fails(Cause.UNREACHABLE);
        bench.pauses();
        quiet();
        assertEquals(60, interval());
    }

    @Test
    void twoClosesAfterTheSameQuietTimeAreAReasonHoweverTheyAreMade() {
        for (var how : List.of(Cause.CLOSED, Cause.LOST)) {
            bench = new LinkBench();
            closedAfter(40, how);
            quiet();
            assertEquals(60, interval(), "once may be a restart");
            closedAfter(42, how);
            quiet();
            assertEquals(30, interval());
        }
    }

    @Test
    void closesAfterQuietTimesThatDifferAreNone() {
        for (var seconds : List.of(20, 55, 33, 15, 58)) closedAfter(seconds, Cause.CLOSED);
        quiet();
        assertEquals(60, interval());
    }

    @Test
    void aDayLaterALongerOneIsTriedUntilItIsTheConfiguredOne() {
        forgottenByARouter();
        forgottenByARouter();
        bench.pass(86_300);
        assertEquals(15, interval());
        bench.pass(200);
        assertEquals(30, interval());
        bench.pass(86_500);
        assertEquals(60, interval());
    }

    @Test
    void itIsRememberedAcrossARestartUntilItsDayIsOver() {
        forgottenByARouter();
        bench = new LinkBench(memory, "mqtt://one");
        quiet();
        assertEquals(30, interval());
        bench.pass(86_500);
        assertEquals(60, interval());
        bench = new LinkBench(memory, "mqtt://one");
        quiet();
        assertEquals(60, interval());
    }

    @Test
    void aNoteWhoseDayIsOverIsTriedLongerAtOnceIfTheClockIsRight() {
        forgottenByARouter();
        bench = new LinkBench(memory, "mqtt://one");
        bench.time.pass(Duration.ofDays(2));
        quiet();
        bench.pass(1);
        assertEquals(60, interval());
    }

    @Test
    void itBelongsToOneAddress() {
        bench = new LinkBench(memory, "mqtt://one", "mqtt://two");
        forgottenByARouter();
        assertEquals(30, interval());
        bench.fails(Cause.LOST);
        bench.pauses();
        bench.fails(Cause.REFUSED);
        bench.pauses();
        quiet();
        assertEquals("mqtt://two", bench.wire.last().address.url());
        assertEquals(60, interval());
    }

    @Test
    void aConfiguredIntervalBelowAQuarterOfAMinuteStays() {
        bench = new LinkBench(Duration.ofSeconds(10));
        forgottenByARouter();
        assertEquals(10, interval());
    }
}
