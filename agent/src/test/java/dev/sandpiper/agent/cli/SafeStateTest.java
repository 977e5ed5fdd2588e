package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafeStateTest {
    private final Workbench bench;

    SafeStateTest(@TempDir Path folder) {
        bench = Workbench.in(folder);
    }

    private Typed safeState() {
        return Typed.line("safe-state", "--config", bench.configuration());
    }

    @Test
    void anAgentThatWasKilledLeavesWhatIsNeededToMakeItsOutputsSafe() throws Exception {
        try (var agent = SandpiperProcess.start(bench.folder(), "run", "--config", bench.configuration())) {
            Eventually.until(
                    "the pump is on",
                    () -> Files.exists(bench.directory().resolve("control.sock"))
                            && Typed.line("--config", bench.configuration(), "set", "pump", "on")
                                            .code()
                                    == 0);
            assertEquals("low high", bench.levels());
            assertEquals(new Typed(0, "pump false\n", ""), safeState());
            assertEquals("low high low", bench.levels());
            Typed.line("--config", bench.configuration(), "set", "pump", "on");
            agent.signal("-KILL").code();
        }
        bench.write("agent.yaml", "outbox: { directory: data }\nactuators: [");
        try (var process = SandpiperProcess.start(bench.folder(), "safe-state", "--config", bench.configuration())) {
            assertEquals(0, process.code(), process.err());
            assertEquals("pump false\n", process.out());
        }
        assertEquals("low high low high low", bench.levels());
    }

    @Test
    void whereNoAgentRanTheConfigurationCounts() {
        assertEquals(new Typed(0, "pump false\n", ""), safeState());
        assertEquals("low", bench.levels());
    }

    @Test
    void withoutAPlanAWrongConfigurationIsTold() {
        bench.write("agent.yaml", "actuators: [ { id: pump, type: gpio-output, pin: 22 } ]\n");
        var typed = safeState();
        assertEquals(78, typed.code());
        assertTrue(typed.err().contains("agent.yaml:1:1: "), typed.err());
        assertEquals("", bench.levels());
    }

    @Test
    void anOutputThatIsNotReachedIsNamedOnALineOfItsOwn() throws Exception {
        Files.writeString(
                bench.configuration(),
                "  - { id: valve, type: mcp4725 }\n  - { id: vent, type: mcp4725, address: 0x61 }\n",
                StandardOpenOption.APPEND);
        bench.write("control.txt", "i2c 1 0x60 fail\ni2c 1 0x61 fail\n");
        var typed = safeState();
        assertEquals(1, typed.code());
        assertEquals("pump false\n", typed.out());
        assertEquals(2, typed.err().lines().count(), typed.err());
        assertTrue(typed.err().startsWith("sandpiper: valve is not known to be safe: "), typed.err());
        assertEquals("low", bench.levels());
    }

    @Test
    void nothingIsDoneBehindTheBackOfAnAgentThatCannotBeAsked() throws Exception {
        Files.createDirectories(bench.directory());
        try (var held = java.nio.channels.FileChannel.open(
                        bench.directory().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = held.lock();
                var process = SandpiperProcess.start(bench.folder(), "safe-state", "--config", bench.configuration())) {
            assertEquals(1, process.code());
            assertTrue(process.err().contains("an agent runs on "), process.err());
        }
        assertEquals("", bench.levels());
    }

    @Test
    void onlyThePlainFormIsTakenWithoutTheParserOfOptions() {
        var console = Console.ofProcess();
        assertTrue(SafeState.typed(new String[] {"safe-state"}, console).isPresent());
        assertTrue(SafeState.typed(new String[] {"safe-state", "--config", "f"}, console)
                .isPresent());
        assertFalse(
                SafeState.typed(new String[] {"safe-state", "--help"}, console).isPresent());
        assertFalse(SafeState.typed(new String[] {"safe-state", "--config"}, console)
                .isPresent());
        assertFalse(
                SafeState.typed(new String[] {"run", "--config", "f"}, console).isPresent());
    }
}
