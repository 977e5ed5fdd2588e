package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the last boots began. */
class BootsTest {
    private static final Duration FAR_OFF = Duration.ofDays(-20_000);

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aBench() {
        bench = new StoreBench(folder).start();
    }

    private Boots on(String boot) {
        return new Boots(bench.store(), bench.time, boot);
    }

    private void committed(Boots boots) {
        boots.note();
        bench.outbox().commit();
    }

    @Test
    void aBootOnWhichTheClockWasNeverRightIsNotKnown() {
        bench.time.reboot(FAR_OFF);
        assertFalse(on("a").note());
        assertEquals(Optional.empty(), on("a").origin("a"));
        assertEquals(Optional.empty(), on("b").origin("a"));
    }

    @Test
    void itIsNewsOnceOnEachBootAndAfterAStep() {
        var boots = on("a");
        assertTrue(boots.note());
        assertFalse(boots.note());
        bench.time.pass(Duration.ofDays(1));
        assertFalse(boots.note());
        bench.time.misinform(Duration.ofSeconds(3));
        assertTrue(boots.note());
    }

    @Test
    void aLaterBootKnowsWhenAnEarlierOneBegan() {
        bench.time.pass(Duration.ofHours(1));
        bench.time.reboot(FAR_OFF);
        bench.time.pass(Duration.ofHours(1));
        bench.time.synchronise();
        committed(on("a"));
        bench.time.reboot(FAR_OFF);
        assertEquals(Optional.of(SimulatedTime.START.plusSeconds(3600)), on("b").origin("a"));
    }

    @Test
    void anotherProcessOfTheSameBootKnowsTheTime() {
        committed(on("a"));
        bench.time.set(FAR_OFF);
        bench.time.newProcess();
        assertFalse(bench.time.synchronised());
        assertEquals(Optional.of(SimulatedTime.START), on("a").origin("a"));
        assertTrue(bench.time.synchronised());
    }

    @Test
    void theNewestHundredAreRemembered() {
        for (var boot = 1; boot <= 105; boot++) committed(on("boot-" + boot));
        bench.time.reboot(FAR_OFF);
        assertTrue(on("now").origin("boot-105").isPresent());
        assertTrue(on("now").origin("boot-6").isPresent());
        assertEquals(Optional.empty(), on("now").origin("boot-5"));
    }
}
