package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an outbox promises whatever it is kept on: memory alone, a disk, a disk that fails now and then. */
class EveryStoreTest {
    /** Readings of each of two sensors in an outage that is too long for each store. */
    private static final int OUTAGE = 27_000;

    private static final int RARELY = 500;
    private static final List<Long> OTHERS = every(RARELY, RARELY);
    private static final List<Long> PEAKS = every(1_000, 333);
    private static final List<Long> TROUGHS = every(1_000, 777);

    private static List<Long> every(int step, int first) {
        return LongStream.iterate(first, at -> at <= OUTAGE, at -> at + step)
                .boxed()
                .toList();
    }

    @Nested
    class InMemoryAlone extends Promises {
        @Override
        StoreBench bench() throws IOException {
            return new StoreBench(
                    Files.writeString(folder.resolve("no-folder"), "").resolve("outbox"));
        }
    }

    @Nested
    class OnADisk extends Promises {
        @Override
        StoreBench bench() {
            return new StoreBench(folder);
        }

        @Test
        void whatWasNotAcknowledgedIsThereAfterAReopening() {
            records(1, 300);
            bench.pass(60);
            bench.online();
            bench.acknowledge();
            bench.stop();
            bench.start().online();
            bench.acknowledgeAll();
            assertAllArrivedUnchanged(300);
        }
    }

    @Nested
    class OnADiskThatFailsNowAndThen extends Promises {
        private boolean full;

        @Override
        StoreBench bench() {
            return new StoreBench(folder);
        }

        @Override
        void meanwhile() throws Exception {
            if (full) bench.diskFreed();
            else bench.diskFull();
            full = !full;
            bench.pass(11);
        }
    }

    abstract static class Promises {
        @TempDir(factory = MemoryDisk.class)
        Path folder;

        StoreBench bench;

        abstract StoreBench bench() throws IOException;

        /** What happens to the disk between two steps. */
        void meanwhile() throws Exception {}

        @BeforeEach
        void aStartedAgent() throws IOException {
            bench = bench();
            bench.start();
        }

        void records(int from, int to) {
            for (var value = from; value <= to; value++) bench.reading(value % 2 == 0 ? "air" : "soil", value);
            bench.settle();
        }

        @Test
        void whatIsConsumedInPartsArrivesOnceInEachConnectionAndIsGoneThen() throws Exception {
            records(1, 300);
            for (var connection = 0; connection < 5; connection++) {
                meanwhile();
                bench.online();
                for (var part = 0; part < 2 && bench.unacknowledged() > 0; part++) bench.acknowledge();
                bench.offline();
            }
            assertEmptiesItself();
            assertAllArrivedUnchanged(300);
        }

        @Test
        void acknowledgementsInAnyOrderLeaveNothingBehind() throws Exception {
            bench.online();
            records(1, 60);
            meanwhile();
            for (var message : List.copyOf(bench.sent).reversed())
                bench.outbox().acknowledged(message.generation(), message.handle());
            bench.settle();
            assertEmptiesItself();
            assertAllArrivedUnchanged(60);
        }

        @Test
        void anAcknowledgementThatIsRepeatedOrOfAnEarlierConnectionCountsForNothing() throws Exception {
            bench.online();
            records(1, 20);
            var first = bench.sent.getFirst();
            bench.outbox().acknowledged(first.generation(), first.handle());
            bench.outbox().acknowledged(first.generation(), first.handle());
            meanwhile();
            bench.offline();
            bench.online();
            bench.sent
                    .subList(1, 20)
                    .forEach(message -> bench.outbox().acknowledged(message.generation(), message.handle()));
            bench.settle();
            assertEquals(19, bench.outbox().report().records());
            assertEmptiesItself();
            assertAllArrivedUnchanged(20);
        }

        @Test
        void whatIsSentAgainIsTheSameAndInItsOrder() throws Exception {
            for (var connection = 0; connection < 4; connection++) {
                records(connection * 50 + 1, connection * 50 + 50);
                bench.online();
                meanwhile();
                bench.pass(40);
                bench.offline();
            }
            assertEmptiesItself();
            assertAllArrivedUnchanged(200);
            assertOrderIsKeptInEachConnection();
        }

        @Test
        void aFullOneKeepsTheShapeOfEachSensorAndAllThatIsNoReading() throws Exception {
            bench.stop();
            bench.maxSize = 1 << 20;
            bench.start();
            outage(1, 3_000);
            meanwhile();
            outage(3_001, 24_000);
            meanwhile();
            outage(24_001, 27_000);
            bench.online();
            for (var turn = 0; turn < 6; turn++) {
                meanwhile();
                bench.acknowledgeAll();
            }
            assertEquals(0, bench.outbox().report().records());
            for (var id : List.of("a", "b")) assertShapeIsKept(id);
            for (var kind : List.of("door", "soil", "pump"))
                assertEquals(OTHERS, counts(kind).distinct().sorted().toList(), kind);
            assertEquals(OTHERS.size(), Set.copyOf(bench.payloads(Lane.REPLY)).size());
            assertEquals(2 * OUTAGE - counts("a").count() - counts("b").count(), announced());
            assertOrderIsKeptInEachConnection();
        }

        /** What a step of an outage adds: two readings, and now and then one of everything else. */
        private void outage(int from, int to) {
            for (var at = from; at <= to; at++) {
                for (var id : List.of("a", "b")) bench.add(Kind.READING, id, reading(at));
                if (at % RARELY == 0) {
                    bench.add(Kind.EDGE, "door", "\"count\":" + at);
                    bench.add(Kind.ERROR, "soil", "\"count\":" + at);
                    bench.add(Kind.STATE, "pump", "\"count\":" + at);
                    bench.add(Kind.REPLY, "pump", "{\"id\":\"%d\"}".formatted(at));
                }
                if (at % 250 == 0) bench.pass(2);
            }
        }

        private static String reading(int at) {
            var level = Math.round(100 * Math.sin(at / 700.0)) / 10.0;
            if (PEAKS.contains((long) at)) level = at;
            if (TROUGHS.contains((long) at)) level = -at;
            return "\"count\":%d,\"level\":%s".formatted(at, level);
        }

        /** First, last, peaks and troughs; of the rest less the older it is, but something everywhere. */
        private void assertShapeIsKept(String id) {
            var left = counts(id).sorted().toList();
            assertEquals(left.stream().distinct().toList(), left, "sent twice");
            assertTrue(left.containsAll(List.of(1L, (long) OUTAGE)), "the first and the last");
            assertEquals(PEAKS, PEAKS.stream().filter(left::contains).toList(), "peaks");
            assertEquals(TROUGHS, TROUGHS.stream().filter(left::contains).toList(), "troughs");
            var ofEachThousand = new long[OUTAGE / 1_000];
            for (var at : left) ofEachThousand[(int) (at - 1) / 1_000]++;
            var all = Arrays.toString(ofEachThousand);
            assertTrue(Arrays.stream(ofEachThousand).allMatch(many -> many >= 10), all);
            var third = ofEachThousand.length / 3;
            var oldest = Arrays.stream(ofEachThousand, 0, third).sum();
            var newest = Arrays.stream(ofEachThousand, 2 * third, 3 * third).sum();
            assertTrue(newest > 1.5 * oldest, all);
        }

        private Stream<Long> counts(String id) {
            return bench.sent.stream()
                    .filter(message -> message.id().equals(id) && message.lane() != Lane.REPLY)
                    .flatMap(message -> TestRecord.in(new String(message.payload(), StandardCharsets.UTF_8)))
                    .map(record -> Long.valueOf(Members.of(record.text()).get("count")));
        }

        private long announced() {
            return bench.payloads(Lane.GAP).stream()
                    .distinct()
                    .mapToLong(gap -> Long.parseLong(Members.of(gap).get("dropped")))
                    .sum();
        }

        private void assertEmptiesItself() throws Exception {
            meanwhile();
            bench.online();
            bench.acknowledgeAll();
            assertEquals(0, bench.outbox().report().records());
            var sent = bench.sent.size();
            bench.offline();
            bench.online();
            assertEquals(sent, bench.sent.size(), "sent again though acknowledged");
        }

        void assertAllArrivedUnchanged(int last) {
            var texts = bench.sent.stream()
                    .filter(message -> message.lane() != Lane.GAP)
                    .flatMap(message -> TestRecord.in(new String(message.payload(), StandardCharsets.UTF_8)))
                    .distinct()
                    .toList();
            assertEquals(
                    LongStream.rangeClosed(1, last).boxed().toList(),
                    texts.stream().map(TestRecord::seq).sorted().toList());
        }

        private void assertOrderIsKeptInEachConnection() {
            for (var id : List.of("air", "soil"))
                for (var lane : List.of(Lane.TELEMETRY, Lane.HISTORY)) {
                    long generation = 0;
                    long before = 0;
                    for (var message : bench.sent) {
                        if (message.lane() != lane || !message.id().equals(id)) continue;
                        if (message.generation() != generation) before = 0;
                        generation = message.generation();
                        for (var record : TestRecord.in(new String(message.payload(), StandardCharsets.UTF_8))
                                .toList()) {
                            assertTrue(record.seq() > before, id + " went back to " + record.seq());
                            before = record.seq();
                        }
                    }
                }
        }
    }
}
