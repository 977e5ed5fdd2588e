package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Without an agent. */
class SetTest {
    private final Workbench bench;

    SetTest(@TempDir Path folder) {
        bench = Workbench.in(folder);
    }

    private SandpiperProcess set(Object... words) {
        var line = new java.util.ArrayList<Object>(java.util.List.of("--config", bench.configuration(), "set"));
        line.addAll(java.util.List.of(words));
        return SandpiperProcess.start(bench.folder(), line.toArray());
    }

    @Test
    void theOutputIsHeldForTheTimeAndLeftSafe() {
        try (var process = set("pump", "on", "--for", "300ms")) {
            assertEquals(0, process.code(), process.err());
            assertEquals("pump true\n", process.out());
            assertEquals("low high low", bench.levels());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-INT", "-TERM", "-HUP"})
    void aSignalEndsItSafely(String signal) {
        try (var process = set("pump", "on")) {
            process.says("held for 10m or until Ctrl-C, then false").signal(signal);
            assertEquals(0, process.code(), process.err());
            assertEquals("low high low", bench.levels());
        }
    }

    @Test
    void aValueTheActuatorDoesNotTakeIsRejected() {
        var typed = Typed.line("--config", bench.configuration(), "set", "pump", "7");
        assertEquals(1, typed.code());
        assertEquals("sandpiper: pump takes true, false, \"on\", \"off\", 0, 1 or \"toggle\", not 7\n", typed.err());
        assertEquals("", bench.levels());
    }

    @Test
    void anUnknownNameIsWrongUse() {
        var typed = Typed.line("--config", bench.configuration(), "set", "pmp", "on");
        assertEquals(2, typed.code());
        assertEquals("sandpiper: no actuator 'pmp'; there are pump\n", typed.err());
    }

    @Test
    void maxOnHoldsWithoutAnAgentToo() {
        bench.write("agent.yaml", """
                broker: { url: "mqtt://127.0.0.1:1" }
                outbox: { directory: data }
                board: { type: simulated, trace: trace.log }
                actuators: [ { id: pump, type: gpio-output, pin: 22, max_on: 1s } ]
                """);
        try (var process = set("pump", "toggle")) {
            assertEquals(0, process.code(), process.err());
            assertTrue(process.err().contains("held for 1s"), process.err());
            assertEquals("low high low", bench.levels());
        }
    }
}
