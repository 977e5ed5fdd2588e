package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service's watchdog ends an agent by SIGABRT; what the unit leaves behind then tells the next run. */
class WatchdogTest {
    @TempDir
    private Path folder;

    @Test
    void anAgentThatTheWatchdogEndedIsToldFromOneThatCrashed() throws Exception {
        try (var first = start()) {
            first.says("no connection to").signal("-ABRT").code();
        }
        afterStop("watchdog");
        try (var second = start()) {
            second.says(" ended: watchdog").signal("-ABRT").code();
        }
        afterStop("signal");
        try (var third = start()) {
            assertEquals(0, third.says(" ended: crash").signal("-TERM").code());
        }
        afterStop("success");
        try (var fourth = start()) {
            fourth.says(" ended: clean");
        }
    }

    private void afterStop(String result) throws Exception {
        Command.run(List.of("env", "SERVICE_RESULT=" + result, "STATE_DIRECTORY=" + folder, "sh", "-c", afterStop()));
    }

    private SandpiperProcess start() {
        var bench = Workbench.in(folder);
        return SandpiperProcess.start(
                folder, Map.of("STATE_DIRECTORY", folder.toString()), "run", "--config", bench.configuration());
    }

    /** The unit's own words, as systemd hands them to the shell. */
    private static String afterStop() throws Exception {
        var unit = Path.of(System.getProperty("user.dir"))
                .resolveSibling("systemd")
                .resolve("sandpiper.service");
        return Files.readAllLines(unit).stream()
                .filter(line -> line.startsWith("ExecStopPost=/bin/sh"))
                .map(line -> line.replaceFirst("ExecStopPost=/bin/sh -c '(.*)'", "$1")
                        .replace("$$", "$"))
                .findFirst()
                .orElseThrow();
    }
}
