package dev.sandpiper.agent.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The device's clock: who vouches for it, and what follows when nobody does any more. */
class SystemTimeTest {
    private static final Instant RIGHT = Instant.parse("2026-11-23T06:00:00Z");
    private static final Instant FAR_BEHIND = Instant.parse("1970-01-01T00:00:10Z");

    private long nanos = 5_000_000_000L;
    private Instant shown = FAR_BEHIND;
    private ClockSource witness = ClockSource.NONE;
    private final SystemTime time = new SystemTime(() -> witness, () -> shown, () -> nanos);

    private void pass(Duration span) {
        nanos += span.toNanos();
        shown = shown.plus(span);
    }

    private void isSetByAServer() {
        shown = RIGHT;
        witness = ClockSource.KERNEL;
        pass(Duration.ofSeconds(1));
    }

    private void losesItsServer() {
        witness = ClockSource.NONE;
        pass(Duration.ofSeconds(1));
        time.source();
    }

    @Test
    void aClockThatNobodyVouchesForIsShownAsItIs() {
        assertEquals(FAR_BEHIND, time.wall());
        assertFalse(time.synchronised());
        assertEquals(ClockSource.NONE, time.source());
    }

    @Test
    void aClockThatBecomesRightIsNoticedWithinHalfASecond() {
        time.source();
        shown = RIGHT;
        witness = ClockSource.KERNEL;
        pass(Duration.ofMillis(500));
        assertTrue(time.synchronised());
        assertEquals(ClockSource.KERNEL, time.source());
        assertEquals(RIGHT.plusMillis(500), time.wall());
    }

    @Test
    void theKernelIsNotAskedForEachRecord() {
        isSetByAServer();
        time.wall();
        witness = ClockSource.NONE;
        for (var each = 0; each < 1000; each++) time.wall();
        assertEquals(ClockSource.KERNEL, time.source());
    }

    @Test
    void onceRightItStaysRightOnThisBootWithoutAServer() {
        isSetByAServer();
        time.wall();
        losesItsServer();
        pass(Duration.ofDays(30));
        assertTrue(time.synchronised());
        assertEquals(ClockSource.HELD, time.source());
        assertEquals(RIGHT.plus(Duration.ofDays(30)).plusSeconds(2), time.wall());
    }

    @Test
    void aClockThatIsSetByHandIsNotFollowed() {
        isSetByAServer();
        time.wall();
        losesItsServer();
        shown = FAR_BEHIND;
        pass(Duration.ofMinutes(1));
        assertEquals(RIGHT.plusSeconds(62), time.wall());
    }

    @Test
    void theNextServersWordIsFollowedWhereverItLeads() {
        isSetByAServer();
        time.wall();
        losesItsServer();
        shown = RIGHT.minusSeconds(100);
        witness = ClockSource.KERNEL;
        pass(Duration.ofSeconds(1));
        assertEquals(RIGHT.minusSeconds(99), time.wall());
    }

    @Test
    void twoClocksReadAMomentApartMakeNoStampGoBack() {
        isSetByAServer();
        var before = time.wall();
        shown = shown.minusNanos(1_900_000);
        pass(Duration.ofSeconds(1));
        assertEquals(before.plusSeconds(1), time.wall());
    }

    @Test
    void whatAFormerProcessKnewHoldsUntilAServerKnowsBetter() {
        time.recall(RIGHT);
        assertEquals(RIGHT.plusSeconds(5), time.wall());
        assertEquals(ClockSource.HELD, time.source());
        shown = RIGHT.plusSeconds(20);
        witness = ClockSource.KERNEL;
        pass(Duration.ofSeconds(1));
        assertEquals(RIGHT.plusSeconds(21), time.wall());
    }

    @Test
    void whatThisProcessHasSeenCountsMoreThanWhatAFormerOneKnew() {
        isSetByAServer();
        time.wall();
        time.recall(FAR_BEHIND);
        assertEquals(RIGHT.plusSeconds(1), time.wall());
    }

    @Test
    void aTrustedClockIsFollowed() {
        witness = ClockSource.CONFIGURATION;
        assertEquals(FAR_BEHIND, time.wall());
        shown = RIGHT;
        pass(Duration.ofSeconds(1));
        assertEquals(RIGHT.plusSeconds(1), time.wall());
        assertEquals("configuration", time.source().text());
    }
}
