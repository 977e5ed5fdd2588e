package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told of cards, against what was measured and what an outbox does. */
class CardUseTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private final Random random = new Random(1);

    // As printed by scripts/bench outbox; the model has three figures for these four.
    @Test
    void itTellsWhatTheBenchMeasured() {
        assertMeasured(821, new CardUse(20, 143, SECOND));
        assertMeasured(291, new CardUse(20, 143, TEN_SECONDS));
        assertMeasured(13_267, new CardUse(1, 143, SECOND));
        assertMeasured(3935, new CardUse(1, 143, TEN_SECONDS));
        assertEquals(57, new CardUse(20, 143, SECOND).bytesAtRest(), 2);
    }

    private static void assertMeasured(double bytes, CardUse use) {
        assertEquals(bytes, use.bytesWritten(), bytes * 0.05);
    }

    @Test
    void aCommitForEachRecordIsNeitherMoreNorLessThanThat() {
        var each = new CardUse(0.5, 143, Duration.ZERO);
        assertEquals(new CardUse(0.5, 143, SECOND).bytesWritten(), each.bytesWritten());
        assertTrue(new CardUse(20, 143, Duration.ZERO).bytesWritten() > 5000);
    }

    @Test
    void anOutboxOfTheLeastSizeHoldsTheOutageThatIsTold() {
        assertHolds(MEBIBYTE);
    }

    @Test
    void anOutboxOfEightTimesThatHoldsTheOutageThatIsTold() {
        assertHolds(8 * MEBIBYTE);
    }

    @Test
    @Tag("long")
    void anOutboxOfTheUsualSizeHoldsTheOutageThatIsTold() {
        assertHolds(64 * MEBIBYTE);
    }

    // About as large as those that were measured: how many fit into a page is a matter of a few bytes.
    private void assertHolds(long maxSize) {
        var bench = new StoreBench(folder);
        bench.maxSize = maxSize;
        bench.start().online();
        read(bench);
        bench.settle();
        bench.acknowledgeAll();
        var payload = bench.payloads(Lane.TELEMETRY).getFirst().length();
        bench.offline();
        var records = 0;
        for (; bench.outbox().report().dropped() == 0; bench.pass(1))
            for (var each = 0; each < 25 * maxSize / MEBIBYTE; each++, records++) read(bench);
        var told = new CardUse(1, payload, SECOND).outage(maxSize).toSeconds();
        assertEquals(told, records, told * 0.1);
    }

    private void read(StoreBench bench) {
        bench.add(
                Kind.READING,
                "air-" + random.nextInt(20),
                "\"temperature\":%d,\"humidity\":%d,\"pressure\":%d,\"gas_resistance\":%d"
                        .formatted(draw(), 100 * draw(), 100 * draw(), 100 * draw()));
    }

    private int draw() {
        return random.nextInt(1000, 10_000);
    }
}
