package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When records touch the disk and how they leave: contract sections 1 and 2. */
class OutboxTest {
    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aBench() {
        bench = new StoreBench(folder);
    }

    private long rows() throws Exception {
        return bench.sql("SELECT count(*) FROM kept");
    }

    @Test
    void aRecordHasItsNumberAndItsStamp() {
        bench.start().online();
        bench.reading("air", 1);
        bench.settle();
        assertEquals(
                List.of("{\"ts\":\"2026-11-23T06:00:00.000Z\",\"run\":%d,\"seq\":1,\"count\":1}"
                        .formatted(bench.run().number())),
                bench.payloads(Lane.TELEMETRY));
    }

    @Test
    void whatIsAcknowledgedBeforeTheCommitIsDueNeverTouchesTheDisk() throws Exception {
        bench.start().online();
        var before = bench.store().commits();
        for (var value = 1; value <= 600; value++) {
            bench.reading("air", value);
            bench.settle();
            bench.acknowledgeAll();
            bench.pass(1);
        }
        assertEquals(before, bench.store().commits());
        assertEquals(0, rows());
    }

    @Test
    void whatIsNotAcknowledgedIsWrittenOnceManyInOneTransaction() throws Exception {
        bench.start().online();
        var before = bench.store().commits();
        bench.burst("air", 1, 50);
        bench.pass(Duration.ofMillis(999));
        assertEquals(before, bench.store().commits());
        bench.pass(Duration.ofMillis(1));
        assertEquals(before + 1, bench.store().commits());
        assertEquals(50, rows());
        bench.pass(20);
        assertEquals(before + 1, bench.store().commits());
    }

    @Test
    void offlineEachCommitHoldsWhatCameSinceTheLast() throws Exception {
        bench.commitEvery = Duration.ofSeconds(10);
        bench.start();
        var before = bench.store().commits();
        bench.readings("air", 1, 100);
        var commits = bench.store().commits() - before;
        assertTrue(commits >= 9 && commits <= 10, commits + " commits");
        assertTrue(rows() >= 90);
    }

    @Test
    void withoutACommitIntervalEveryRecordIsOnTheDiskBeforeItLeaves() throws Exception {
        bench.commitEvery = Duration.ZERO;
        bench.start().online();
        bench.reading("air", 1);
        assertEquals(List.of(), bench.sent);
        bench.settle();
        assertEquals(1, bench.sent.size());
        assertEquals(1, rows());
    }

    @Test
    void whatWasUnacknowledgedIsSentAgainByteForByte() {
        bench.start().online();
        bench.burst("air", 1, 3);
        bench.offline();
        bench.pass(5);
        bench.online();
        assertEquals(6, bench.sent.size());
        for (var each = 0; each < 3; each++)
            assertArrayEquals(
                    bench.sent.get(each).payload(), bench.sent.get(each + 3).payload());
    }

    @Test
    void acknowledgementsOfAnotherConnectionMeanNothing() {
        bench.start().online();
        bench.burst("air", 1, 1);
        var old = bench.sent.getFirst();
        bench.offline();
        bench.online();
        bench.outbox().acknowledged(old.generation(), old.handle());
        assertEquals(1, bench.outbox().report().records());
        bench.acknowledgeAll();
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void anAcknowledgementThatComesTwiceCountsOnce() {
        bench.start().online();
        bench.burst("air", 1, 2);
        var first = bench.sent.getFirst();
        bench.outbox().acknowledged(first.generation(), first.handle());
        bench.outbox().acknowledged(first.generation(), first.handle());
        assertEquals(1, bench.outbox().report().records());
        assertEquals(1, bench.outbox().report().acknowledged());
    }

    @Test
    void atMostNinetySinglesAreUnderWay() {
        bench.start().online();
        bench.burst("air", 1, 300);
        assertEquals(90, bench.unacknowledged());
        bench.acknowledge();
        assertEquals(90, bench.unacknowledged());
        assertEquals(91, bench.sent.size());
    }

    @Test
    void theWindowHoldsWhatIsToldAgainToo() {
        bench.start();
        for (var each = 0; each < 150; each++) bench.add(Kind.STATE, "lamp" + each, "\"value\":true");
        bench.pass(60);
        bench.online();
        assertEquals(90, bench.unacknowledged(Lane.STATE));
        assertEquals(1, bench.unacknowledged(Lane.HISTORY));
        bench.acknowledgeAll();
        assertEquals(150, bench.payloads(Lane.STATE).size());
    }

    @Test
    void theNewestStateIsToldAgainAtEachConnectAndOvertakesNothing() {
        bench.retained = java.util.Set.of("door");
        bench.start().online();
        bench.add(Kind.STATE, "pump", "\"value\":false,\"cause\":\"start\"");
        bench.add(Kind.EDGE, "door", "\"state\":true");
        bench.reading("air", 1);
        bench.settle();
        bench.acknowledgeAll();
        bench.offline();
        bench.add(Kind.STATE, "pump", "\"value\":true,\"cause\":\"command\"");
        bench.sent.clear();
        bench.online();
        assertEquals(1, bench.payloads(Lane.STATE).size());
        assertTrue(bench.payloads(Lane.STATE).getFirst().contains("true"));
        assertEquals(
                List.of("door"),
                bench.sent.stream()
                        .filter(m -> m.lane() == Lane.TELEMETRY)
                        .map(Outgoing::id)
                        .toList());
        bench.acknowledgeAll();
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void aReplyTellsWhoWaitsForItThatTheBrokerHasIt() {
        bench.start().online();
        var told = new boolean[1];
        bench.outbox()
                .add(new Draft(
                        Kind.REPLY,
                        "pump",
                        "{\"result\":\"done\"}",
                        dev.sandpiper.agent.loop.Moment.now(bench.time),
                        () -> told[0] = true));
        bench.settle();
        assertFalse(told[0]);
        bench.acknowledgeAll();
        assertTrue(told[0]);
        assertEquals(List.of("{\"result\":\"done\"}"), bench.payloads(Lane.REPLY));
    }

    @Test
    void freshRecordsUnderWayAreNoMoreThanTheLinkCarriesInTwoSeconds() {
        bench.start().online();
        bench.outbox().carries(1000);
        bench.burst("air", 1, 200);
        var bytes = bench.sent.stream()
                .mapToInt(message -> message.payload().length)
                .sum();
        assertTrue(bytes >= 2000 && bytes < 2100, bytes + " bytes");

        bench.add(Kind.REPLY, "pump", "{\"result\":\"done\"}");
        bench.settle();
        assertEquals(1, bench.payloads(Lane.REPLY).size(), "an answer does not wait for them");

        bench.acknowledgeAll();
        assertEquals(200, bench.payloads(Lane.TELEMETRY).size());
    }

    @Test
    void fourFreshRecordsAreUnderWayOnTheSlowestLink() {
        bench.start().online();
        bench.outbox().carries(1);
        bench.burst("air", 1, 10);
        assertEquals(4, bench.unacknowledged());
    }

    @Test
    void acknowledgedRowsAreDeletedManyAtATimeAndAtTheLatestAfterTenMinutes() throws Exception {
        bench.start();
        bench.burst("air", 1, 2050);
        bench.pass(5);
        bench.online();
        var before = bench.store().commits();
        bench.acknowledgeAll();
        assertEquals(before + 1, bench.store().commits());
        assertEquals(50, rows());
        bench.pass(601);
        assertEquals(0, rows());
        assertEquals(before + 2, bench.store().commits());
    }

    @Test
    void whenAllIsQuietItAsksForRestOfAnHour() {
        bench.start().online();
        bench.burst("air", 1, 10);
        bench.acknowledgeAll();
        assertEquals(Duration.ofHours(1), bench.settle());
    }
}
