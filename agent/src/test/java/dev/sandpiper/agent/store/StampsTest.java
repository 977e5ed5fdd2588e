package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Time stamps on a device without a clock battery: contract section 2. */
class StampsTest {
    private static final Duration FAR_OFF = Duration.ofDays(-20_000);

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aDeviceWhoseClockIsWrong() {
        bench = new StoreBench(folder);
        bench.time.lose(FAR_OFF);
    }

    private String first() {
        return bench.payloads(Lane.TELEMETRY).getFirst();
    }

    @Test
    void aStampIsAlwaysTwentyFourCharacters() {
        assertEquals("2026-11-23T06:15:04.120Z", Stamps.text(Instant.parse("2026-11-23T06:15:04.120999Z")));
        assertEquals("2026-11-23T06:00:00.000Z", Stamps.text(Instant.parse("2026-11-23T06:00:00Z")));
        assertEquals("1970-01-01T00:00:00.000Z", Stamps.text(Instant.MIN));
        assertEquals("9999-12-31T23:59:59.999Z", Stamps.text(Instant.MAX));
    }

    @Test
    void recordsOfOneSecondAndOfTheNextHaveTheirOwnMilliseconds() {
        bench.time.synchronise();
        bench.start().online();
        for (var millis : List.of(0, 7, 992, 1)) {
            bench.pass(Duration.ofMillis(millis));
            bench.reading("air", millis);
        }
        bench.settle();
        var stamps = bench.payloads(Lane.TELEMETRY).stream()
                .map(payload -> payload.substring("{\"ts\":\"2026-11-23T".length(), "{\"ts\":\"".length() + 24))
                .toList();
        assertEquals(List.of("06:00:00.000Z", "06:00:00.007Z", "06:00:00.999Z", "06:00:01.000Z"), stamps);
    }

    @Test
    void aRecordWaitsAndIsStampedRightWhenTheClockBecomesRight() {
        bench.start().online();
        bench.reading("air", 1);
        bench.pass(20);
        assertEquals(List.of(), bench.sent);
        bench.time.synchronise();
        bench.pass(1);
        assertTrue(first().startsWith("{\"ts\":\"2026-11-23T06:00:00.000Z\",\"run\":"), first());
        assertFalse(first().contains("clock"), first());
    }

    @Test
    void afterTheClockWaitItLeavesAndSaysThatTheClockWasNotRight() {
        bench.start().online();
        bench.reading("air", 1);
        bench.pass(119);
        assertEquals(List.of(), bench.sent);
        bench.pass(2);
        assertEquals(1, bench.payloads(Lane.HISTORY).size());
        var record = bench.payloads(Lane.HISTORY).getFirst();
        assertTrue(
                record.matches(
                        "\\{\"readings\":\\[\\{\"ts\":\"1972-02-20T06:00:00.000Z\",\"run\":\\d+,\"seq\":1,\"clock\":\"unsynchronised\",\"count\":1}]}"),
                record);
    }

    @Test
    void withoutAClockWaitItLeavesAtOnce() {
        bench.clockWait = Duration.ZERO;
        bench.start().online();
        bench.reading("air", 1);
        bench.settle();
        assertTrue(first().contains("\"clock\":\"unsynchronised\""), first());
    }

    @Test
    void aStampOnceSentNeverChanges() {
        bench.clockWait = Duration.ZERO;
        bench.start().online();
        bench.reading("air", 1);
        bench.settle();
        bench.offline();
        bench.time.synchronise();
        bench.pass(100);
        bench.online();
        assertEquals(List.of("{\"readings\":[" + first() + "]}"), bench.payloads(Lane.HISTORY));
    }

    @Test
    void whatWaitedThroughARestartOfTheProcessIsStampedRight() {
        bench.start();
        bench.reading("air", 1);
        bench.pass(10);
        bench.stop();
        bench.time.pass(Duration.ofSeconds(5));
        bench.start().online();
        bench.time.synchronise();
        bench.pass(600);
        assertTrue(bench.payloads(Lane.HISTORY)
                .getFirst()
                .startsWith("{\"readings\":[{\"ts\":\"2026-11-23T06:00:00.000Z\",\"run\":"));
        assertFalse(bench.payloads(Lane.HISTORY).getFirst().contains("clock"));
    }

    @Test
    void whatWaitedThroughARebootCannotBeStampedRight() {
        bench.start();
        bench.reading("air", 1);
        bench.pass(10);
        bench.cutPower();
        bench.time.synchronise();
        bench.start().online();
        bench.pass(1);
        assertTrue(bench.payloads(Lane.HISTORY)
                .getFirst()
                .startsWith("{\"readings\":[{\"ts\":\"1972-02-20T06:00:00.000Z\""));
        assertTrue(bench.payloads(Lane.HISTORY).getFirst().contains("\"clock\":\"unsynchronised\""));
    }

    @Test
    void whatWaitedThroughARebootIsStampedRightIfTheClockWasRightBefore() {
        bench.start();
        bench.reading("air", 1);
        bench.pass(10);
        bench.time.synchronise();
        bench.pass(10);
        bench.reboot(FAR_OFF);
        bench.start().online();
        bench.pass(1);
        var record = bench.payloads(Lane.HISTORY).getFirst();
        assertTrue(record.startsWith("{\"readings\":[{\"ts\":\"2026-11-23T06:00:00.000Z\",\"run\":"), record);
        assertFalse(record.contains("clock"), record);
    }

    @Test
    void whatWaitsForTheBrokerIsMarkedOnlyAsItLeaves() {
        bench.start();
        bench.reading("air", 1);
        bench.pass(600);
        bench.time.synchronise();
        bench.pass(1);
        bench.online();
        var record = bench.payloads(Lane.HISTORY).getFirst();
        assertTrue(record.startsWith("{\"readings\":[{\"ts\":\"2026-11-23T06:00:00.000Z\",\"run\":"), record);
        assertFalse(record.contains("clock"), record);
    }

    @Test
    void aHistoryMessageTakesNoneAlongThatMayWaitLonger() {
        bench.start();
        bench.reading("air", 1);
        bench.pass(100);
        bench.reading("air", 2);
        bench.pass(2);
        bench.stop();
        bench.start().online();
        bench.pass(20);
        bench.acknowledgeAll();
        assertEquals("1-1", Counts.of(bench, "air", Lane.HISTORY));
        bench.pass(100);
        bench.acknowledgeAll();
        assertEquals("1-2", Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void aClockThatWasRightOnceNeedsNoServerAndNoHandAfterwards() {
        bench.time.synchronise();
        bench.start().online();
        bench.pass(3600);
        bench.time.loseServer();
        bench.time.set(FAR_OFF);
        bench.stop();
        bench.start().online();
        bench.reading("air", 1);
        bench.settle();
        assertTrue(first().startsWith("{\"ts\":\"2026-11-23T07:00:00.000Z\",\"run\":"), first());
        assertFalse(first().contains("clock"), first());
    }

    @Test
    void aStampThatWasSentOnlyJustBeforeACrashIsTheSameAfterIt() {
        bench.start();
        bench.reading("air", 1);
        bench.pass(10);
        bench.online();
        bench.time.synchronise();
        bench.pass(1);
        bench.crash();
        bench.time.pass(Duration.ofMillis(1234));
        bench.time.lose(FAR_OFF);
        bench.start().online();
        bench.pass(600);
        assertEquals(List.of("{\"readings\":[" + first() + "]}"), bench.payloads(Lane.HISTORY));
    }

    @Test
    void laterRecordsDoNotOvertakeOnesThatWait() {
        bench.start().online();
        bench.burst("air", 1, 5);
        bench.pass(10);
        bench.time.synchronise();
        bench.burst("air", 6, 9);
        assertEquals("1-9", Counts.of(bench, "air", Lane.TELEMETRY));
    }

    @Test
    void repliesNeverWaitForTheClock() {
        bench.start().online();
        bench.reading("air", 1);
        bench.add(Kind.REPLY, "pump", "{\"result\":\"done\"}");
        bench.settle();
        assertEquals(List.of("{\"result\":\"done\"}"), bench.payloads(Lane.REPLY));
    }

    @Test
    void theSetClockIsNoticedWithinASecondAlsoForWhatIsOnTheDiskOnly() {
        bench.start();
        bench.reading("air", 1);
        bench.pass(10);
        bench.stop();
        bench.start().online();
        bench.pass(30);
        assertEquals(List.of(), bench.sent);
        assertEquals(Duration.ofSeconds(1), bench.settle());
        bench.time.synchronise();
        bench.settle();
        assertEquals(1, bench.payloads(Lane.HISTORY).size());
    }
}
