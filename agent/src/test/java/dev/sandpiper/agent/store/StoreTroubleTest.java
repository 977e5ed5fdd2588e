package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that cannot be used: live readings still go out, memory stays bounded, nothing vanishes unannounced. */
class StoreTroubleTest {
    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aBench() {
        bench = new StoreBench(folder);
    }

    private Optional<String> trouble() {
        return bench.outbox().report().trouble();
    }

    private List<String> files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aFullDiskIsToldAndLiveReadingsStillGoOut() throws Exception {
        bench.start().online();
        bench.diskFull();
        bench.burst("air", 1, 10);
        bench.pass(5);
        assertTrue(
                trouble().orElseThrow().contains("database or disk is full"),
                trouble().toString());
        bench.burst("air", 11, 20);
        assertEquals("1-20", Counts.of(bench, "air", Lane.TELEMETRY));
    }

    @Test
    void theTroubleLastsUntilACommitSucceeds() throws Exception {
        bench.start();
        bench.diskFull();
        bench.burst("air", 1, 10);
        for (var second = 0; second < 120; second++) {
            bench.pass(1);
            assertTrue(trouble().isPresent() || second < 1, "in second " + second);
        }
        bench.diskFreed();
        bench.pass(11);
        assertEquals(Optional.empty(), trouble());
        assertEquals(10, bench.sql("SELECT count(*) FROM kept"));
        assertEquals(10, bench.outbox().report().records());
    }

    @Test
    void theTroubleEndsAlsoWhenNothingWaitsToBeWritten() throws Exception {
        bench.start().online();
        bench.diskFull();
        bench.burst("air", 1, 10);
        bench.pass(5);
        bench.acknowledgeAll();
        bench.diskFreed();
        bench.pass(11);
        assertEquals(Optional.empty(), trouble());
    }

    @Test
    void aDiskInTroubleIsTriedEveryTenSeconds() throws Exception {
        bench.start();
        bench.diskFull();
        bench.burst("air", 1, 10);
        bench.pass(2);
        bench.diskFreed();
        bench.pass(8);
        assertTrue(trouble().isPresent());
        bench.pass(1);
        assertEquals(Optional.empty(), trouble());
    }

    @Test
    void memoryIsBoundedAndWhatIsGivenUpIsAnnounced() throws Exception {
        bench.thin = false;
        bench.start();
        bench.diskFull();
        for (var burst = 0; burst < 30; burst++) {
            bench.burst("air", burst * 1000 + 1, burst * 1000 + 1000);
            bench.pass(1);
        }
        var report = bench.outbox().report();
        assertTrue(report.records() <= 20_100, report.records() + " records in memory");
        assertEquals(30_000, report.records() - 1 + report.dropped(), "but for the gap");
        bench.diskFreed();
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        assertEquals(report.dropped() + 1 + "-30000", Counts.of(bench, "air", Lane.HISTORY));
        var announced = bench.payloads(Lane.GAP);
        assertEquals(1, announced.size());
        assertTrue(announced
                .getFirst()
                .contains("\"from\":1,\"to\":%1$d,\"dropped\":%1$d,\"reason\":\"full\",\"ids\":[\"air\"]"
                        .formatted(report.dropped())));
    }

    @Test
    void alsoInMemoryAnOutageKeepsItsShapeAndItsStates() throws Exception {
        bench.start();
        bench.diskFull();
        for (var burst = 0; burst < 40; burst++) {
            bench.add(Kind.STATE, "pump", "\"value\":true");
            bench.burst("air", burst * 1000 + 1, burst * 1000 + 1000);
            bench.pass(1);
        }
        var report = bench.outbox().report();
        assertTrue(report.records() <= 20_100, report.records() + " records in memory");
        assertEquals(40_040, report.records() - 1 + report.dropped(), "but for the gap");
        bench.diskFreed();
        bench.pass(60);
        assertEquals(40, bench.sql("SELECT count(*) FROM kept WHERE kind = 3"));
        for (var from = 1; from < 40_000; from += 5_000)
            assertTrue(bench.sql("SELECT count(*) FROM kept WHERE kind = 0 AND seq BETWEEN %d AND %d"
                            .formatted(from, from + 5_000))
                    > 1_000);
        bench.online();
        bench.acknowledgeAll();
        assertEquals(1, bench.payloads(Lane.GAP).size());
    }

    @Test
    void aDiskThatWorksTakesMoreThanMemoryMay() throws Exception {
        bench.commitEvery = Duration.ofHours(1);
        bench.freshFor = Duration.ofHours(1);
        bench.start();
        bench.burst("air", 1, 25_000);
        assertEquals(0, bench.outbox().report().dropped());
        assertEquals(25_000, bench.outbox().report().records());
    }

    // Were it sent, a power cut during the trouble would lose the stamp, and the record would leave again with another.
    @Test
    void aStoredRecordWhoseStampCannotBeWrittenWaitsForTheDisk() throws Exception {
        bench.time.lose(Duration.ofDays(-20_000));
        bench.start();
        bench.burst("air", 1, 1);
        bench.pass(2);
        bench.diskFull();
        bench.online();
        bench.time.synchronise();
        bench.pass(60);
        assertEquals(List.of(), bench.sent);
        bench.diskFreed();
        bench.pass(30);
        assertEquals(
                List.of("{\"readings\":[{\"ts\":\"2026-11-23T06:00:00.000Z\",\"run\":%d,\"seq\":1,\"count\":1}]}"
                        .formatted(bench.run().number())),
                bench.payloads(Lane.HISTORY));
    }

    /** Fifty readings on a disk that cannot be used any more, ten in memory, all of them old. */
    private void oldReadingsHereAndThere() throws Exception {
        bench.start();
        bench.burst("air", 1, 50);
        bench.pass(60);
        bench.sql("ALTER TABLE kept RENAME TO unreadable");
        bench.burst("air", 51, 60);
        bench.pass(60);
        bench.online();
    }

    @Test
    void historyInMemoryWaitsForOlderRowsThatCannotBeRead() throws Exception {
        oldReadingsHereAndThere();
        bench.pass(300);
        assertEquals(List.of(), bench.payloads(Lane.HISTORY));
        bench.sql("ALTER TABLE unreadable RENAME TO kept");
        bench.pass(30);
        bench.acknowledgeAll();
        assertEquals("1-60", Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void butNotForEver() throws Exception {
        oldReadingsHereAndThere();
        bench.pass(660);
        bench.acknowledgeAll();
        assertEquals("51-60", Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void nothingWaitsWhereNoOlderRowIsMissing() throws Exception {
        bench.start();
        bench.diskFull();
        bench.burst("air", 1, 10);
        bench.pass(60);
        bench.online();
        assertEquals("1-10", Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void aFolderThatCannotBeMadeIsTold() throws IOException {
        Files.writeString(folder.resolve("file"), "no folder");
        bench = new StoreBench(folder.resolve("file").resolve("outbox"));
        bench.start().online();
        bench.burst("air", 1, 5);
        assertTrue(
                trouble().orElseThrow().startsWith("the outbox cannot be used: "),
                trouble().toString());
        assertEquals("1-5", Counts.of(bench, "air", Lane.TELEMETRY));
    }

    @Test
    void aNewerSchemaIsLeftAlone() throws Exception {
        bench.start().stop();
        bench.sql("PRAGMA user_version = 99");
        bench.start();
        bench.burst("air", 1, 5);
        bench.pass(60);
        assertEquals(
                Optional.of("the outbox cannot be used: it was written by a newer sandpiper (schema 99)"), trouble());
        assertEquals(99, bench.sql("PRAGMA user_version"));
        assertEquals(List.of("outbox.db"), files());
    }

    @Test
    void aRunThatCouldNotReadItsDiskHasARandomNumber() throws Exception {
        bench.start().stop();
        bench.sql("PRAGMA user_version = 99");
        var number = bench.start().run().number();
        assertTrue(number >= 1_000_000_000L && number < 2_000_000_000L, "run " + number);
    }

    @Test
    void aDamagedFileIsSetAsideUnderADatedNameAndANewOneBegun() throws Exception {
        Files.writeString(bench.file(), "this is no database, and was never one".repeat(50));
        bench.start();
        bench.burst("air", 1, 5);
        bench.pass(2);
        assertEquals(Optional.empty(), trouble());
        assertTrue(files().contains("outbox.db.damaged-2026-11-23T060000.000Z"), files().toString());
        assertEquals(5, bench.sql("SELECT count(*) FROM kept WHERE kind = 0"));
        assertTrue(bench.run().number() >= 1_000_000_000L && bench.run().number() < 2_000_000_000L);
    }

    @Test
    void aPageThatWasOverwrittenIsDamageToo() throws Exception {
        bench.start();
        bench.burst("air", 1, 5000);
        bench.pass(2);
        bench.stop();
        var bytes = Files.readAllBytes(bench.file());
        Arrays.fill(bytes, 8192, bytes.length - 4096, (byte) 0x5A);
        Files.write(bench.file(), bytes);
        bench.start();
        assertTrue(bench.store().lostADatabase());
        assertTrue(files().stream().anyMatch(name -> name.startsWith("outbox.db.damaged-")), files().toString());
    }

    /** Another bench on what a killed agent leaves, with another log or none, and the database cut to some bytes. */
    private StoreBench afterAKill(String log, int bytes) throws IOException {
        var other = new StoreBench(Files.createDirectory(folder.resolve("after")));
        Files.write(other.file(), Arrays.copyOf(Files.readAllBytes(bench.file()), bytes));
        Files.writeString(other.file().resolveSibling("outbox.db-wal"), log);
        return other;
    }

    @Test
    void aLogThatCannotBeReadTakesRecordsButNotTheNumberOfTheRun() throws Exception {
        bench.start();
        bench.burst("air", 1, 50);
        bench.pass(2);
        var killed = bench.run().number();
        var next = afterAKill("noise".repeat(20_000), (int) Files.size(bench.file()))
                .start();
        assertEquals(Map.of(killed, Stop.CRASH), next.run().interrupted());
    }

    @Test
    void aFileCutToNothingBesideItsLogIsDamaged() throws Exception {
        bench.start();
        var next = afterAKill("a log", 0).start();
        assertTrue(next.store().lostADatabase());
    }

    @Test
    void whatADamageInFullRunTookIsWrittenAgainAsFarAsItIsInMemory() throws Exception {
        bench.start().online();
        bench.burst("air", 1, 50);
        bench.pass(2);
        bench.store().close();
        Files.writeString(bench.file(), "this is no database any more".repeat(500));
        bench.burst("air", 51, 60);
        bench.pass(5);
        assertEquals(Optional.empty(), trouble());
        assertEquals(61, bench.outbox().report().records());
        assertEquals(List.of("{\"reason\":\"damaged\"}"), gapsWithoutTime());
        bench.cutPower();
        bench.sent.clear();
        bench.start().online();
        bench.acknowledgeAll();
        assertEquals("1-60", Counts.of(bench, "air", Lane.HISTORY));
    }

    private List<String> gapsWithoutTime() {
        return bench.payloads(Lane.GAP).stream()
                .map(gap -> gap.replaceAll("\"ts\":\"[^\"]{24}\",", ""))
                .toList();
    }

    @Test
    void aStartWithoutADiskThatComesLaterLosesNothingAndCountsRight() throws Exception {
        bench.start();
        bench.burst("air", 1, 50);
        bench.add(Kind.REPLY, "pump", "{\"result\":\"done\"}");
        bench.pass(2);
        bench.stop();
        bench.sql("PRAGMA user_version = 99");
        bench.start();
        bench.burst("air", 51, 60);
        bench.pass(2);
        bench.sql("PRAGMA user_version = " + Database.SCHEMA);
        bench.pass(11);
        assertEquals(Optional.empty(), trouble());
        assertEquals(61, bench.outbox().report().records());
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        assertEquals("1-60", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals(List.of("{\"result\":\"done\"}"), bench.payloads(Lane.REPLY));
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void twoStartsWithoutADiskDoNotCollideWhenItIsBack() throws Exception {
        for (var start = 1; start <= 2; start++) {
            bench.start().stop();
            bench.sql("PRAGMA user_version = 99");
            bench.start();
            bench.burst("air", start, start);
            bench.journal().begin("pump", Optional.of("c" + start), "x");
            bench.pass(2);
            bench.sql("PRAGMA user_version = " + Database.SCHEMA);
            bench.pass(11);
            assertEquals(Optional.empty(), trouble());
            bench.stop();
        }
        assertEquals(2, bench.sql("SELECT count(*) FROM kept WHERE kind = 0"));
    }

    @Test
    void anAnswerIsNotForgottenHoweverManyRefusalsWaitForTheDisk() throws Exception {
        bench.start();
        var begun = bench.journal().begin("pump", Optional.of("c1"), "on").orElseThrow();
        bench.diskFull();
        bench.burst("air", 1, 1);
        bench.pass(2);
        bench.journal().finish(begun, "{\"id\":\"c1\"}");
        for (var refusal = 0; refusal < 10_500; refusal++)
            bench.journal().refuse("lamp", "r" + refusal, "x", "{\"result\":\"rejected\"}");
        bench.diskFreed();
        bench.pass(20);
        assertEquals(Optional.empty(), trouble());
        assertEquals(1, bench.sql("SELECT count(*) FROM command WHERE id = 'c1' AND reply IS NOT NULL"));
        assertEquals(10_000, bench.sql("SELECT count(*) FROM command"));
    }
}
