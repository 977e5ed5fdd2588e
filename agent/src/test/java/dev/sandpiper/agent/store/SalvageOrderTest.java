package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged database is read page by page, and its pages are in no order: its history leaves when all of it is there. */
class SalvageOrderTest {
    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aDamagedStoreWhoseYoungestRecordsComeFirst() throws IOException {
        bench = new StoreBench(folder);
        bench.start();
        bench.burst("air", 1, 14_000);
        bench.pass(100);
        bench.online();
        for (var message = 0; message < 5; message++) bench.acknowledge();
        bench.offline();
        bench.pass(1000);
        // Into the pages of what was delivered.
        bench.burst("air", 14_001, 14_500);
        bench.pass(100);
        bench.stop();
        var inTheFile = keysByPage();
        assertNotEquals(inTheFile.stream().sorted().toList(), inTheFile, "nothing to be proved by it");
        try (var file = new RandomAccessFile(bench.file().toFile(), "rw")) {
            file.write(new byte[100]);
        }
        bench.sent.clear();
        bench.start();
        assertTrue(bench.store().salvage().isPresent());
    }

    private List<Long> keysByPage() throws IOException {
        var keys = new ArrayList<Long>();
        var pages = Pages.of(bench.file());
        for (var page = 1; page <= pages.count(); page++)
            if (!pages.isFree(page))
                for (var row : Row.in(pages, page)) Found.in(row).ifPresent(found -> keys.add(found.entry().key));
        pages.close();
        return keys;
    }

    @Test
    void noHistoryLeavesBeforeAllThatCanBeReadIsThereAndFreshReadingsDo() {
        bench.outbox().clearUp();
        bench.outbox().online(1);
        bench.reading("door", 1);
        var turns = 0;
        for (; bench.store().salvage().isPresent(); turns++) {
            bench.outbox().run();
            assertEquals("1-1", Counts.of(bench, "door", Lane.TELEMETRY));
            assertEquals("", Counts.of(bench, "air", Lane.HISTORY));
            bench.outbox().clearUp();
        }
        assertTrue(turns > 1, turns + " turns: too fast for anything to leave meanwhile");
        bench.offline();
        bench.online();
        bench.acknowledgeAll();
        assertEquals("1001-14500", Counts.of(bench, "air", Lane.HISTORY));
    }
}
