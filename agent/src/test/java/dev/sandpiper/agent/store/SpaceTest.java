package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the outbox takes on the disk, all its files together, whatever comes. */
class SpaceTest {
    private static final int MEBIBYTE = 1 << 20;

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;
    private long peak;
    private final Random random = new Random(1);

    @BeforeEach
    void theSmallestOutboxThereIs() {
        bench = new StoreBench(folder);
        bench.maxSize = MEBIBYTE;
        bench.freshFor = Duration.ofSeconds(1);
    }

    private long bytesOfAllFiles() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void look() {
        peak = Math.max(peak, bytesOfAllFiles());
        assertTrue(peak <= MEBIBYTE, peak + " bytes on the disk");
    }

    private void lookAndSeeNoTrouble() {
        look();
        assertEquals(Optional.empty(), bench.outbox().report().trouble());
    }

    private void fill(int bursts, int most, int length) {
        for (var burst = 0; burst < bursts; burst++) {
            for (var each = random.nextInt(most); each >= 0; each--)
                bench.add(
                        Kind.READING,
                        "air",
                        "\"level\":%d,\"text\":\"%s\"".formatted(each, "x".repeat(random.nextInt(length))));
            bench.pass(2);
            look();
        }
    }

    @Test
    void smallRecordsNeverTakeMoreThanMaxSize() {
        bench.start();
        fill(60, 500, 50);
        lookAndSeeNoTrouble();
    }

    @Test
    void norDoLargeOnes() {
        bench.start();
        for (var part = 0; part < 60; part++) {
            fill(1, 30, 16_000);
            lookAndSeeNoTrouble();
        }
    }

    @Test
    void norDoManyThatWaitedForOneCommit() {
        bench.commitEvery = Duration.ofMinutes(10);
        bench.start();
        for (var commit = 0; commit < 3; commit++) {
            bench.burst("air", 1, 9_000);
            bench.pass(601);
            look();
        }
        assertEquals(
                27_000,
                bench.outbox().report().dropped() + bench.outbox().report().records() - 1);
    }

    @Test
    void norDoRecordsThatAreNotThinned() {
        bench.start();
        for (var burst = 0; burst < 30; burst++) {
            for (var each = 0; each < 300; each++) bench.add(Kind.EDGE, "door", "\"state\":" + (each % 2 == 0));
            bench.pass(2);
            look();
        }
    }

    @Test
    void norDoesALogThatAReaderHoldsBackAndWhatWasAddedMeanwhileIsKept() throws Exception {
        bench.start();
        bench.burst("air", 1, 100);
        bench.pass(2);
        try (var reader = DriverManager.getConnection("jdbc:sqlite:" + bench.file())) {
            reader.setAutoCommit(false);
            try (var statement = reader.createStatement()) {
                statement.executeQuery("SELECT * FROM kept").next();
                fill(40, 200, 50);
                var trouble = bench.outbox().report().trouble().orElseThrow();
                assertTrue(trouble.contains("another program reads it for long"), trouble);
            }
        }
        var added = bench.outbox().report();
        bench.pass(20);
        assertEquals(Optional.empty(), bench.outbox().report().trouble());
        assertEquals(
                added.records() + added.dropped(),
                bench.outbox().report().records() + bench.outbox().report().dropped(),
                2);
        look();
    }

    @Test
    void aDrainedOutboxGivesItsSpaceBack() {
        bench.maxSize = 16 * MEBIBYTE;
        bench.start();
        for (var each = 0; each < 40_000; each++) bench.add(Kind.READING, "air", StoreBench.LARGE);
        bench.settle();
        bench.pass(10);
        var full = bytesOfAllFiles();
        assertTrue(full > 4 * MEBIBYTE, full + " bytes");
        bench.online();
        bench.acknowledgeAll();
        bench.pass(Duration.ofMinutes(11));
        assertEquals(0, bench.outbox().report().records());
        bench.outbox().giveBack();
        assertTrue(bytesOfAllFiles() < 300_000, bytesOfAllFiles() + " bytes of " + full);
        var commits = bench.store().commits();
        bench.outbox().giveBack();
        assertEquals(commits, bench.store().commits());
    }
}
