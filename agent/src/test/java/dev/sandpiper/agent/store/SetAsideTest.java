package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names of damaged databases: the last one is always told from those before. */
class SetAsideTest {
    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private static void damage(StoreBench bench) throws IOException {
        try (var file = new RandomAccessFile(bench.file().toFile(), "rw")) {
            file.write(new byte[100]);
        }
    }

    @Test
    void aSecondDamagedDatabaseIsSalvagedAlsoWhereTheClockHasGoneBackSince() throws Exception {
        var bench = new StoreBench(folder);
        bench.start();
        bench.burst("air", 1, 5);
        bench.pass(60);
        bench.stop();
        damage(bench);
        bench.start();
        bench.burst("air", 6, 10);
        bench.pass(60);
        bench.crash();
        bench.time.lose(Duration.ofDays(-20_000));
        damage(bench);
        bench.start();
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        assertEquals("1-10", Counts.of(bench, "air", Lane.HISTORY));
    }

    private static void deleteTheOutbox(StoreBench bench) throws IOException {
        for (var part : List.of("", "-wal", "-shm"))
            Files.deleteIfExists(bench.file().resolveSibling("outbox.db" + part));
        bench.sent.clear();
    }

    private StoreBench afterADamage() throws IOException {
        var bench = new StoreBench(folder);
        bench.start();
        bench.burst("air", 1, 5);
        bench.pass(60);
        bench.stop();
        damage(bench);
        return bench.start();
    }

    @Test
    void whatWasSalvagedDoesNotComeAgainWhenTheOutboxIsDeletedBesideIt() throws Exception {
        var bench = afterADamage();
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        assertEquals("1-5", Counts.of(bench, "air", Lane.HISTORY));
        bench.stop();
        deleteTheOutbox(bench);
        bench.start().online();
        bench.pass(60);
        assertEquals(List.of(), bench.sent);
    }

    @Test
    void whatWasNotSalvagedToItsEndIsAlsoWhenTheOutboxIsDeletedBesideIt() throws Exception {
        var bench = afterADamage();
        bench.crash();
        deleteTheOutbox(bench);
        bench.start();
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        assertEquals("1-5", Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void eachNameIsBehindThoseBefore() throws Exception {
        var file = folder.resolve("outbox.db");
        var names = new ArrayList<Path>();
        for (var time :
                List.of("2026-11-23T06:00:00Z", "1970-01-01T00:00:00Z", "2026-11-23T06:00:00Z", "2027-01-01T00:00:00Z"))
            for (var each = 0; each < 12; each++)
                names.add(Files.createFile(SetAside.dated(file, Instant.parse(time))));
        assertEquals(names.stream().sorted().toList(), names);
        assertEquals(folder.resolve("outbox.db.damaged-2026-11-23T060000.000Z"), names.getFirst());
        assertEquals(folder.resolve("outbox.db.damaged-2027-01-01T000000.000Z-012"), names.getLast());
    }
}
