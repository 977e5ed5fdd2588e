package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.agent.store.Outgoing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data off a device that never comes online again. */
class ExportTest {
    @TempDir
    private Path folder;

    private OutboxBench bench;

    @BeforeEach
    void aBench() {
        bench = OutboxBench.in(folder);
    }

    private long oneOfEach() {
        var store = bench.store().start();
        store.add(Kind.READING, "air", "\"temperature\":21.0,\"humidity\":48.1");
        store.add(Kind.EDGE, "door", "\"state\":true");
        store.add(Kind.ERROR, "air", "\"error\":\"no acknowledgement from 0x76, \\\"air\\\"\"");
        store.add(Kind.STATE, "pump", "\"value\":true,\"cause\":\"command\",\"command\":\"7f3a\"");
        store.add(
                Kind.REPLY,
                "pump",
                "{\"id\":\"7f3a\",\"result\":\"done\",\"value\":true,\"ts\":\"2026-11-23T06:00:00.000Z\"}");
        store.add(Kind.GAP, "", "\"run\":7,\"reason\":\"full\",\"dropped\":2,\"ids\":[\"air\",\"door\"]");
        store.pass(2);
        var run = store.run().number();
        store.stop();
        return run;
    }

    private Typed export(String name) {
        return bench.typed("export", "--to", bench.file(name));
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(bench.file(name));
    }

    @Test
    void eachRecordStandsInALineWithItsTopicAndItsPayloadByteForByte() throws Exception {
        var run = oneOfEach();
        var typed = export("all.jsonl");
        assertEquals("6 records written to " + bench.file("all.jsonl") + "\n", typed.out(), typed.err());
        assertEquals(0, typed.code());
        var ts = "{\"ts\":\"2026-11-23T06:00:00.000Z\",\"run\":" + run;
        assertEquals(
                List.of(
                        "{\"topic\":\"sandpiper/bench/telemetry/air\",\"kind\":\"reading\",\"id\":\"air\",\"payload\":"
                                + ts + ",\"seq\":1,\"temperature\":21.0,\"humidity\":48.1}}",
                        "{\"topic\":\"sandpiper/bench/telemetry/door\",\"kind\":\"edge\",\"id\":\"door\",\"payload\":"
                                + ts + ",\"seq\":2,\"state\":true}}",
                        "{\"topic\":\"sandpiper/bench/telemetry/air\",\"kind\":\"error\",\"id\":\"air\",\"payload\":"
                                + ts + ",\"seq\":3,\"error\":\"no acknowledgement from 0x76, \\\"air\\\"\"}}",
                        "{\"topic\":\"sandpiper/bench/state/pump\",\"kind\":\"state\",\"id\":\"pump\",\"payload\":" + ts
                                + ",\"seq\":4,\"value\":true,\"cause\":\"command\",\"command\":\"7f3a\"}}",
                        "{\"topic\":\"sandpiper/bench/reply/pump\",\"kind\":\"reply\",\"id\":\"pump\",\"payload\":"
                                + "{\"id\":\"7f3a\",\"result\":\"done\",\"value\":true,\"ts\":\"2026-11-23T06:00:00.000Z\"}}",
                        "{\"topic\":\"sandpiper/bench/gap\",\"kind\":\"gap\",\"id\":\"\",\"payload\":"
                                + "{\"ts\":\"2026-11-23T06:00:00.000Z\",\"run\":7,\"reason\":\"full\",\"dropped\":2,"
                                + "\"ids\":[\"air\",\"door\"]}}"),
                lines("all.jsonl"));
    }

    @Test
    void theTableHasALineARecordAndAColumnAValue() throws Exception {
        var run = oneOfEach();
        assertEquals(0, export("all.csv").code());
        var begin = "2026-11-23T06:00:00.000Z,,";
        assertEquals(
                List.of(
                        "ts,clock,run,seq,id,kind,temperature,humidity,state,error,value,cause,command,result,reason,dropped,ids",
                        begin + run + ",1,air,reading,21.0,48.1,,,,,,,,,",
                        begin + run + ",2,door,edge,,,true,,,,,,,,",
                        begin + run + ",3,air,error,,,,\"no acknowledgement from 0x76, \"\"air\"\"\",,,,,,,",
                        begin + run + ",4,pump,state,,,,,true,command,7f3a,,,,",
                        begin + run + ",,pump,reply,,,,,true,,7f3a,done,,,",
                        begin + "7,,,gap,,,,,,,,,full,2,\"[\"\"air\"\",\"\"door\"\"]\""),
                lines("all.csv"));
    }

    @Test
    void aTextThatASpreadsheetWouldCalculateIsAText() throws Exception {
        var store = bench.store().start();
        store.add(Kind.STATE, "pump", "\"value\":-1.5,\"cause\":\"command\",\"command\":\"=1+1\"");
        store.pass(2);
        store.stop();
        assertEquals(0, export("all.csv").code());
        assertTrue(lines("all.csv").getLast().endsWith(",1,pump,state,-1.5,command,'=1+1"), lines("all.csv")::toString);
    }

    @Test
    void itIsWhatTheBrokerGetsLater() throws Exception {
        oneOfEach();
        export("all.jsonl");
        var payloads = lines("all.jsonl").stream()
                .map(line -> line.substring(line.indexOf("\"payload\":") + 10, line.length() - 1))
                .toList();
        var store = bench.store().start();
        store.online();
        store.acknowledgeAll();
        var sent = store.sent.stream()
                .filter(message -> message.lane() != Outgoing.Lane.HISTORY)
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
        assertTrue(sent.containsAll(payloads.subList(4, 6)), sent::toString);
        var history = String.join("\n", store.payloads(Outgoing.Lane.HISTORY));
        for (var payload : payloads.subList(0, 4)) assertTrue(history.contains(payload), payload + " in " + history);
    }

    @Test
    void whatHasNoStampYetSaysSoAndGetsItLaterAllTheSame() throws Exception {
        var store = bench.store();
        store.time.lose(Duration.ofDays(40));
        store.start();
        store.reading("air", 1);
        store.pass(10);
        store.crash();
        assertEquals(0, export("all.jsonl").code());
        assertTrue(lines("all.jsonl").getFirst().contains("\"clock\":\"unsynchronised\",\"count\":1}"));
        store.time.synchronise();
        store.start().online();
        store.pass(1);
        store.acknowledgeAll();
        assertFalse(store.payloads(Outgoing.Lane.HISTORY).toString().contains("unsynchronised"));
    }

    @Test
    void aFileThatIsThereStaysUnlessTold() throws Exception {
        oneOfEach();
        Files.writeString(bench.file("all.csv"), "mine");
        var refused = export("all.csv");
        assertEquals(1, refused.code());
        assertEquals(
                "sandpiper: " + bench.file("all.csv") + " is there already; choose another name, or add --force\n",
                refused.err());
        assertEquals(List.of("mine"), lines("all.csv"));
        assertEquals(
                0,
                bench.typed("export", "--force", "--to", bench.file("all.csv")).code());
        assertEquals(7, lines("all.csv").size());
    }

    @Test
    void nothingIsTakenOutOfTheOutbox() {
        oneOfEach();
        export("one.jsonl");
        assertTrue(export("two.jsonl").out().startsWith("6 records"));
    }

    @Test
    void standardOutputHasTheRecordsOnly() {
        oneOfEach();
        var typed = bench.typed("export", "--to", "-");
        assertEquals(
                6,
                typed.out()
                        .lines()
                        .filter(line -> line.startsWith("{\"topic\":"))
                        .count());
        assertEquals(6, typed.out().lines().count());
        assertEquals("sandpiper: 6 records written to standard output\n", typed.err());
    }

    @Test
    void otherNamesAndPlacesAreRefusedInASentence() {
        oneOfEach();
        assertEquals(2, export("all.xml").code());
        assertTrue(export("all.xml").err().contains("expected a name that ends in .jsonl or .csv, or -"));
        assertEquals(1, export("nowhere/all.csv").code());
        assertEquals(
                "sandpiper: " + bench.file("nowhere/all.csv") + " was not written: there is no such folder\n",
                export("nowhere/all.csv").err());
        assertEquals(2, bench.typed("export").code());
    }

    @Test
    void withoutAnOutboxThereIsNoFile() {
        var typed = export("all.csv");
        assertEquals(1, typed.code());
        assertTrue(typed.err().contains("no agent has run there"), typed.err());
        assertFalse(Files.exists(bench.file("all.csv")));
    }
}
