package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** What could not be sent while fresh, and what is gathered: contract sections 1, 2 and 6. */
class HistoryTest {
    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aBench() {
        bench = new StoreBench(folder);
    }

    @Test
    void whatWasSentFreshIsByteForByteTheSameInHistory() {
        bench.start().online();
        bench.burst("air", 1, 1);
        bench.offline();
        bench.pass(60);
        bench.online();
        assertEquals(
                List.of("{\"readings\":[" + bench.payloads(Lane.TELEMETRY).getFirst() + "]}"),
                bench.payloads(Lane.HISTORY));
    }

    @Test
    void oneHistoryMessageIsUnderWay() {
        bench.start();
        bench.readings("air", 1, 500);
        bench.pass(60);
        bench.online();
        assertEquals(1, bench.unacknowledged(Lane.HISTORY));
        bench.acknowledge();
        assertEquals(1, bench.unacknowledged(Lane.HISTORY));
    }

    @Test
    void theNextHistoryMessageDoesNotWaitForTheDeletionOfWhatArrived() {
        bench.start();
        bench.readings("air", 1, 3000);
        bench.pass(60);
        bench.online();
        bench.outbox().carries(64 * 1024);
        for (var arrived = 0; arrived + bench.sent.getLast().records() < 2000; bench.acknowledge())
            arrived += bench.sent.getLast().records();
        var commits = bench.store().commits();
        var sent = bench.sent.size();

        var last = bench.sent.getLast();
        bench.outbox().acknowledged(last.generation(), last.handle());
        bench.outbox().run();
        assertEquals(sent + 1, bench.sent.size());
        assertEquals(commits, bench.store().commits());

        bench.outbox().clearUp();
        assertEquals(commits + 1, bench.store().commits());
    }

    @Test
    void aHistoryMessageHoldsTwoHundredRecordsOfOneIdInOrder() {
        bench.start();
        for (var value = 1; value <= 300; value++) {
            bench.reading("air", value);
            bench.reading("soil", value);
        }
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        var counts = bench.sent.stream()
                .map(message -> message.id() + ":" + new String(message.payload()).split("\"count\"").length)
                .toList();
        assertEquals(List.of("air:201", "soil:201", "air:101", "soil:101"), counts);
        assertEquals("1-300", Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void aBatchOfOneIsSentAloneAndUnwrapped() {
        bench.batch = 1;
        bench.start();
        bench.burst("air", 1, 3);
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        assertEquals(3, bench.payloads(Lane.HISTORY).size());
        assertTrue(bench.payloads(Lane.HISTORY).getFirst().startsWith("{\"ts\":"));
    }

    @Test
    void aHistoryMessageTakesAtMostSixtyFourKibibytes() {
        bench.batch = 1000;
        bench.start();
        for (var value = 1; value <= 400; value++)
            bench.add(Kind.READING, "air", "\"text\":\"%s\",\"count\":%d".formatted("€".repeat(300), value));
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        for (var message : bench.sent) {
            assertEquals(Lane.HISTORY, message.lane());
            assertTrue(message.payload().length <= 64 * 1024, message.payload().length + " bytes");
        }
        assertTrue(bench.sent.getFirst().payload().length > 62 * 1024);
        assertEquals("1-400", Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void aRecordThatIsTooBigForHistoryLeavesAloneAndHoldsNothingUp() {
        bench.start();
        bench.reading("air", 1);
        bench.add(Kind.READING, "air", "\"text\":\"%s\",\"count\":2".formatted("x".repeat(70_000)));
        bench.reading("air", 3);
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        assertEquals(3, bench.sent.size());
        assertEquals("1-3", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void whatIsOlderThanFreshForGoesToHistoryAndTheRestLive() {
        bench.start();
        bench.readings("air", 1, 40);
        bench.online();
        bench.acknowledgeAll();
        assertEquals("1-11", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals("12-40", Counts.of(bench, "air", Lane.TELEMETRY));
    }

    @Test
    void freshRecordsDoNotWaitForTheHistory() {
        bench.start();
        bench.burst("air", 1, 1000);
        bench.pass(60);
        bench.online();
        bench.reading("air", 1001);
        bench.settle();
        assertEquals("1001-1001", Counts.of(bench, "air", Lane.TELEMETRY));
    }

    @Test
    void aLongHistoryLeavesInOrderWhileNewRecordsAreGatheredBehindIt() {
        bench.sendEvery = Duration.ofMinutes(1);
        bench.start();
        for (var minute = 0; minute < 6; minute++) {
            bench.burst("air", minute * 1000 + 1, minute * 1000 + 1000);
            bench.pass(60);
        }
        bench.online();
        assertEquals(1, bench.unacknowledged(Lane.HISTORY));
        for (var value = 6001; value <= 6100; value++) {
            bench.burst("air", value, value);
            if (bench.unacknowledged() > 0) bench.acknowledge();
            bench.pass(1);
        }
        bench.pass(60);
        bench.acknowledgeAll();
        assertEquals("1-6100", Counts.of(bench, "air", Lane.HISTORY));
    }

    @Test
    void whatIsStaleBeforeItsCommitDoesNotOvertakeWhatIsOnTheDisk() {
        bench.commitEvery = Duration.ofSeconds(30);
        bench.start();
        bench.readings("air", 1, 115);
        bench.online();
        bench.acknowledgeAll();
        bench.pass(60);
        bench.acknowledgeAll();
        assertEquals("1-86", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void aStateThatWentStaleIsInTheHistoryAndIsTheRetainedOne() {
        bench.start();
        bench.add(Kind.STATE, "pump", "\"value\":true,\"cause\":\"start\"");
        bench.pass(60);
        bench.online();
        assertEquals(
                List.of("{\"readings\":[" + bench.payloads(Lane.STATE).getFirst() + "]}"),
                bench.payloads(Lane.HISTORY));
    }

    @Test
    void sendEveryGathersReadingsOnly() {
        bench.sendEvery = Duration.ofMinutes(5);
        bench.start().online();
        bench.pass(1);
        bench.add(Kind.EDGE, "door", "\"state\":true");
        bench.reading("air", 1);
        bench.add(Kind.ERROR, "soil", "\"error\":\"no answer\"");
        bench.add(Kind.STATE, "pump", "\"value\":true");
        bench.add(Kind.REPLY, "pump", "{\"result\":\"done\"}");
        bench.settle();
        assertEquals(2, bench.payloads(Lane.TELEMETRY).size());
        assertEquals(1, bench.payloads(Lane.STATE).size());
        assertEquals(1, bench.payloads(Lane.REPLY).size());
        bench.readings("air", 2, 298);
        assertEquals(List.of(), bench.payloads(Lane.HISTORY));
        bench.pass(60);
        bench.acknowledgeAll();
        assertEquals("1-298", Counts.of(bench, "air", Lane.HISTORY));
        assertEquals(2, bench.payloads(Lane.HISTORY).size());
    }

    @Test
    void readingsThatComeDuringARoundTripAreGatheredForTheNextTime() {
        bench.sendEvery = Duration.ofMinutes(5);
        bench.start().online();
        for (var second = 1; second <= 3000; second++) {
            bench.reading("air", second);
            bench.settle();
            if (bench.unacknowledged() > 0) bench.acknowledge();
            bench.pass(1);
        }
        assertTrue(bench.sent.size() <= 22, bench.sent.size() + " messages in fifty minutes, two in each five");
        assertTrue(Counts.of(bench, "air", Lane.HISTORY).matches("1-2[789]\\d\\d"));
    }

    @Test
    void aMessageRateHoldsTheBacklogBackAndNothingElse() {
        bench.messagesPerSecond = 2;
        bench.batch = 10;
        bench.start();
        bench.burst("air", 1, 1000);
        bench.pass(60);
        bench.online();
        for (var half = 0; half < 20; half++) {
            bench.acknowledgeAll();
            bench.pass(Duration.ofMillis(500));
        }
        assertEquals(21, bench.payloads(Lane.HISTORY).size());
        bench.burst("soil", 1, 50);
        assertEquals(50, bench.payloads(Lane.TELEMETRY).size());
    }

    @Test
    void aByteRateHoldsTheBacklogBackByItsSize() {
        bench.bytesPerSecond = 1000;
        bench.batch = 10;
        bench.start();
        bench.burst("air", 1, 1000);
        bench.pass(60);
        bench.online();
        for (var second = 0; second < 30; second++) {
            bench.acknowledgeAll();
            bench.pass(1);
        }
        var bytes = bench.sent.stream()
                .mapToInt(message -> message.payload().length)
                .sum();
        assertTrue(bytes > 27_000 && bytes < 32_000, bytes + " bytes in 30 s");
    }

    @Test
    void noRecordOvertakesAnEarlierOneOfItsIdThatIsUnderWayByItself() {
        bench.start().online();
        bench.burst("air", 1, Singles.WINDOW + 10);
        bench.pass(40);
        assertEquals(List.of(), bench.payloads(Lane.HISTORY), "ten are stale, and wait for the ninety under way");
        bench.offline();
        bench.online();
        var history = String.join("", bench.payloads(Lane.HISTORY));
        assertTrue(history.indexOf("\"count\":1}") < history.indexOf("\"count\":100}"), history);
        assertTrue(history.contains("\"count\":1}"), history);
    }
}
