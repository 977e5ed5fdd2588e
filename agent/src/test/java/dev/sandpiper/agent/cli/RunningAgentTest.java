package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Commands beside an agent, which runs as a process of its own without a broker. */
@TestInstance(Lifecycle.PER_CLASS)
class RunningAgentTest {
    private Workbench bench = new Workbench(Path.of(""));
    private final java.util.List<SandpiperProcess> started = new java.util.ArrayList<>();

    @BeforeAll
    void anAgent(@TempDir Path folder) {
        bench = Workbench.in(folder);
        started.add(run(bench));
        started.getFirst().says("1 actuators");
        Eventually.until("the socket answers", () -> typed("health", "--json").code() == 0);
    }

    @AfterAll
    void noAgent() {
        started.forEach(SandpiperProcess::close);
    }

    private static SandpiperProcess run(Workbench bench) {
        return SandpiperProcess.start(bench.folder(), "run", "--config", bench.configuration());
    }

    private Typed typed(Object... words) {
        return typed(bench, words);
    }

    private static Typed typed(Workbench bench, Object... words) {
        var line = new java.util.ArrayList<Object>(java.util.List.of("--config", bench.configuration()));
        line.addAll(java.util.List.of(words));
        return Typed.line(line.toArray());
    }

    @Test
    void itReads() {
        var typed = typed("read", "--json");
        assertEquals("{\"outside\":{\"temperature\":24.5625},\"door\":{\"state\":false}}\n", typed.out());
        assertEquals("", typed.err());
        assertEquals(0, typed.code());
        assertEquals(
                "outside  temperature 24.5625 °C\n", typed("read", "outside").out());
    }

    @Test
    void itCannotShowBytesAndSaysSo() {
        var typed = typed("read", "outside", "--trace", "--json");
        assertEquals(0, typed.code());
        assertEquals("{\"outside\":{\"temperature\":24.5625}}\n", typed.out());
        assertEquals(
                "sandpiper: the running agent reads; the bytes can be shown only while it is stopped\n", typed.err());
    }

    @Test
    void itSetsByItsOwnRules() {
        assertEquals("pump true\n", typed("set", "pump", "on").out());
        assertTrue(typed("health", "--json").out().contains("\"pump\":{\"ok\":true,\"value\":true}"));
        assertEquals("pump false\n", typed("set", "pump", "toggle").out());
        assertEquals("pump true\n", typed("set", "pump", "1", "--for", "200ms").out());
        Eventually.until(
                () -> "the pump goes back; it showed " + bench.levels(),
                () -> bench.levels().equals("low high low high low"));
    }

    @Test
    void itRejectsWhatTheActuatorDoesNotTake() {
        var typed = typed("set", "pump", "quickly");
        assertEquals(1, typed.code());
        assertEquals(
                "sandpiper: pump takes true, false, \"on\", \"off\", 0, 1 or \"toggle\", not quickly\n", typed.err());
    }

    @Test
    void aScanLeavesItsChipsAlone() {
        var typed = typed("scan");
        assertEquals(0, typed.code());
        assertTrue(typed.out().contains("\n  0x48  outside  in use  by the running agent; not asked\n"), typed.out());
        assertEquals(
                "sandpiper: the agent runs: its chips were not asked, and nothing behind multiplexers; stop it to see all\n",
                typed.err());
    }

    @Test
    void itTellsItsHealth() {
        var typed = typed("health");
        assertEquals(0, typed.code());
        var lines = typed.out().lines().toList();
        assertEquals("problems:", lines.get(0));
        assertTrue(lines.get(1).startsWith("  no connection to mqtt://127.0.0.1:1"), lines.get(1));
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("link     not connected")), typed.out());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("outside  ok, last reading 20")), typed.out());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("pump     ok, ")), typed.out());
        assertTrue(typed("health", "--json").out().startsWith("{\"ts\":\""));
    }

    @Test
    void itTellsWhatWaits() {
        Eventually.until("three records wait", () -> records() >= 3);
        var table = typed("outbox").out();
        assertTrue(table.lines().anyMatch(line -> line.matches("records  \\d+")), table);
        assertTrue(table.lines().anyMatch(line -> line.matches("oldest   20\\d\\d-.*Z")), table);
        assertTrue(table.lines().anyMatch(line -> line.matches("size     .* of 64 MiB")), table);
        assertTrue(table.lines().anyMatch("store    ok"::equals), table);
        assertTrue(table.lines().anyMatch("drained  not before there is a connection"::equals), table);
        assertTrue(table.lines().anyMatch(line -> line.matches("\\d{10}  pump +\\d+ +\\d+ bytes  20.*Z")), table);
    }

    /** Records of a moment ago are in its memory only. */
    @Test
    void whatWaitsByIdIsAllThatWaits() {
        typed("set", "pump", "off");
        Eventually.until("both figures agree", () -> {
            var told = typed("outbox", "--json").out();
            var byId = Pattern.compile("\"id\":\"[^\"]*\",\"records\":(\\d+)")
                    .matcher(told)
                    .results();
            return records(told)
                    == byId.mapToInt(match -> Integer.parseInt(match.group(1))).sum();
        });
    }

    @Test
    void itsRecordsAreExported() throws IOException {
        Eventually.until("three records wait", () -> records() >= 3);
        var file = bench.folder().resolve("all.jsonl");
        var typed = typed("outbox", "export", "--to", file);
        assertEquals(0, typed.code(), typed.err());
        var ids = Files.readString(file)
                .lines()
                .map(line -> line.replaceAll(".*\"kind\":\"(\\w+)\",\"id\":\"(\\w+)\".*", "$1 $2"))
                .collect(java.util.stream.Collectors.toSet());
        assertTrue(ids.containsAll(java.util.Set.of("reading outside", "edge door", "state pump")), ids::toString);
    }

    private int records() {
        return records(typed("outbox", "--json").out());
    }

    private static int records(String told) {
        return Integer.parseInt(told.strip().replaceAll("\\{\"records\":(\\d+),\"bytes\":\\d+.*}", "$1"));
    }

    @Test
    void onlyItsUserCanConnect() throws IOException {
        var socket = bench.directory().resolve("control.sock");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));
    }

    @Test
    void aSecondAgentOnTheSameDirectoryEndsAtOnce() {
        try (var second = run(bench)) {
            assertEquals(1, second.code());
            assertTrue(second.err().contains("another sandpiper runs on " + bench.directory()), second.err());
            assertEquals(1, second.err().lines().count(), second.err());
        }
        assertEquals(0, typed("health").code());
    }

    @Test
    void whatADeadAgentLeftIsNoAgent(@TempDir Path other) throws IOException {
        var its = Workbench.in(other);
        var socket = its.directory().resolve("control.sock");
        try (var agent = run(its)) {
            Eventually.until("the socket answers", () -> typed(its, "health").code() == 0);
            agent.signal("-KILL").code();
        }
        assertTrue(Files.exists(socket));
        assertEquals(1, typed(its, "health").code());
        assertTrue(typed(its, "health").err().contains("no agent runs on " + its.directory()));
        assertEquals(
                "{\"door\":{\"state\":false}}\n",
                typed(its, "read", "door", "--json").out());
        assertTrue(typed(its, "outbox", "--json").out().startsWith("{\"records\":"));
        try (var next = run(its)) {
            Eventually.until(
                    "the socket answers again", () -> typed(its, "health").code() == 0);
            assertEquals(0, next.signal("-TERM").code());
        }
        assertFalse(Files.exists(socket));
    }

    @Test
    void anOutboxThatNeverWasIsSaidSo(@TempDir Path other) {
        var typed = typed(Workbench.in(other), "outbox");
        assertEquals(1, typed.code());
        assertTrue(typed.err().contains("no agent has run there"), typed.err());
    }

    @Test
    void aDirectoryWithTooLongANameLeavesTheAgentWithoutASocket(@TempDir Path other) {
        var its = Workbench.in(other);
        its.write("agent.yaml", """
                broker: { url: "mqtt://127.0.0.1:1" }
                outbox: { directory: %s }
                board: { type: simulated }
                sensors: [ { id: door, type: gpio-input, pin: 17 } ]
                """.formatted("long".repeat(25)));
        try (var agent = run(its)) {
            agent.says("at most 107 are possible; choose a shorter outbox.directory");
            assertEquals(0, agent.signal("-TERM").code());
        }
    }
}
