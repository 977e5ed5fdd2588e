package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an outbox promises whatever it is kept on: memory alone, a disk, a disk that fails now and then. */
class EveryStoreTest {
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
