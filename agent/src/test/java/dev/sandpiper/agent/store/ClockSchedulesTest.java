package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.Folders;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The outbox through random lives of a device without a clock battery: boots with any time, servers that come and go,
 * clocks set by hand, suspends, crashes, links. Each stamp is compared with the time the simulation knows to be true. A
 * failing seed is in the message.
 */
class ClockSchedulesTest {
    private static final Pattern RECORD =
            Pattern.compile("\\{\"ts\":\"[^\"]{24}\",\"run\":(\\d+),\"seq\":(\\d+)[^{}]*\\}");
    private static final int STEPS = 14;
    /** The note of when a boot began is in milliseconds, and the reckoning ignores steps of two. */
    private static final Duration EXACT = Duration.ofMillis(4);
    /** The clock is looked at every second. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private Random random;
    private StoreBench bench;
    private boolean online;
    private int value;
    private int seen;
    private int boot;
    /** Boots on which the clock was right at some time. */
    private final Set<Integer> right = new HashSet<>();

    private final Map<Integer, Recorded> recorded = new HashMap<>();
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, long[]> last = new HashMap<>();

    /** What the simulation knows of a record: when it was made in truth, and what the device's clock showed. */
    private record Recorded(Instant truth, Instant shown, int boot, long at) {}

    @Test
    void eachStampIsTheTrueTimeOrSaysThatItIsNot() {
        for (var seed = 1; seed <= 600; seed++) check(seed);
    }

    @Test
    @Tag("long")
    void alsoInTwentyThousandOthers() {
        for (var seed = 10_001; seed <= 30_000; seed++) check(seed);
    }

    private void check(int seed) {
        try {
            live(seed);
        } catch (AssertionError | RuntimeException failed) {
            throw new AssertionError("seed " + seed + ": " + failed, failed);
        }
        Folders.delete(folder.resolve("seed-" + seed));
    }

    private void live(int seed) {
        begin(seed);
        for (var step = 0; step < STEPS; step++) {
            step();
            lookAtWhatLeft();
        }
        connect();
        bench.pass(bench.clockWait.plus(LOOK));
        bench.acknowledgeAll();
        lookAtWhatLeft();
        assertEquals(List.of(), waiting(), "records that never left");
        bench.stop();
    }

    private void begin(int seed) {
        random = new Random(seed);
        bench = new StoreBench(folder.resolve("seed-" + seed));
        bench.clockWait = Duration.ofSeconds(random.nextInt(3) == 0 ? random.nextInt(20) : 120);
        bench.batch = random.nextInt(3) == 0 ? 1 : 200;
        right.clear();
        recorded.clear();
        texts.clear();
        last.clear();
        online = false;
        value = 0;
        seen = 0;
        boot = 0;
        bench.time.reboot(anyError());
        start();
    }

    private void step() {
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> records(random.nextInt(1, 4));
            case 5, 6 -> connect();
            case 7 -> disconnect();
            case 8, 9 -> bench.pass(Duration.ofMillis(random.nextInt(40_000)));
            case 10 -> bench.pass(Duration.ofMillis(random.nextInt(300_000)));
            case 11, 12 -> serverAnswers();
            case 13 -> bench.time.loseServer();
            case 14 -> bench.time.set(anyError());
            case 15 -> bench.time.suspend(Duration.ofMillis(random.nextInt(10_000_000)));
            case 16, 17 -> reboot();
            case 18 -> crash();
            default -> restart();
        }
        bench.settle();
    }

    // 1970; where it was shut down; what somebody set it to; by chance hardly wrong.
    private Duration anyError() {
        return switch (random.nextInt(4)) {
            case 0 -> Duration.ofDays(-20_000);
            case 1 -> Duration.ofSeconds(-random.nextInt(1_000_000));
            case 2 -> Duration.ofDays(random.nextInt(30_000));
            default -> Duration.ofMillis(random.nextInt(-3000, 3000));
        };
    }

    private void records(int many) {
        for (var each = 0; each < many; each++) {
            var kind = new Kind[] {Kind.READING, Kind.EDGE, Kind.ERROR, Kind.STATE}[random.nextInt(4)];
            recorded.put(++value, new Recorded(bench.time.truth(), bench.time.wall(), boot, bench.time.now()));
            bench.add(kind, random.nextBoolean() ? "air" : "door", "\"count\":" + value);
            bench.time.pass(Duration.ofMillis(random.nextInt(1500)));
        }
    }

    private void connect() {
        online = true;
        bench.online();
    }

    private void disconnect() {
        online = false;
        bench.offline();
    }

    private void serverAnswers() {
        bench.time.synchronise();
        right.add(boot);
    }

    private void start() {
        bench.start();
        bench.outbox().commit(); // as the command desk does
        online = false;
    }

    // What is older than commit_every is on the disk, and so is that the clock was right.
    private void reboot() {
        bench.pass(2);
        lookAtWhatLeft();
        boot++;
        bench.reboot(anyError());
        start();
    }

    private void crash() {
        bench.pass(2);
        lookAtWhatLeft();
        bench.crash();
        bench.time.pass(Duration.ofMillis(random.nextInt(10_000)));
        start();
    }

    private void restart() {
        bench.stop();
        lookAtWhatLeft();
        bench.time.pass(Duration.ofMillis(random.nextInt(10_000)));
        start();
    }

    private void lookAtWhatLeft() {
        if (online) {
            bench.acknowledgeAll();
            var overdue = waiting().stream().filter(this::overdue).toList();
            assertEquals(List.of(), overdue, "records that wait longer than clock_wait");
        }
        for (; seen < bench.sent.size(); seen++) look(bench.sent.get(seen));
    }

    private void look(Outgoing message) {
        var record = RECORD.matcher(new String(message.payload(), StandardCharsets.UTF_8));
        while (record.find()) {
            var run = Long.parseLong(record.group(1));
            var seq = Long.parseLong(record.group(2));
            var before = texts.putIfAbsent(run + "/" + seq, record.group());
            if (before == null) judge(record.group());
            else assertEquals(before, record.group(), "a stamp once sent never changes");
            inOrder(message, run, seq);
        }
    }

    private void judge(String text) {
        var members = Members.of(text);
        var count = Integer.parseInt(members.get("count"));
        var made = recorded.get(count);
        var ts = Instant.parse(members.get("ts").replace("\"", ""));
        if (right.contains(made.boot)) {
            assertTrue(!members.containsKey("clock"), "the clock was right on boot " + made.boot + ": " + text);
            var off = Duration.between(made.truth, ts).abs();
            assertTrue(off.compareTo(EXACT) <= 0, text + " was made at " + made.truth);
        } else {
            assertEquals("\"unsynchronised\"", members.get("clock"), text);
            assertEquals(Stamps.text(made.shown), Stamps.text(ts), text);
            assertTrue(made.boot < boot || age(made).compareTo(bench.clockWait) >= 0, "too early: " + text);
        }
    }

    private void inOrder(Outgoing message, long run, long seq) {
        var lane = message.lane() == Lane.HISTORY ? "history" : "fresh";
        var before = last.put(message.generation() + lane + message.id(), new long[] {run, seq});
        assertTrue(
                before == null || before[0] < run || (before[0] == run && before[1] <= seq),
                lane + " of " + message.id() + " went back to " + run + "/" + seq);
    }

    private List<Integer> waiting() {
        var left = new HashSet<Integer>();
        for (var message : bench.sent) {
            var record = RECORD.matcher(new String(message.payload(), StandardCharsets.UTF_8));
            while (record.find())
                left.add(Integer.parseInt(Members.of(record.group()).get("count")));
        }
        var all = new ArrayList<>(recorded.keySet());
        all.removeAll(left);
        return all;
    }

    private boolean overdue(int count) {
        var made = recorded.get(count);
        return made.boot < boot || age(made).compareTo(bench.clockWait.plus(LOOK)) > 0;
    }

    private Duration age(Recorded made) {
        return Duration.ofNanos(bench.time.now() - made.at);
    }
}
