package dev.sandpiper.agent.store;

import static dev.sandpiper.agent.store.DamagedStore.NO_STOP;
import static dev.sandpiper.agent.store.DamagedStore.PAGE;
import static dev.sandpiper.agent.store.DamagedStore.announced;
import static dev.sandpiper.agent.store.DamagedStore.assertInOrder;
import static dev.sandpiper.agent.store.DamagedStore.noise;
import static dev.sandpiper.agent.store.DamagedStore.overwrite;
import static dev.sandpiper.agent.store.DamagedStore.records;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage that shows while the agent runs: what can be read and what is in memory goes on in a new database. */
class DamageInUseTest {
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
    void damageThatShowsInUseIsMendedWithoutARestart() throws Exception {
        store.stopped(NO_STOP);
        bench.burst("late", 1, 50);
        bench.store().close();
        store.harm("outbox.db", file -> {
            var half = file.length() / PAGE / 2 * PAGE;
            overwrite(file, half, noise(new Random(1), PAGE * 3));
        });
        bench.burst("late", 51, 100);
        bench.online();
        bench.acknowledgeAll();
        bench.pass(60);
        bench.acknowledgeAll();
        bench.pass(1000);
        assertEquals(Optional.empty(), bench.outbox().report().trouble());
        assertTrue(bench.store().lostADatabase());
        assertEquals("1-100", Counts.of(bench, "late", Lane.TELEMETRY) + Counts.of(bench, "late", Lane.HISTORY));
        var missing = new HashMap<>(store.waiting);
        missing.keySet().removeAll(records(bench).keySet());
        assertTrue(missing.size() > 0 && missing.size() < 3 * PAGE / 40, missing.size() + " missing");
        assertEquals(Optional.of(missing.size()), announced(bench));
        assertInOrder(bench);
        assertEquals(0, bench.outbox().report().records());
        bench.stop();
        assertEquals(store.firstRun + 1, bench.start().run().number());
    }

    @Test
    void aFileThatIsDeletedWhileInUseLosesNothing() throws Exception {
        store.stopped(NO_STOP);
        Files.delete(bench.file());
        Files.delete(bench.file().resolveSibling("outbox.db-wal"));
        bench.burst("late", 1, 50);
        bench.pass(60);
        assertTrue(Files.exists(bench.file()));
        bench.online();
        bench.acknowledgeAll();
        bench.pass(30);
        bench.acknowledgeAll();
        var missing = new HashMap<>(store.waiting);
        missing.keySet().removeAll(records(bench).keySet());
        assertEquals(Map.of(), missing);
        assertEquals("1-50", Counts.of(bench, "late", Lane.HISTORY));
        assertInOrder(bench);
    }

    @Test
    void commandsThatAreInMemoryAreNotForgottenWithTheirPages() throws Exception {
        store.stopped(NO_STOP);
        bench.store().close();
        store.harm("outbox.db", file -> overwrite(file, PAGE, noise(new Random(1), (int) file.length() - PAGE)));
        bench.burst("late", 1, 1);
        bench.pass(30);
        bench.crash();
        bench.start();
        assertEquals(50, bench.sql("SELECT count(*) FROM command WHERE reply = '{\"id\":\"' || id || '\"}'"));
        assertTrue(bench.journal().begin("pump", Optional.of("c7"), "on").isEmpty(), "begun twice");
        assertEquals(
                List.of("begun"),
                bench.journal().unfinished().stream()
                        .flatMap(begun -> begun.id().stream())
                        .toList());
    }
}
