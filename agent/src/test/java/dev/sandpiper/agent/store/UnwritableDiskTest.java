package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that can be read and not written, with a backlog on it, while the link is up. */
class UnwritableDiskTest {
    private static final int BACKLOG = 12_000;

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aBacklog() {
        bench = new StoreBench(folder);
        bench.start();
        bench.burst("air", 1, BACKLOG);
        bench.pass(60);
    }

    private void fillTheDisk() throws Exception {
        bench.diskFull();
        bench.burst("air", BACKLOG + 1, BACKLOG + 10);
        bench.pass(60);
        assertTrue(bench.store().trouble().isPresent());
    }

    private void assertAllArrived() {
        var histories = bench.payloads(Lane.HISTORY);
        assertEquals(new HashSet<>(histories).size(), histories.size(), "nothing twice");
        assertEquals("1-" + (BACKLOG + 10), Counts.of(bench, "air", Lane.HISTORY));
    }

    private void assertTheDiskIsEmptyAgain() throws Exception {
        bench.pass(20);
        assertFalse(bench.store().trouble().isPresent());
        assertEquals(0, bench.sql("SELECT count(*) FROM kept"));
        assertEquals(0, bench.sql("SELECT records FROM progress"));
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void whatIsStoredArrivesWhileTheDiskIsFullAndIsDeletedAfterwards() throws Exception {
        fillTheDisk();
        bench.online();
        bench.acknowledgeAll();
        assertAllArrived();
        assertTrue(bench.store().trouble().isPresent());
        assertEquals(BACKLOG, bench.sql("SELECT count(*) FROM kept"));
        assertEquals(0, bench.outbox().report().records());
        bench.diskFreed();
        assertTheDiskIsEmptyAgain();
    }

    @Test
    void nothingAcknowledgedIsSentAgainHoweverOftenTheLinkIsLostAndTheDiskTried() throws Exception {
        fillTheDisk();
        for (var connection = 0; connection < 5; connection++) {
            bench.online();
            bench.acknowledge(Lane.HISTORY, 5);
            bench.pass(25);
            bench.underWay().forEach(bench.sent::remove);
            bench.offline();
        }
        assertEquals("2026-11-23T06:00:00.000Z", bench.outbox().report().oldest(), "of the burst that waits");
        assertTrue(Counts.of(bench, "air", Lane.HISTORY).endsWith("-5000"), Counts.of(bench, "air", Lane.HISTORY));
        bench.online();
        bench.acknowledgeAll();
        assertAllArrived();
        bench.diskFreed();
        assertTheDiskIsEmptyAgain();
    }

    @Test
    void aCleanStopLeavesNothingOfItHoweverMuchItIs() throws Exception {
        fillTheDisk();
        bench.online();
        bench.acknowledgeAll();
        bench.diskFreed();
        bench.time.pass(Trouble.RETRY);
        bench.stop();
        assertEquals(0, bench.sql("SELECT count(*) FROM kept"));
    }

    @Test
    void whatIsStoredArrivesAlsoWhenTheAgentStartsOnAReadOnlyDisk() throws Exception {
        bench.stop();
        readOnly();
        try {
            bench.start().online();
            bench.add(Kind.STATE, "pump", "\"value\":true");
            bench.pass(30);
            bench.acknowledgeAll();
            assertEquals("1-" + BACKLOG, Counts.of(bench, "air", Lane.HISTORY));
            assertTrue(
                    bench.run().number() >= 1_000_000_000L, "run " + bench.run().number());
            assertTrue(bench.store().trouble().isPresent());
        } finally {
            // The agent has its file open.
            Command.run("umount", "-l", folder.toString());
        }
        assertTheDiskIsEmptyAgain();
        assertEquals("1-" + BACKLOG, Counts.of(bench, "air", Lane.HISTORY), "nothing twice");
    }

    private void readOnly() {
        try {
            Command.run("mount", "--bind", folder.toString(), folder.toString());
            Command.run("mount", "-o", "remount,bind,ro", folder.toString());
        } catch (AssertionError forbidden) {
            abort("nothing can be mounted here: " + forbidden.getMessage());
        }
    }

    @Test
    void aFileDeletedToMakeRoomIsSaved() throws Exception {
        fillTheDisk();
        for (var part : List.of("", "-wal", "-shm"))
            Files.deleteIfExists(bench.file().resolveSibling("outbox.db" + part));
        bench.pass(60);
        assertFalse(bench.store().trouble().isPresent());
        bench.online();
        bench.acknowledgeAll();
        assertAllArrived();
    }

    // What the broker refuses is remembered in memory until it can be marked on the disk, and what it has in between
    // each
    // by itself.
    @Test
    void memoryStaysBoundedWhereEverySecondRecordIsRefused() throws Exception {
        bench.online();
        bench.acknowledgeAll();
        bench.offline();
        for (var pair = 0; pair < 9_000; pair++) Stream.of("air", "soil").forEach(id -> bench.reading(id, 1));
        bench.pass(60);
        fillTheDisk();
        bench.sent.clear();
        bench.online();
        assertTrue(answered() < 12_500, "read while it can be kept in mind");
        bench.diskFreed();
        bench.pass(20);
        assertEquals(18_010, answered());
    }

    /** The broker refuses one sensor and takes the other; how many records it was asked to take so far. */
    private int answered() {
        while (bench.unacknowledged() > 0) {
            var message = bench.underWay().getFirst();
            if (message.id().equals("soil")) bench.setAside();
            else bench.acknowledge();
        }
        return bench.sent.stream().mapToInt(Outgoing::records).sum();
    }
}
