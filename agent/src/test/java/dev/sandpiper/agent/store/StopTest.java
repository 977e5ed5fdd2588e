package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.store.Stop.Trace;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the run before ended, told by what it left behind: contract section 5. */
class StopTest {
    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aRun() {
        bench = new StoreBench(folder).start();
        bench.pass(2);
    }

    private String next() {
        return bench.start().run().previous().orElseThrow().stop();
    }

    private List<String> announced() {
        bench.sent.clear();
        bench.online();
        return bench.payloads(Lane.GAP);
    }

    @Test
    void aRestartThatWasAskedForIsNoInterruption() {
        bench.outbox().close(Stop.RESTART);
        bench.crash();
        assertEquals("restart", next());
        assertEquals(List.of(), announced());
        assertTrue(bench.run().previous().orElseThrow().ended().isPresent());
    }

    @Test
    void afterAFaultOfItsOwnWhatIsLeftIsWrittenAndTheRunIsACrash() {
        bench.burst("air", 1, 3);
        bench.outbox().close(Stop.CRASH);
        bench.crash();
        assertEquals("crash", next());
        assertEquals(1, announced().size());
        bench.acknowledgeAll();
        assertEquals("1-3", Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void theServicesWatchdogIsToldFromACrash() {
        bench.crash();
        bench.traces = Set.of(Trace.SERVICE_WATCHDOG);
        assertEquals("watchdog", next());
    }

    @Test
    void theNoteOfTheServiceSaysNothingOfAnotherBoot() {
        bench.cutPower();
        bench.traces = Set.of(Trace.SERVICE_WATCHDOG);
        assertEquals("power", next());
    }

    @Test
    void theBoardsWatchdogIsToldFromAPowerCut() {
        bench.cutPower();
        bench.traces = Set.of(Trace.RESET);
        assertEquals("watchdog", next());
    }

    @Test
    void aBootThatBeganWithAResetSaysNothingOfACrashOnIt() {
        bench.crash();
        bench.traces = Set.of(Trace.RESET);
        assertEquals("crash", next());
    }

    @Test
    void whereTheKernelDoesNotNameTheBootNobodyKnows() {
        bench.crash();
        bench.boot = "pid-17";
        assertEquals("unknown", next());
    }

    @Test
    void whatASecondStartFindsIsWhatTheFirstFound() throws Exception {
        bench.cutPower();
        bench.traces = Set.of(Trace.RESET);
        assertEquals("watchdog", next());
        bench.pass(2);
        assertEquals(1, bench.sql("SELECT count(*) FROM run WHERE stop = 'watchdog'"));
    }

    @Test
    void onlyTheLastOfSeveralRunsLeftTheTraces() throws Exception {
        bench.crash();
        bench.start().crash();
        bench.traces = Set.of(Trace.SERVICE_WATCHDOG);
        assertEquals("watchdog", next());
        bench.pass(2);
        assertEquals(1, bench.sql("SELECT count(*) FROM run WHERE stop = 'watchdog'"));
        assertEquals(1, bench.sql("SELECT count(*) FROM run WHERE stop = 'crash'"));
    }

    @Test
    void aCleanStopStaysCleanWhateverCameLater() {
        bench.stop();
        bench.boot = "boot-2";
        bench.traces = Set.of(Trace.RESET, Trace.SERVICE_WATCHDOG);
        assertEquals("clean", next());
    }
}
