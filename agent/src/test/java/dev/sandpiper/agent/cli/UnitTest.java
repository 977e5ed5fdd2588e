package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sandpiper.agent.testing.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the service's unit says after the agent's end, and how much it leaves open. */
class UnitTest {
    private static final Path ROOT = Path.of(System.getProperty("user.dir")).getParent();
    private static final String KEY = "ExecStopPost=";
    private static final String PROGRAM = "/usr/bin/sandpiper ";

    private static List<String> afterStop() throws Exception {
        return Files.readAllLines(ROOT.resolve("systemd/sandpiper.service")).stream()
                .filter(line -> line.startsWith(KEY))
                .toList();
    }

    @Test
    void outputsComeFirstAndTheirFailureDoesNotKeepTheNoteFromBeingWritten() throws Exception {
        assertEquals(
                List.of(true, false),
                afterStop().stream().map(line -> line.startsWith(KEY + "-")).toList());
        assertTrue(afterStop().getFirst().contains(" safe-state "), afterStop()::toString);
    }

    @Test
    void theUnitTakesTheWayWithoutTheParserOfOptionsAndNamesTheAgentsConfiguration() throws Exception {
        var words =
                afterStop().getFirst().substring((KEY + "-" + PROGRAM).length()).split(" ");
        var configuration =
                SafeState.typed(words, Console.ofProcess()).orElseThrow().configuration();
        var run = "ExecStart=" + PROGRAM + "run --config " + configuration;
        assertTrue(Files.readAllLines(ROOT.resolve("systemd/sandpiper.service")).contains(run), run);
    }

    @Test
    void theDocumentationShowsTheUnitsOwnLine() throws Exception {
        var pins = Files.readString(ROOT.resolve("docs/pins.md"));
        Stream.of(afterStop().getFirst(), "RuntimeDirectory=sandpiper")
                .forEach(line ->
                        assertTrue(pins.lines().anyMatch(shown -> shown.strip().equals(line)), line));
    }

    @Test
    void theSandboxIsTight() throws Exception {
        assumeTrue(Files.exists(Path.of("/usr/bin/systemd-analyze")));
        Command.run(
                "systemd-analyze",
                "security",
                "--offline=true",
                "--threshold=15",
                ROOT.resolve("systemd/sandpiper.service").toString());
    }

    @Test
    void theFlagsOfTheJvmLeaveRoomForAnAheadOfTimeCacheWhichJavaRefusesBesideXshare() throws Exception {
        var flags = Files.readAllLines(ROOT.resolve("scripts/lib/jvm.options"));
        assertEquals(
                List.of(),
                flags.stream().filter(flag -> flag.startsWith("-Xshare")).toList());
    }
}
