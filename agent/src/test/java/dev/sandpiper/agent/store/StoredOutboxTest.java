package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.SystemTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredOutboxTest {
    private static final String OLDEST = "2026-11-23T06:15:04.120Z";

    /** A name that means something else in a URI. */
    @TempDir
    private Path parent;

    private Path folder() {
        return parent.resolve("out %41?#box");
    }

    private Store withTwoRecords() {
        var store = new Store(folder(), 64 << 20, SystemTime.alwaysRight());
        assertTrue(store.write(database ->
                Records.insert(database, List.of(record(7, OLDEST), record(8, "2026-11-23T06:15:14.120Z")))));
        return store;
    }

    private static Entry record(long key, String ts) {
        var at = new Moment(0, Instant.parse(ts));
        var payload = "{\"ts\":\"" + ts + "\",\"run\":1,\"seq\":" + key + ",\"temperature\":21.0}";
        return Entry.stored(key, 1, key, Kind.READING, "air", at, "", payload, true);
    }

    @Test
    void whatACleanStopLeftIsReadWithoutAFileMadeBesideIt() throws Exception {
        withTwoRecords().close();
        var stored = StoredOutbox.census(folder()).orElseThrow();
        assertEquals(2, stored.records());
        assertEquals(Optional.of(OLDEST), stored.oldest());
        try (var files = Files.list(folder())) {
            assertEquals(
                    List.of("outbox.db"),
                    files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void whatIsOnlyInTheWriteAheadLogCountsToo() throws Exception {
        var open = withTwoRecords();
        var stored = StoredOutbox.census(folder()).orElseThrow();
        assertEquals(2, stored.records());
        assertEquals(Optional.of(OLDEST), stored.oldest());
        open.close();
    }

    /** A reply is stored without the clock's time beside it: its own stamp is in its text, behind its data. */
    @Test
    void aReplyThatWaitsIsAsOldAsItsOwnStamp() throws Exception {
        var reply =
                "{\"id\":\"3\",\"result\":\"done\",\"data\":{\"ts\":\"2026-11-23T06:00:00.000Z\",\"ok\":true},\"ts\":\""
                        + OLDEST + "\",\"duplicate\":true}";
        var at = new Moment(0, Instant.EPOCH);
        var store = new Store(folder(), 64 << 20, SystemTime.alwaysRight());
        assertTrue(store.write(database ->
                Records.insert(database, List.of(Entry.stored(7, 1, 0, Kind.REPLY, "agent", at, "", reply, true)))));
        store.close();
        assertEquals(
                Optional.of(OLDEST), StoredOutbox.census(folder()).orElseThrow().oldest());
    }

    @Test
    void anEmptyOutboxHasNoOldest() throws Exception {
        new Store(folder(), 64 << 20, SystemTime.alwaysRight()).close();
        var stored = StoredOutbox.census(folder()).orElseThrow();
        assertEquals(0, stored.records());
        assertTrue(stored.oldest().isEmpty());
    }

    @Test
    void noOutboxIsNothing() throws Exception {
        assertEquals(Optional.empty(), StoredOutbox.census(folder()));
    }

    @Test
    void aDamagedOneIsToldInASentence() throws Exception {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("outbox.db"), "this is no database, and was never one".repeat(50));
        var unreadable = assertThrows(StoredOutbox.Unreadable.class, () -> StoredOutbox.census(folder()));
        assertTrue(unreadable.getMessage().startsWith("the outbox " + folder().resolve("outbox.db")));
    }

    private static Entry of(long key, String id, Kind kind) {
        var at = new Moment(0, Instant.EPOCH);
        return Entry.stored(key, 1 + key / 100_000, key, kind, id, at, "", "{\"ts\":\"" + ts(key) + "\"}", true);
    }

    private static String ts(long key) {
        return Stamps.text(Instant.parse(OLDEST).plusSeconds(key));
    }

    /** More rows than are counted at once, a reply and a gap among them. */
    private void fill(int rows) {
        var store = new Store(folder(), 64 << 20, SystemTime.alwaysRight());
        var entries = new ArrayList<Entry>();
        for (var key = 1; key <= rows; key++) entries.add(of(key, key % 3 == 0 ? "door" : "air", Kind.READING));
        entries.add(of(rows + 1, "door", Kind.REPLY));
        entries.add(of(rows + 2, "", Kind.GAP));
        assertTrue(store.write(database -> Records.insert(database, entries)));
        store.close();
    }

    private Census censusBut(String except) throws Exception {
        try (var stored = StoredOutbox.in(folder()).orElseThrow()) {
            return stored.census(KeyRanges.parse(except));
        }
    }

    private static String told(Census census) {
        return census.counts().stream()
                .map(count -> count.of().run() + " " + count.of().name() + " " + count.records() + " " + count.first()
                        + " " + count.oldest())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void eachRunAndIdIsCountedWithItsOldest() throws Exception {
        fill(150_000);
        assertEquals(
                """
                1 air 66666 1 %s
                1 door 33333 3 %s
                2 air 33334 100000 %s
                2 door 16667 100002 %s
                2 reply/door 1 150001 %s
                2 gap 1 150002 %s""".formatted(ts(1), ts(3), ts(100_000), ts(100_002), ts(150_001), ts(150_002)), told(censusBut("")));
        assertEquals(150_002L * "{\"ts\":\"%s\"}".formatted(OLDEST).length(), bytes(censusBut("")));
    }

    private static long bytes(Census census) {
        return census.counts().stream().mapToLong(Census.Count::bytes).sum();
    }

    @Test
    void whatIsExceptedIsNeitherCountedNorTheOldest() throws Exception {
        fill(60_000);
        assertEquals(
                "1 air 39996 5 %s\n1 door 19998 9 %s\n1 reply/door 1 60001 %s\n1 gap 1 60002 %s"
                        .formatted(ts(5), ts(9), ts(60_001), ts(60_002)),
                told(censusBut("1-4,6-6,25000-25000")));
        assertEquals("", told(censusBut("1-60002")));
    }

    @Test
    void eachRecordIsReadOnceInOrderButForSome() throws Exception {
        fill(2_500);
        var keys = new ArrayList<Long>();
        try (var stored = StoredOutbox.in(folder()).orElseThrow()) {
            stored.each(KeyRanges.parse("1-1000,1500-1500"), record -> keys.add(record.key()));
        }
        assertEquals(1501, keys.size());
        assertEquals(List.of(1001L, 1002L), keys.subList(0, 2));
        assertEquals(keys.stream().sorted().distinct().toList(), keys);
    }

    /** As after a crash: the log was not folded, and its index is gone. */
    @Test
    void aLogThatACrashLeftIsReadAndStaysAsItWas() throws Exception {
        var open = withTwoRecords();
        var copy = Files.createDirectory(parent.resolve("copy"));
        for (var name : List.of("outbox.db", "outbox.db-wal")) Files.copy(folder().resolve(name), copy.resolve(name));
        open.close();
        var before = sums(copy);
        assertEquals(2, StoredOutbox.census(copy).orElseThrow().records());
        assertEquals(before, sums(copy));
    }

    private static List<Integer> sums(Path copy) throws Exception {
        return List.of(
                Arrays.hashCode(Files.readAllBytes(copy.resolve("outbox.db"))),
                Arrays.hashCode(Files.readAllBytes(copy.resolve("outbox.db-wal"))));
    }

    @Test
    void anAgentThatBeginsMeanwhileMakesItAskAgain() throws Exception {
        withTwoRecords().close();
        try (var stored = StoredOutbox.in(folder()).orElseThrow()) {
            var agent = new Store(folder(), 64 << 20, SystemTime.alwaysRight());
            var unsure = assertThrows(StoredOutbox.Unreadable.class, () -> stored.census(KeyRanges.none()));
            assertTrue(unsure.getMessage().contains("meanwhile; ask again"), unsure.getMessage());
            agent.close();
        }
    }
}
