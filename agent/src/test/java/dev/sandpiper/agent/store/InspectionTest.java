package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A large database is looked through while the agent has nothing else to do. */
class InspectionTest {
    private static final int ROWS = 40_000;
    /** The first byte of such pages; sqlite.org/fileformat2.html, 1.6. */
    private static final int TABLE_LEAF = 13;

    private static final int INDEX_LEAF = 10;

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;
    private int page;

    @BeforeEach
    void aLargeStore() throws Exception {
        bench = new StoreBench(folder);
        bench.maxSize = 1 << 30;
        bench.start();
        for (var command = 0; command < 30; command++) answer("c" + command);
        bench.pass(2);
        bench.stop();
        bench.sql("""
                INSERT INTO kept (key, run, seq, kind, id, text)
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
                SELECT i, 7, i, 0, 'air', '{"ts":"2026-11-23T05:00:00.000Z","run":7,"seq":' || i || ',"count":' || i
                  || ',"padding":"as long as other records are, which take some two hundred bytes each"}' FROM n""".formatted(ROWS));
        bench.sql("UPDATE progress SET records = " + ROWS);
        page = (int) bench.sql("PRAGMA page_size");
    }

    private void answer(String id) {
        var begun = bench.journal().begin("pump", Optional.of(id), "on").orElseThrow();
        bench.journal().finish(begun, "{\"id\":\"" + id + "\"}");
    }

    /** Zeroes the first page of records behind a part of the file. */
    private void zero(double behind) throws Exception {
        try (var file = new RandomAccessFile(bench.file().toFile(), "rw")) {
            var number = (long) (file.length() / page * behind);
            file.seek(number * page);
            while (file.read() != TABLE_LEAF) file.seek(++number * page);
            file.seek(number * page);
            file.write(new byte[page]);
        }
    }

    private long records() {
        return bench.outbox().report().records();
    }

    @Test
    void damageInTheMiddleIsFoundAndMendedWithoutARestart() throws Exception {
        zero(0.5);
        bench.start();
        bench.pass(1);
        assertFalse(bench.store().lostADatabase());
        bench.pass(200);
        assertTrue(bench.store().lostADatabase());
        assertEquals(Optional.empty(), bench.outbox().report().trouble());
        assertTrue(bench.outbox().report().damage().isPresent());
        var lost = ROWS - bench.sql("SELECT count(*) FROM kept WHERE run = 7");
        assertTrue(lost > 0 && lost < page / 100, lost + " records lost");
        bench.online();
        assertTrue(
                bench.payloads(Lane.GAP).getFirst().contains("\"dropped\":%d,\"reason\":\"damaged\"".formatted(lost)));
    }

    @Test
    void commandsThatTheirIndexDoesNotKnowAnyMoreAreStillNotCarriedOutTwice() throws Exception {
        var index = bench.sql("SELECT rootpage FROM sqlite_schema WHERE name = 'command_id'");
        try (var file = new RandomAccessFile(bench.file().toFile(), "rw")) {
            file.seek((index - 1) * page);
            file.write(ByteBuffer.allocate(page)
                    .put((byte) INDEX_LEAF)
                    .putShort(5, (short) page)
                    .array());
        }
        bench.start();
        assertTrue(bench.journal().known("pump", "c7").isEmpty(), "not lost, nothing to find");
        bench.pass(400);
        assertTrue(bench.store().lostADatabase());
        assertTrue(bench.journal().begin("pump", Optional.of("c7"), "on").isEmpty());
        assertEquals(
                Optional.of("{\"id\":\"c7\"}"),
                bench.journal().known("pump", "c7").orElseThrow().reply());
    }

    @Test
    void itReadsLittleAtATimeAndWritesNothing() throws Exception {
        zero(0.95);
        bench.start();
        bench.pass(2);
        var commits = bench.store().commits();
        var before = Files.readAllBytes(bench.file());
        bench.pass(60);
        assertFalse(bench.store().lostADatabase(), "4 MB in a minute, of 8");
        assertEquals(commits, bench.store().commits());
        assertArrayEquals(before, Files.readAllBytes(bench.file()));
        bench.pass(150);
        assertTrue(bench.store().lostADatabase());
    }

    @Test
    void whatIsSoundIsLookedAtOnce() throws Exception {
        bench.start();
        bench.pass(600);
        assertFalse(bench.store().lostADatabase());
        assertEquals(ROWS, records());
        assertTrue(bench.outbox().clearUp().compareTo(Duration.ofMinutes(1)) > 0, "it begins anew");
    }
}
