package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.SimulatedTime;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs, how they ended, and what they leave to the next: contract sections 2 and 5. */
class RunTest {
    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aBench() {
        bench = new StoreBench(folder);
    }

    private Run.Previous previous() {
        return bench.run().previous().orElseThrow();
    }

    @Test
    void aNewStoreBeginsAtARandomNumberAndEachRunIsOneMore() {
        var first = bench.start().run().number();
        assertTrue(first >= 1_000_000_000L && first < 2_000_000_000L, "run " + first);
        assertEquals(Optional.empty(), bench.run().previous());
        bench.stop();
        assertEquals(first + 1, bench.start().run().number());
        bench.crash();
        assertEquals(first + 2, bench.start().run().number());
    }

    @Test
    void aCleanStopIsKnownWithItsTimeAndItsLastNumber() {
        bench.start();
        bench.burst("air", 1, 5);
        bench.pass(100);
        bench.stop();
        bench.start();
        assertEquals("clean", previous().stop());
        assertEquals(5, previous().lastSeq());
        assertEquals(
                Optional.of(SimulatedTime.START.plusSeconds(100)), previous().ended());
        bench.online();
        assertEquals(List.of(), bench.payloads(Lane.GAP));
    }

    @Test
    void anEndOnTheSameBootIsACrashAndOnAnotherAPowerCut() {
        bench.start();
        bench.burst("air", 1, 5);
        bench.pass(2);
        bench.crash();
        bench.start();
        assertEquals("crash", previous().stop());
        assertEquals(5, previous().lastSeq());
        bench.cutPower();
        bench.start();
        assertEquals("power", previous().stop());
    }

    @Test
    void anInterruptedRunIsAnnouncedOnceWithoutNumbers() {
        var first = bench.start().run().number();
        bench.crash();
        bench.start().online();
        assertEquals(
                List.of("{\"ts\":\"2026-11-23T06:00:00.000Z\",\"run\":%d,\"reason\":\"interrupted\"}".formatted(first)),
                bench.payloads(Lane.GAP));
        bench.acknowledgeAll();
        bench.pass(5);
        bench.stop();
        bench.sent.clear();
        bench.start().online();
        assertEquals(List.of(), bench.payloads(Lane.GAP));
    }

    @Test
    void anAnnouncementThatACrashPreventedIsMadeByTheNextRun() {
        var first = bench.start().run().number();
        bench.crash();
        bench.start();
        bench.crash();
        bench.start().online();
        assertEquals(2, bench.payloads(Lane.GAP).size());
        assertTrue(bench.payloads(Lane.GAP).getFirst().contains("\"run\":" + first));
    }

    @Test
    void anAnnouncementThatWasCommittedIsSentAfterACrashAndNotMadeAgain() {
        bench.start();
        bench.crash();
        bench.start();
        bench.pass(5);
        bench.stop();
        bench.start().online();
        assertEquals(1, bench.payloads(Lane.GAP).size());
    }

    @Test
    void aRestartSendsWhatWasKeptInItsOrderAndCountsItsOwnFromOne() {
        var first = bench.start().run().number();
        bench.burst("air", 1, 3);
        bench.stop();
        bench.start();
        bench.burst("air", 4, 5);
        bench.online();
        bench.acknowledgeAll();
        assertEquals("1-3", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals("4-5", Counts.of(bench, "air", Lane.TELEMETRY));
        assertTrue(bench.payloads(Lane.HISTORY).getFirst().contains("\"run\":%d,\"seq\":3,".formatted(first)));
        assertTrue(bench.payloads(Lane.TELEMETRY).getFirst().contains("\"run\":%d,\"seq\":1,".formatted(first + 1)));
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void aCrashCostsAtMostWhatWasNotCommitted() {
        bench.start();
        bench.readings("air", 1, 100);
        bench.crash();
        bench.start().online();
        bench.acknowledgeAll();
        assertTrue(Counts.of(bench, "air", Lane.HISTORY).matches("1-(99|100)"), Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void aCrashAfterAnAcknowledgementCostsDuplicatesOnlyByteForByte() {
        bench.start();
        bench.burst("air", 1, 50);
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        var before = bench.payloads(Lane.HISTORY);
        bench.crash();
        bench.sent.clear();
        bench.start().online();
        assertEquals(before, bench.payloads(Lane.HISTORY));
    }

    @Test
    void repliesAndGapsSurviveACrashAsSingles() {
        bench.start();
        bench.add(Kind.REPLY, "pump", "{\"result\":\"done\"}");
        bench.pass(100);
        bench.crash();
        bench.start().online();
        assertEquals(List.of("{\"result\":\"done\"}"), bench.payloads(Lane.REPLY));
        assertEquals(1, bench.payloads(Lane.GAP).size());
        assertEquals(List.of(), bench.payloads(Lane.HISTORY));
    }

    @Test
    void moreRepliesThanMemoryTakesAtOnceNeverGetIntoTheHistory() {
        bench.start();
        for (var reply = 0; reply < 10_500; reply++) bench.add(Kind.REPLY, "pump", "{\"id\":\"" + reply + "\"}");
        bench.pass(2);
        bench.stop();
        bench.start().online();
        bench.acknowledgeAll();
        assertEquals(10_000, bench.payloads(Lane.REPLY).size());
        assertEquals(List.of(), bench.payloads(Lane.HISTORY));
        bench.stop();
        bench.start().online();
        bench.acknowledgeAll();
        assertEquals(10_500, bench.payloads(Lane.REPLY).size());
    }

    @Test
    void onlyTheLastRunsAreRemembered() throws Exception {
        for (var run = 0; run < 30; run++) bench.start().stop();
        assertTrue(bench.sql("SELECT count(*) FROM run") <= 11);
    }
}
