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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outbox at its {@code max_size}: what gives way, and what is said of it. */
class FullTest {
    private static final int MEBIBYTE = 1 << 20;
    private static final Pattern SEQ = Pattern.compile("\"seq\":(\\d+)");

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;

    @BeforeEach
    void aSmallOutbox() {
        bench = new StoreBench(folder);
        bench.maxSize = MEBIBYTE;
        bench.freshFor = Duration.ofSeconds(1);
    }

    private void fill(int bursts) {
        for (var burst = 0; burst < bursts; burst++) {
            for (var each = 0; each < 250; each++) {
                bench.add(
                        Kind.READING,
                        "air",
                        "\"temperature\":21.46,\"humidity\":48.1,\"pressure\":1013.2," + StoreBench.LARGE);
                bench.add(Kind.READING, "soil", "\"voltage\":1.25," + StoreBench.LARGE);
            }
            bench.pass(5);
            assertTrue(bench.store().bytes() <= MEBIBYTE, bench.store().bytes() + " bytes on the disk");
        }
    }

    private Set<Long> arrived() {
        bench.pass(60);
        bench.online();
        bench.acknowledgeAll();
        return bench.sent.stream()
                .flatMap(message -> SEQ.matcher(new String(message.payload())).results())
                .map(seq -> Long.valueOf(seq.group(1)))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private long announced() {
        return bench.payloads(Lane.GAP).stream()
                .mapToLong(gap -> Long.parseLong(Members.of(gap).get("dropped")))
                .sum();
    }

    @Test
    void itNeverExceedsItsSizeAndEveryRecordArrivesOrIsAnnounced() {
        bench.start();
        fill(24);
        var dropped = bench.outbox().report().dropped();
        assertTrue(dropped > 6_000, dropped + " dropped");
        var arrived = arrived();
        assertEquals(dropped, announced());
        assertEquals(12_000 - dropped, arrived.size());
        assertEquals(0, bench.outbox().report().records());
    }

    @Test
    void thinningKeepsReadingsFromTheWholeOutage() {
        bench.start();
        fill(24);
        var arrived = arrived();
        for (var from = 0; from < 12_000; from += 500) {
            long least = from;
            var left = arrived.stream()
                    .filter(seq -> seq > least && seq <= least + 500)
                    .count();
            assertTrue(left >= 5, left + " are left of the 500 behind " + least);
        }
    }

    @Test
    void droppingTheOldestKeepsTheNewestWithoutAHole() {
        bench.thin = false;
        bench.start();
        fill(24);
        var dropped = bench.outbox().report().dropped();
        var arrived = arrived();
        for (var seq = dropped + 1; seq <= 12_000; seq++) assertTrue(arrived.contains(seq), "seq " + seq);
    }

    @Test
    void aGapSaysWhichRunFromWhereToWhereHowManyAndWhose() {
        bench.thin = false;
        bench.start();
        fill(16);
        arrived();
        var gap = Members.of(bench.payloads(Lane.GAP).getFirst());
        assertEquals(List.of("ts", "run", "from", "to", "dropped", "reason", "ids"), List.copyOf(gap.keySet()));
        assertEquals(String.valueOf(bench.run().number()), gap.get("run"));
        assertEquals("1", gap.get("from"));
        assertEquals(gap.get("to"), gap.get("dropped"));
        assertEquals("\"full\"", gap.get("reason"));
        assertEquals("[\"air\",\"soil\"]", gap.get("ids"));
    }

    @Test
    void recordsOfTwoRunsAreAnnouncedApart() {
        bench.thin = false;
        var first = bench.start().run().number();
        fill(2);
        bench.stop();
        bench.start();
        fill(16);
        arrived();
        var runs = bench.payloads(Lane.GAP).stream()
                .map(gap -> Members.of(gap).get("run"))
                .collect(Collectors.toSet());
        assertEquals(Set.of(String.valueOf(first), String.valueOf(first + 1)), runs);
    }

    @Test
    void repliesAndGapsAreNeverGivenUp() {
        bench.start();
        for (var reply = 0; reply < 100; reply++) bench.add(Kind.REPLY, "pump", "{\"id\":\"" + reply + "\"}");
        fill(24);
        arrived();
        assertEquals(100, bench.payloads(Lane.REPLY).size());
    }

    @Test
    void whereThereAreOnlyStatesTheOldestGiveWay() {
        bench.start();
        for (var burst = 0; burst < 16; burst++) {
            for (var each = 0; each < 500; each++)
                bench.add(Kind.STATE, "pump", "\"value\":%b,%s".formatted(each % 2 == 0, StoreBench.LARGE));
            bench.pass(5);
            assertTrue(bench.store().bytes() <= MEBIBYTE, bench.store().bytes() + " bytes on the disk");
        }
        var dropped = bench.outbox().report().dropped();
        assertTrue(dropped > 1000, dropped + " dropped");
        assertEquals(8_000 - dropped, arrived().size());
        assertEquals(dropped, announced());
    }

    @Test
    void statesStayWhereReadingsCanBeThinnedAlsoWhenStatesHadToGoBefore() throws SQLException {
        bench.start();
        for (var burst = 0; burst < 16; burst++) {
            for (var each = 0; each < 500; each++)
                bench.add(Kind.STATE, "pump", "\"value\":%b,%s".formatted(each % 2 == 0, StoreBench.LARGE));
            bench.pass(5);
        }
        fill(2);
        var states = bench.sql("SELECT count(*) FROM kept WHERE kind = 3");
        assertTrue(bench.outbox().report().dropped() > 1000);
        fill(10);
        assertEquals(states, bench.sql("SELECT count(*) FROM kept WHERE kind = 3"));
        assertTrue(bench.sql("SELECT count(*) FROM kept WHERE kind = 0") > 50);
    }

    @Test
    void aGapSurvivesAPowerCutRightAfterTheLoss() {
        bench.thin = false;
        bench.start();
        fill(16);
        var dropped = bench.outbox().report().dropped();
        assertTrue(dropped > 1000, dropped + " dropped");
        bench.cutPower();
        bench.start();
        arrived();
        var lost = bench.payloads(Lane.GAP).stream()
                .filter(gap -> gap.contains("\"full\""))
                .mapToLong(gap -> Long.parseLong(Members.of(gap).get("dropped")))
                .sum();
        assertEquals(dropped + bench.outbox().report().dropped(), lost);
    }
}
