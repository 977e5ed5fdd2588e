package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a back end is told of what it will never get: once, of all, and in few words. */
class GapsTest {
    private static final Pattern RECORD = Pattern.compile("\"run\":(\\d+),\"seq\":(\\d+)");

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aSmallOutbox() {
        bench = bench("one");
    }

    private StoreBench bench(String name) {
        var small = new StoreBench(folder.resolve(name));
        small.maxSize = 1 << 20;
        small.freshFor = Duration.ofSeconds(1);
        return small;
    }

    private void fill(int bursts) {
        for (var burst = 0; burst < bursts; burst++) {
            for (var each = 0; each < 500; each++)
                bench.add(Kind.READING, "air", "\"count\":%d,%s".formatted(each, StoreBench.LARGE));
            bench.pass(5);
        }
    }

    private List<Map<String, String>> gaps() {
        return bench.payloads(Lane.GAP).stream()
                .distinct()
                .map(gap -> (Map<String, String>) Members.of(gap))
                .filter(gap -> gap.containsKey("dropped"))
                .toList();
    }

    @Test
    void aLongOutageIsOneGapForEachRun() throws SQLException {
        bench.start();
        fill(24);
        assertEquals(1, rows());
        bench.stop();
        bench.start();
        fill(24);
        assertEquals(3, rows(), "what an earlier process kept may have been sent by it");
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        assertEquals(3, gaps().size());
    }

    private long rows() throws SQLException {
        return bench.sql("SELECT count(*) FROM kept WHERE kind = " + Kind.GAP.ordinal());
    }

    @Test
    void aGapThatHasLeftIsSentAgainAsItWasAndAnotherOneBegins() {
        bench.start();
        fill(14);
        bench.online();
        bench.offline();
        fill(14);
        bench.online();
        bench.acknowledgeAll();
        var all = bench.payloads(Lane.GAP);
        assertEquals(2, gaps().size());
        assertEquals(all.getFirst(), all.get(1), "the first one, sent on both connections");
        assertEquals(
                bench.outbox().report().dropped(),
                gaps().stream()
                        .mapToLong(gap -> Long.parseLong(gap.get("dropped")))
                        .sum());
    }

    @Test
    void theGapsOfABackEndAddUpToItsHoles() {
        for (var seed = 1; seed <= 12; seed++) check(seed);
    }

    @Test
    @Tag("long")
    void alsoWithFiveHundredOthers() {
        for (var seed = 1001; seed <= 1500; seed++) check(seed);
    }

    private void check(int seed) {
        try {
            new Schedule(seed).run();
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("seed " + seed + ": " + failed, failed);
        }
    }

    /** Outages, connections that end anywhere, starts; what was added is known, what arrived and was told is compared. */
    private final class Schedule {
        private final Random random;
        private final boolean starts;
        private final Map<Long, Long> added = new HashMap<>();

        Schedule(int seed) {
            random = new Random(seed);
            starts = random.nextBoolean();
            bench = bench("seed-" + seed);
            bench.thin = random.nextBoolean();
            bench.batch = random.nextInt(1, 300);
            bench.start();
        }

        void run() {
            for (var step = 0; step < 60; step++) step();
            bench.offline();
            bench.pass(60);
            bench.online();
            bench.acknowledgeAll();
            assertEquals(0, bench.outbox().report().records());
            compare();
            bench.stop();
        }

        private void step() {
            switch (random.nextInt(12)) {
                case 0 -> connect();
                case 1 -> loseTheLink();
                case 2 -> restart();
                case 3, 4 -> acknowledgeSome();
                case 5 -> bench.pass(random.nextInt(40));
                default -> records(random.nextInt(1, 1500));
            }
        }

        private void records(int many) {
            for (var each = 0; each < many; each++) {
                // That a state was told again at a connect is not known to the next start.
                var kind = !starts && random.nextInt(20) == 0 ? Kind.STATE : Kind.READING;
                bench.add(kind, kind == Kind.STATE ? "pump" : "air", "\"count\":" + random.nextInt(100));
                added.merge(bench.run().number(), 1L, Long::sum);
            }
            bench.settle();
        }

        private void acknowledgeSome() {
            for (var most = random.nextInt(50); most > 0 && bench.unacknowledged() > 0; most--) bench.acknowledge();
        }

        private void connect() {
            loseTheLink();
            bench.online();
        }

        // What had been under way had arrived, or it had not: without a restart the agent allows for both.
        private void loseTheLink() {
            if (starts) forgetWhatIsUnderWay();
            bench.offline();
        }

        private void forgetWhatIsUnderWay() {
            bench.sent
                    .subList(bench.sent.size() - bench.unacknowledged(), bench.sent.size())
                    .clear();
        }

        // Everything is on the disk by then: what a crash takes unseen is another matter.
        private void restart() {
            if (!starts) return;
            bench.pass(2);
            bench.outbox().commit();
            loseTheLink();
            if (random.nextBoolean()) bench.stop();
            else bench.crash();
            bench.start();
        }

        private void compare() {
            var arrived = arrived();
            var told = told();
            added.forEach((run, count) -> {
                var holes = count - arrived.getOrDefault(run, Set.of()).size();
                assertEquals(holes, told.getOrDefault(run, 0L), "holes and gaps of run " + run);
            });
            assertTrue(gaps().size() <= 200, gaps().size() + " gaps");
        }

        private Map<Long, Set<Long>> arrived() {
            var arrived = new HashMap<Long, Set<Long>>();
            for (var message : bench.sent) {
                if (message.lane() == Lane.GAP) continue;
                RECORD.matcher(new String(message.payload()))
                        .results()
                        .forEach(found -> arrived.computeIfAbsent(Long.valueOf(found.group(1)), run -> new HashSet<>())
                                .add(Long.valueOf(found.group(2))));
            }
            return arrived;
        }

        private Map<Long, Long> told() {
            var told = new HashMap<Long, Long>();
            for (var gap : gaps())
                told.merge(Long.valueOf(gap.get("run")), Long.valueOf(gap.get("dropped")), Long::sum);
            return told;
        }
    }
}
