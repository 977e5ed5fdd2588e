package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However much waits, memory holds a part of it: the rest is on the disk alone. */
class MemoryTest {
    private static final int MANY = 5_000;
    private static final int MOST = 4_200;

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aBench() {
        bench = new StoreBench(folder);
    }

    private void memoryHoldsAPart() {
        var held = bench.outbox().inMemory();
        assertTrue(held <= MOST, held + " of " + MANY + " records are in memory");
    }

    @Test
    void whatTheLinkCannotCarryOneByOneLeavesWithTheHistory() {
        bench.start().online();
        bench.burst("air", 1, MANY);
        bench.pass(2);
        memoryHoldsAPart();
        bench.acknowledgeAll();
        assertEquals("91-3000", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals("1-90 3001-5000", Counts.of(bench, "air", Lane.TELEMETRY));
    }

    @Test
    void whatIsGatheredForLong() {
        bench.sendEvery = Duration.ofHours(1);
        bench.start().online();
        bench.reading("air", 0);
        bench.pass(2);
        bench.acknowledgeAll();
        for (var burst = 0; burst < MANY; burst += 1000) {
            bench.burst("air", burst + 1, burst + 1000);
            bench.pass(2);
        }
        memoryHoldsAPart();
        bench.pass(Duration.ofHours(1));
        bench.acknowledgeAll();
        assertEquals("0-5000", Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void whatWaitsForARightClock() {
        bench.time.lose(Duration.ofDays(-300));
        bench.start().online();
        bench.burst("air", 1, MANY);
        bench.pass(2);
        memoryHoldsAPart();
        assertEquals(0, bench.sent.size());
        bench.time.synchronise();
        bench.pass(2);
        bench.acknowledgeAll();
        assertEquals("1-3000", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals("3001-5000", Counts.of(bench, "air", Lane.TELEMETRY));
        assertTrue(bench.payloads(Lane.HISTORY).getFirst().contains("2026-11-23T06:00:00"), "stamped right");
    }
}
