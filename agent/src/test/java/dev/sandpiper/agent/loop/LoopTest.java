package dev.sandpiper.agent.loop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final long PATIENCE_SECONDS = 20;

    private static boolean happens(CountDownLatch event) throws InterruptedException {
        return event.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void aTaskPostedWhileTheLoopRestsIsRunAtOnce() throws InterruptedException {
        var lane = new Lane("test");
        var rested = new CountDownLatch(1);
        lane.add(() -> {
            rested.countDown();
            return Duration.ofDays(1);
        });
        var loop = new Loop("test", lane);
        lane.mailbox().wakes(loop::wake);
        loop.start();
        assertTrue(happens(rested));
        var ran = new CountDownLatch(1);
        lane.post(ran::countDown);
        assertTrue(happens(ran));
        loop.stop();
        assertTrue(loop.ended(Duration.ofSeconds(PATIENCE_SECONDS)));
    }

    @Test
    void noTaskIsLeftLyingHoweverCloseToItsRestTheLoopIs() throws InterruptedException {
        var lane = new Lane("test");
        var loop = new Loop("test", lane);
        lane.mailbox().wakes(loop::wake);
        loop.start();
        for (var each = 0; each < 20_000; each++) {
            var ran = new CountDownLatch(1);
            lane.post(ran::countDown);
            assertTrue(happens(ran), "task " + each);
        }
        loop.stop();
        assertTrue(loop.ended(Duration.ofSeconds(PATIENCE_SECONDS)));
    }

    @Test
    void aDefectDoesNotEndTheLoop() throws InterruptedException {
        var turns = new CountDownLatch(2);
        var loop = new Loop("test", () -> {
            turns.countDown();
            throw new IllegalStateException("a defect, on purpose");
        });
        loop.start();
        assertTrue(happens(turns));
        loop.stop();
        assertTrue(loop.ended(Duration.ofSeconds(PATIENCE_SECONDS)));
    }

    @Test
    void aStepThatIsStuckDoesNotHoldUpTheStop() throws InterruptedException {
        var stuck = new CountDownLatch(1);
        var free = new CountDownLatch(1);
        var loop = new Loop("test", () -> {
            stuck.countDown();
            try {
                happens(free);
            } catch (InterruptedException unexpected) {
                Thread.currentThread().interrupt();
            }
            return Duration.ZERO;
        });
        loop.start();
        assertTrue(happens(stuck));
        loop.stop();
        assertFalse(loop.ended(Duration.ofMillis(1)));
        free.countDown();
        assertTrue(loop.ended(Duration.ofSeconds(PATIENCE_SECONDS)));
    }
}
