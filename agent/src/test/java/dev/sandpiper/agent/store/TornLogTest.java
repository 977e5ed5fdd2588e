package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Folders;
import dev.sandpiper.agent.testing.KeptRows;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power cuts in the middle of a write: the end of the write-ahead log is missing, or holds what was there before, or
 * noise. Transactions from there on are lost, no earlier one is, and the agent goes on with the next run.
 */
class TornLogTest {
    private static final int COMMITS = 12;
    private static final int ROWS = 5;
    private static final int BLOCK = 4096;

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;
    private byte[] log;
    /** The length of the log after each commit. */
    private final List<Long> lengths = new ArrayList<>();

    @BeforeEach
    void aStoreWithSomeCommitsInItsLog() throws IOException {
        bench = new StoreBench(folder.resolve("before"));
        bench.start();
        for (var commit = 0; commit < COMMITS; commit++) {
            lengths.add(Files.size(log(bench)));
            bench.burst("air", commit * ROWS + 1, (commit + 1) * ROWS);
            bench.pass(2);
        }
        lengths.add(Files.size(log(bench)));
        log = Files.readAllBytes(log(bench));
    }

    @AfterEach
    void theEnd() {
        bench.stop();
    }

    private static Path log(StoreBench bench) {
        return bench.file().resolveSibling("outbox.db-wal");
    }

    @Test
    void aLogThatWasCutAnywhereCostsOnlyWhatStandsBehind() throws IOException {
        for (var length = 0; length <= log.length; length += 509)
            assertKeeps(commitsIn(length), Arrays.copyOf(log, length));
    }

    @Test
    void aBlockOfNoiseAnywhereCostsOnlyWhatStandsInItAndBehind() throws IOException {
        var random = new Random(1);
        for (var from = 0; from + BLOCK <= log.length; from += 1021) {
            var noise = new byte[BLOCK];
            random.nextBytes(noise);
            var torn = log.clone();
            System.arraycopy(noise, 0, torn, from, BLOCK);
            assertKeeps(commitsIn(from), torn);
        }
    }

    @Test
    void blocksThatNeverReachedTheCardCostOnlyWhatStandsInThemAndBehind() throws IOException {
        for (var from = 0; from + BLOCK <= log.length; from += BLOCK) {
            var torn = log.clone();
            Arrays.fill(torn, from, from + BLOCK, (byte) 0);
            assertKeeps(commitsIn(from), torn);
        }
    }

    /** How many commits stand whole in so many bytes of the log. */
    private int commitsIn(int bytes) {
        return (int) lengths.stream().skip(1).filter(end -> end <= bytes).count();
    }

    private void assertKeeps(int commits, byte[] torn) throws IOException {
        var after = new StoreBench(folder.resolve("after"));
        Files.createDirectories(after.file().getParent());
        Files.copy(bench.file(), after.file());
        Files.write(log(after), torn);
        var kept = KeptRows.leftIn(after.file().getParent());
        var what = torn.length + " bytes of log, " + commits + " commits in them";
        // A tail may be whole by chance: a cut within the last frame's unused end.
        assertTrue(
                kept.records().size() >= commits * ROWS,
                what + ": " + kept.records().size());
        assertEquals(
                LongStream.rangeClosed(1, kept.records().size()).boxed().toList(),
                kept.records().stream().map(KeptRows.Row::seq).toList(),
                what);
        after.start();
        assertFalse(after.store().lostADatabase(), what);
        assertEquals(Set.of(bench.run().number()), after.run().interrupted().keySet(), what);
        assertEquals(kept.records().size(), after.outbox().report().records() - 1, what);
        after.stop();
        Folders.delete(after.file().getParent());
    }
}
