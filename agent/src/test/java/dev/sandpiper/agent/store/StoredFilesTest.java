package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that earlier versions really wrote, of agents that were killed.
 *
 * <p>{@code schema-1.db} by 208b5b8, with 40 readings, a state, a reply and a begun command.
 *
 * <p>{@code schema-2.db} by 6678daa and {@code schema-3.db} by fb28d4e, each with its log. Of 20 readings of a first run
 * five were acknowledged and five set aside. A second run, on a boot that never had the right time, was killed with
 * records of all kinds; a third one there with a gap, a reply, readings and a begun command.
 */
class StoredFilesTest {
    @TempDir
    private Path folder;

    private StoreBench benchOn(int schema) throws Exception {
        for (var part : schema == 1 ? List.of("") : List.of("", "-wal"))
            try (var file = StoredFilesTest.class.getResourceAsStream("schema-%d.db%s".formatted(schema, part))) {
                Files.copy(Objects.requireNonNull(file), folder.resolve("outbox.db" + part));
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

    @ParameterizedTest
    @CsvSource({"2, 1408242796", "3, 1149404366"})
    void everyKindOfRowArrivesOnceAndAsItWas(int schema, long firstRun) throws Exception {
        var bench = upgraded(schema);
        bench.online();
        bench.acknowledgeAll();
        assertEquals("11-30 34-40", Counts.of(bench, "air", Lane.HISTORY));
        bench.outbox().releaseAll();
        bench.settle();
        bench.acknowledgeAll();
        assertEquals("11-30 34-40 6-10", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals(0, bench.outbox().report().records());
        assertEquals(texts(firstRun), records(bench));
        assertEquals(List.of("{\"id\":\"c4\",\"result\":\"done\"}"), bench.payloads(Lane.REPLY));
        var sent = bench.sent.size();
        bench.stop();
        bench.start().online();
        assertEquals(sent, bench.sent.size(), "sent again though acknowledged");
    }

    /** As the versions of that time would have sent them, in the order of their keys. */
    private static List<String> texts(long run) {
        var all = new ArrayList<String>();
        for (var seq = 6; seq <= 20; seq++)
            all.add("{\"ts\":\"2026-11-23T06:00:%02d.000Z\",\"run\":%d,\"seq\":%d,\"count\":%d}"
                    .formatted(seq - 1, run, seq, seq));
        for (var seq = 1; seq <= 10; seq++) all.add(withoutAClock("06:13:00", run + 1, seq, "\"count\":" + (20 + seq)));
        all.add(withoutAClock(
                "06:13:00", run + 1, 11, "\"error\":\"no acknowledgement from 0x76 on i2c-1\",\"count\":31"));
        all.add(withoutAClock("06:13:00", run + 1, 12, "\"state\":true,\"count\":32"));
        all.add(withoutAClock("06:13:00", run + 1, 13, "\"value\":true,\"cause\":\"command\",\"count\":33"));
        for (var seq = 1; seq <= 7; seq++) all.add(withoutAClock("06:13:02", run + 2, seq, "\"count\":" + (33 + seq)));
        return all;
    }

    private static String withoutAClock(String time, long run, int seq, String values) {
        return "{\"ts\":\"1972-02-20T%s.000Z\",\"run\":%d,\"seq\":%d,\"clock\":\"unsynchronised\",%s}"
                .formatted(time, run, seq, values);
    }

    private static List<String> records(StoreBench bench) {
        return bench.sent.stream()
                .flatMap(message -> TestRecord.in(new String(message.payload(), StandardCharsets.UTF_8)))
                .map(TestRecord::text)
                .sorted(Comparator.comparingInt(
                        text -> Integer.parseInt(Members.of(text).get("count"))))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"2, 1408242796", "3, 1149404366"})
    void itsRunsAndCommandsAreRemembered(int schema, long firstRun) throws Exception {
        var bench = upgraded(schema);
        var previous = bench.run().previous().orElseThrow();
        assertEquals(new Run.Previous(firstRun + 2, 7, "power", Optional.empty()), previous);
        assertEquals(Set.of(firstRun + 2), bench.run().interrupted().keySet());
        // Schema 3 knows that the file is not in the folder where it was written.
        if (schema == 2) assertEquals(firstRun + 3, bench.run().number());
        else assertTrue(bench.run().number() > firstRun + 3);
        bench.online();
        bench.acknowledgeAll();
        var gaps = bench.payloads(Lane.GAP);
        assertEquals(2, gaps.size());
        for (var run = firstRun + 1; run <= firstRun + 2; run++)
            assertTrue(gaps.get((int) (run - firstRun - 1))
                    .endsWith("\"run\":%d,\"reason\":\"interrupted\"}".formatted(run)));
        var journal = bench.journal();
        for (var answer : Map.of("c1", "done", "c2", "rejected", "c4", "done").entrySet())
            assertEquals(
                    Optional.of("{\"id\":\"%s\",\"result\":\"%s\"}".formatted(answer.getKey(), answer.getValue())),
                    journal.known("pump", answer.getKey()).orElseThrow().reply());
        assertEquals(List.of(new Journal.Begun(3, "pump", Optional.of("c3"), "off")), journal.unfinished());
        assertEquals(Optional.empty(), journal.begin("pump", Optional.of("c1"), "on"));
        assertFalse(journal.refuseRetained("pump", "on"));
        assertEquals(Optional.of("45"), new Notes(bench.store()).text("keep alive"));
    }

    private StoreBench upgraded(int schema) throws Exception {
        var bench = benchOn(schema);
        bench.boot = "third-boot";
        bench.time.pass(Duration.ofHours(1));
        assertEquals(37, StoredOutbox.census(folder).orElseThrow().records());
        var last = bench.sql("SELECT max(key) FROM kept");
        bench.start();
        bench.pass(2);
        assertEquals(
                0,
                bench.sql("SELECT count(*) FROM kept WHERE typeof(text) <> 'text' AND key <= " + last),
                "written anew without need");
        assertEquals(Database.SCHEMA, bench.sql("PRAGMA user_version"));
        assertEquals(38, bench.outbox().report().records());
        assertEquals(5, bench.outbox().report().aside());
        return bench;
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
