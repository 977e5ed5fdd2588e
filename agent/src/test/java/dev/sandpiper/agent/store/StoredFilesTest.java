package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that earlier versions really wrote, of an agent that was killed with 40 readings, a state, a reply and a begun
 * command in its outbox: {@code schema-1.db} by 208b5b8.
 */
class StoredFilesTest {
    @TempDir
    private Path folder;

    private StoreBench benchOn(int schema) throws Exception {
        try (var file = StoredFilesTest.class.getResourceAsStream("schema-%d.db".formatted(schema))) {
            Files.copy(Objects.requireNonNull(file), folder.resolve("outbox.db"));
        }
        return new StoreBench(folder);
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    void whatAnEarlierVersionKeptArrivesInFullAndItsRunGoesOn(int schema) throws Exception {
        var bench = benchOn(schema);
        var last = bench.sql("SELECT max(run) FROM run");
        assertEquals(schema, bench.sql("PRAGMA user_version"));
        bench.start();
        assertEquals(Database.SCHEMA, bench.sql("PRAGMA user_version"));
        assertEquals(last + 1, bench.run().number());
        assertEquals(Set.of(last), bench.run().interrupted().keySet());
        assertEquals(41, bench.run().previous().orElseThrow().lastSeq());
        bench.pass(2);
        assertEquals(
                bench.sql("SELECT count(*) FROM kept"), bench.outbox().report().records());
        bench.online();
        bench.acknowledgeAll();
        assertEquals("1-40", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals(List.of("{\"id\":\"c5\",\"result\":\"done\"}"), bench.payloads(Lane.REPLY));
        assertTrue(bench.payloads(Lane.HISTORY).stream().anyMatch(state -> state.contains("\"cause\":\"command\"")));
        assertEquals(
                Optional.of("{\"id\":\"c1\",\"result\":\"done\"}"),
                bench.journal().known("pump", "c1").orElseThrow().reply());
        assertEquals(1, bench.journal().unfinished().size());
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void aFileOfANewerVersionIsNotTouched() throws Exception {
        var bench = benchOn(1);
        bench.sql("PRAGMA user_version = 99");
        var before = Files.readAllBytes(bench.file());
        bench.start().online();
        bench.burst("air", 1, 5);
        bench.pass(60);
        assertEquals(
                Optional.of("the outbox cannot be used: it was written by a newer sandpiper (schema 99)"),
                bench.outbox().report().trouble());
        assertEquals("1-5", Counts.of(bench, "air", Lane.TELEMETRY));
        bench.stop();
        assertEquals(-1, java.util.Arrays.mismatch(before, Files.readAllBytes(bench.file())), "the file has changed");
    }
}
