package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.store.Outgoing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a link makes of the time in which its device was suspended. */
class SleepTest {
    private final LinkBench bench = new LinkBench();

    private void quiet() {
        bench.up().acknowledgesAll();
    }

    private void sleeps(int seconds) {
        bench.time.suspend(Duration.ofSeconds(seconds));
        bench.run();
    }

    private int interval() {
        return bench.link.report().keepAliveSeconds();
    }

    @Test
    void whoWakesUpAsksWhetherTheConnectionIsStillThereAndKeepsItIfSo() {
        quiet();
        bench.pass(5);
        sleeps(30);
        assertEquals(1, bench.wire.last().pings);
        bench.pass(600);
        assertFalse(bench.wire.last().aborted);
    }

    @Test
    void aConnectionThatIsNotThereAnyMoreIsGivenUpTenSecondsLater() {
        quiet();
        bench.wire.last().answersPings = false;
        sleeps(600);
        bench.pass(9);
        assertFalse(bench.wire.last().aborted);
        bench.pass(1);
        assertTrue(bench.wire.last().aborted);
    }

    @Test
    void whatWasOwedInSleepMayStillCome() {
        quiet();
        bench.sends(Outgoing.Lane.TELEMETRY, 100);
        sleeps(600);
        assertFalse(bench.wire.last().aborted);
        bench.acknowledgesAll();
        bench.pass(600);
        assertFalse(bench.wire.last().aborted);
        assertEquals(1, bench.wire.tries.size());
    }

    @Test
    void aConnectionThatDiedInSleepDidNotDieOfBeingQuiet() {
        quiet();
        bench.wire.last().answersPings = false;
        sleeps(600);
        var tries = bench.wire.tries.size();
        while (bench.wire.tries.size() == tries) bench.pass(1);
        quiet();
        assertEquals(60, interval());
    }

    @Test
    void norDidThoseThatWereClosedWhileTheDeviceSleptForAsLongAsEver() {
        for (var how : List.of(Cause.CLOSED, Cause.LOST, Cause.CLOSED, Cause.LOST)) {
            quiet();
            bench.time.suspend(Duration.ofSeconds(600));
            bench.fails(how);
            bench.pauses();
        }
        quiet();
        assertEquals(60, interval());
    }

    @Test
    void aPauseOfLessThanASecondIsNoSleep() {
        quiet();
        bench.time.suspend(Duration.ofMillis(999));
        bench.run();
        assertEquals(0, bench.wire.last().pings);
    }
}
