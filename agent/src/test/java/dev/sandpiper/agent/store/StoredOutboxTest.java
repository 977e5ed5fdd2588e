package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.SystemTime;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
        var stored = StoredOutbox.in(folder()).orElseThrow();
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
        var stored = StoredOutbox.in(folder()).orElseThrow();
        assertEquals(2, stored.records());
        assertTrue(stored.json().toString().contains("\"oldest\":\"" + OLDEST + "\""));
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
                Optional.of(OLDEST), StoredOutbox.in(folder()).orElseThrow().oldest());
    }

    @Test
    void anEmptyOutboxHasNoOldest() throws Exception {
        new Store(folder(), 64 << 20, SystemTime.alwaysRight()).close();
        var stored = StoredOutbox.in(folder()).orElseThrow();
        assertEquals(0, stored.records());
        assertTrue(stored.json().toString().contains("\"oldest\":null,"));
    }

    @Test
    void noOutboxIsNothing() throws Exception {
        assertEquals(Optional.empty(), StoredOutbox.in(folder()));
    }

    @Test
    void aDamagedOneIsToldInASentence() throws Exception {
        Files.createDirectories(folder());
        Files.writeString(folder().resolve("outbox.db"), "this is no database, and was never one".repeat(50));
        var unreadable = assertThrows(StoredOutbox.Unreadable.class, () -> StoredOutbox.in(folder()));
        assertTrue(unreadable.getMessage().startsWith("the outbox " + folder().resolve("outbox.db")));
    }
}
