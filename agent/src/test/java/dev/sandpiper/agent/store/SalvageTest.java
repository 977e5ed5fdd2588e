package dev.sandpiper.agent.store;

import static dev.sandpiper.agent.store.DamagedStore.NO_STOP;
import static dev.sandpiper.agent.store.DamagedStore.PAGE;
import static dev.sandpiper.agent.store.DamagedStore.assertInOrder;
import static dev.sandpiper.agent.store.DamagedStore.noise;
import static dev.sandpiper.agent.store.DamagedStore.overwrite;
import static dev.sandpiper.agent.store.DamagedStore.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are really damaged: what can be read of them arrives, once and as it was, and what is missing is told. */
class SalvageTest {
    private static final int INDEX_LEAF = 10;

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private DamagedStore store;
    private StoreBench bench;

    @BeforeEach
    void aStoreOfWhichPartWasDelivered() throws Exception {
        store = new DamagedStore(folder);
        bench = store.bench;
    }

    @Test
    void withoutAHeaderNothingIsMissing() throws Exception {
        bench.add(Kind.REPLY, "pump", "{\"result\":\"done\"}");
        bench.pass(2);
        store.stopped(bench::stop);
        store.harm("outbox.db", file -> overwrite(file, 0, new byte[100]));
        assertEquals(0, store.missingAfterAStart());
        store.assertANewRunAndTheJournal(bench);
        assertEquals(1, bench.payloads(Lane.REPLY).size());
    }

    @Test
    void withoutItsFirstPageNothingIsMissing() throws Exception {
        store.stopped(bench::stop);
        store.harm("outbox.db", file -> overwrite(file, 0, new byte[PAGE]));
        assertEquals(0, store.missingAfterAStart());
        store.assertANewRunAndTheJournal(bench);
    }

    @Test
    void whatAnUnreadablePageHeldIsMissingAndNothingElse() throws Exception {
        store.stopped(bench::stop);
        var harmed = 0;
        for (var seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            var on = new StoreBench(store.copied("seed-" + seed));
            try (var file = new RandomAccessFile(on.file().toFile(), "rw")) {
                var page = 1 + random.nextLong(file.length() / PAGE - 1);
                overwrite(file, page * PAGE, seed % 2 == 0 ? new byte[PAGE] : noise(random, PAGE));
            }
            var missing = store.missingAfterAStart(on);
            if (missing > 0) harmed++;
            assertTrue(missing <= PAGE / 40, "seed " + seed + ": " + missing + " missing");
            on.stop();
        }
        assertTrue(harmed >= 10, harmed + " seeds hit records");
    }

    @Test
    void whatIsCutOffIsMissingAndNothingElse() throws Exception {
        store.stopped(bench::stop);
        for (var seed = 1; seed <= 5; seed++) {
            var on = new StoreBench(store.copied("cut-" + seed));
            var kept = Files.size(on.file()) * seed / 6 + seed * 777;
            var whole = Files.size(on.file());
            try (var file = new RandomAccessFile(on.file().toFile(), "rw")) {
                file.setLength(kept);
            }
            var missing = store.missingAfterAStart(on);
            assertTrue(missing > 0);
            assertTrue(
                    missing <= store.waiting.size() * 1.2 * (whole - kept) / whole + 200,
                    "cut " + seed + ": " + missing);
            on.stop();
        }
    }

    @Test
    void aBrokenIndexCostsNothing() throws Exception {
        store.stopped(bench::stop);
        store.harm("outbox.db", file -> {
            for (var page = 1; page < file.length() / PAGE; page++) {
                file.seek(page * PAGE);
                if (file.read() == INDEX_LEAF) overwrite(file, page * PAGE, noise(new Random(page), PAGE));
            }
        });
        assertEquals(0, store.missingAfterAStart());
        store.assertANewRunAndTheJournal(bench);
    }

    @Test
    void aBrokenListOfFreePagesCostsNothing() throws Exception {
        store.stopped(bench::stop);
        store.harm("outbox.db", file -> {
            file.seek(32);
            file.writeInt((int) (file.length() / PAGE / 2));
            file.writeInt(3);
        });
        assertEquals(0, store.missingAfterAStart());
        store.assertANewRunAndTheJournal(bench);
    }

    @Test
    void whatIsInTheLogOnlyIsReadFromThere() throws Exception {
        bench.burst("late", 1, 20);
        bench.pass(2);
        store.stopped(NO_STOP);
        var on = new StoreBench(store.copied("killed"));
        assertTrue(Files.size(on.file().resolveSibling("outbox.db-wal")) > PAGE);
        try (var file = new RandomAccessFile(on.file().toFile(), "rw")) {
            overwrite(file, PAGE, noise(new Random(1), (int) file.length() - PAGE));
        }
        on.start().online();
        on.acknowledgeAll();
        assertEquals("1-20", Counts.of(on, "late", Lane.HISTORY));
        assertTrue(on.store().lostADatabase());
    }

    @Test
    void aLogThatIsGarbledCutOrGoneCostsNoMoreThanWasInIt() throws Exception {
        store.stopped(NO_STOP);
        for (var seed = 1; seed <= 10; seed++) {
            var random = new Random(seed);
            var on = new StoreBench(store.copied("log-" + seed));
            var log = on.file().resolveSibling("outbox.db-wal");
            var kept = random.nextLong(Files.size(log));
            try (var file = new RandomAccessFile(log.toFile(), "rw")) {
                if (seed % 3 == 0) file.setLength(kept);
                else overwrite(file, kept, noise(random, (int) Math.min(5000, file.length() - kept)));
            }
            if (seed == 10) Files.delete(log);
            on.start().online();
            on.acknowledgeAll();
            on.pass(30);
            on.acknowledgeAll();
            records(on).forEach((key, record) -> assertEquals(store.truth.get(key), record, key));
            assertInOrder(on);
            on.stop();
        }
    }

    @Test
    void aFileOfSomethingElseAndAFolderAreSetAside() throws Exception {
        store.stopped(bench::stop);
        for (var kind : List.of("text", "folder")) {
            Files.delete(bench.file());
            if (kind.equals("text")) Files.writeString(bench.file(), "no database ".repeat(1000));
            else Files.createDirectories(bench.file().resolve("in it"));
            bench.sent.clear();
            bench.start().online();
            bench.pass(30);
            assertEquals(Optional.empty(), bench.outbox().report().trouble());
            assertTrue(bench.payloads(Lane.GAP).getFirst().endsWith(",\"reason\":\"damaged\"}"));
            bench.acknowledgeAll();
            bench.stop();
        }
        try (var files = Files.list(bench.file().getParent())) {
            assertEquals(
                    2,
                    files.filter(file -> file.toString().contains(".damaged-")).count());
        }
    }

    @Test
    void aSalvageThatThePowerCutsShortIsBegunAnew() throws Exception {
        store.stopped(bench::stop);
        store.harm("outbox.db", file -> overwrite(file, 0, new byte[100]));
        bench.start();
        for (var turn = 0; turn < 2; turn++) bench.outbox().clearUp();
        assertTrue(bench.store().salvage().isPresent(), "too fast to be interrupted");
        bench.cutPower();
        assertEquals(0, store.missingAfterAStart());
    }

    @Test
    void healthTellsOfItForADayAlsoAfterARestart() throws Exception {
        store.stopped(bench::stop);
        store.harm("outbox.db", file -> overwrite(file, 0, new byte[100]));
        bench.start();
        bench.pass(3600);
        assertTrue(
                bench.outbox().report().damage().orElseThrow().startsWith("the outbox was damaged: "),
                bench.outbox().report().toString());
        bench.stop();
        bench.start();
        bench.pass(22 * 3600);
        assertTrue(bench.outbox().report().damage().isPresent());
        bench.pass(2 * 3600);
        assertEquals(Optional.empty(), bench.outbox().report().damage());
    }

    @Test
    void pagesOfAnotherSizeAreKnownWithoutAHeaderToo() throws Exception {
        store.stopped(bench::stop);
        for (var size : List.of(512, 1024, 8192)) {
            var on = new StoreBench(store.copied("pages-of-" + size));
            withPagesOf(on.file(), size);
            try (var file = new RandomAccessFile(on.file().toFile(), "rw")) {
                overwrite(file, 0, new byte[size]);
            }
            assertEquals(0, store.missingAfterAStart(on), size + " bytes");
            on.stop();
        }
    }

    private static void withPagesOf(Path file, int size) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            for (var change : List.of("journal_mode = DELETE", "page_size = " + size))
                statement.execute("PRAGMA " + change);
            statement.execute("VACUUM");
        }
    }

    @Test
    void theNotesAreReadWhereverTheyStand() throws Exception {
        var notes = new Notes(bench.store());
        for (var note = 0; note < 50; note++)
            notes.writeLater("note-" + note, "of what was learned ".repeat(note * 10));
        assertTrue(bench.journal().refuseRetained("stopped", "whatever a stranger sends"));
        bench.outbox().journalBeforeSending();
        store.stopped(bench::stop);
        store.harm("outbox.db", file -> overwrite(file, 0, new byte[100]));
        bench.start();
        for (var note = 0; note < 50; note++)
            assertEquals(
                    Optional.of("of what was learned ".repeat(note * 10)),
                    new Notes(bench.store()).text("note-" + note));
        assertEquals(1, bench.sql("SELECT count(*) FROM note WHERE name = 'stopped' AND text LIKE 'boot-1 %'"));
        assertFalse(bench.journal().refuseRetained("stopped", "whatever a stranger sends"));
    }

    @Test
    void whatIsDamagedWhileItIsFilledFromAnotherGoesOnWithThat() throws Exception {
        store.stopped(bench::stop);
        store.harm("outbox.db", file -> overwrite(file, 0, new byte[100]));
        bench.start();
        for (var turn = 0; turn < 2; turn++) bench.outbox().clearUp();
        bench.cutPower();
        bench.time.pass(Duration.ofMinutes(1));
        store.harm("outbox.db", file -> overwrite(file, 0, new byte[100]));
        assertEquals(0, store.missingAfterAStart());
    }
}
