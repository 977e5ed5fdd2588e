package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTest {
    private final Workbench bench;

    /** With an agent whose chip does not answer. */
    LogTest(@TempDir Path folder) {
        bench = Workbench.in(folder);
        bench.write("control.txt", "i2c 1 0x48 fail\n");
    }

    @Test
    void peopleSeeTheTimeAndTheLevelAndNoStackTrace() {
        try (var agent = run(Map.of())) {
            agent.says("outside (tmp102, i2c-1 0x48) stopped answering");
            assertEquals(0, agent.signal("-TERM").code());
            for (var line : agent.err().lines().toList())
                assertTrue(line.matches("20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d (INFO |WARN |ERROR) \\S.*"), line);
            assertEquals("", agent.out());
        }
    }

    @Test
    void theJournalGetsThePriority() throws IOException {
        var err = Files.createFile(bench.folder().resolve("journal"));
        var stream = Files.getAttribute(err, "unix:dev") + ":" + Files.getAttribute(err, "unix:ino");
        try (var agent = SandpiperProcess.start(
                bench.folder().resolve("out"),
                err,
                Map.of("JOURNAL_STREAM", stream),
                "run",
                "--config",
                bench.configuration())) {
            agent.says("<4>outside (tmp102, i2c-1 0x48) stopped answering").signal("-TERM");
            assertEquals(0, agent.code());
            assertTrue(agent.err().lines().anyMatch("<6>stopped"::equals), agent.err());
            for (var line : agent.err().lines().toList()) assertTrue(line.matches("<[3-7]>\\S.*"), line);
        }
    }

    @Test
    void aJournalElsewhereIsNotBelieved() {
        try (var agent = run(Map.of("JOURNAL_STREAM", "8:12345"))) {
            agent.says(" INFO  sandpiper ");
        }
    }

    @Test
    void stackTracesComeAtLevelDebug() {
        try (var agent = run(Map.of("SANDPIPER_LOG", "debug"))) {
            agent.says("\tat dev.sandpiper.sensors.");
        }
    }

    @Test
    void theOptionCountsMoreThanTheVariable() {
        try (var agent = SandpiperProcess.start(
                bench.folder(),
                Map.of("SANDPIPER_LOG", "debug"),
                "run",
                "--log-level",
                "warn",
                "--config",
                bench.configuration())) {
            agent.says("stopped answering").signal("-TERM");
            assertEquals(0, agent.code());
            assertFalse(agent.err().contains(" INFO "), agent.err());
            assertFalse(agent.err().contains("\tat "), agent.err());
        }
    }

    @Test
    void aWrongVariableIsWrongUse() {
        try (var process = SandpiperProcess.start(bench.folder(), Map.of("SANDPIPER_LOG", "loud"), "check")) {
            assertEquals(2, process.code());
            assertEquals("sandpiper: SANDPIPER_LOG is 'loud', expected debug, info, warn or error\n", process.err());
        }
    }

    private SandpiperProcess run(Map<String, String> environment) {
        return SandpiperProcess.start(bench.folder(), environment, "run", "--config", bench.configuration());
    }
}
