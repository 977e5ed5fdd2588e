package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are really damaged: what can be read of them arrives, once and as it was, and what is missing is told. */
class SalvageTest {
    private static final int RECORDS = 6000;
    private static final int PAGE = 4096;
    private static final int INDEX_LEAF = 10;
    private static final Pattern RECORD = Pattern.compile("\\{\"ts\":\"[^\"]*\",\"run\":(\\d+),\"seq\":(\\d+),[^}]*}");
    private static final Pattern DROPPED = Pattern.compile("\"dropped\":(\\d+)");

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private StoreBench bench;
    private long firstRun;
    /** What there ever was, by run and number. */
    private Map<String, String> truth = Map.of();
    /** What of it was not delivered when the agent stopped. */
    private Map<String, String> waiting = Map.of();

    @BeforeEach
    void aStoreOfWhichPartWasDelivered() throws Exception {
        bench = new StoreBench(Files.createDirectory(folder.resolve("store")));
        firstRun = bench.start().run().number();
        for (var command = 0; command < 50; command++) answer("c" + command);
        bench.journal().begin("pump", Optional.of("begun"), "on");
        for (var i = 1; i <= RECORDS; i++) bench.reading("sensor-" + i % 3, i);
        bench.add(Kind.REPLY, "pump", "{\"result\":\"done\"}");
        bench.add(Kind.STATE, "pump", "\"value\":true,\"text\":\"%s\"".formatted("long ".repeat(3000)));
        bench.pass(100);
        truth = delivered("all");
        bench.online();
        for (var message = 0; message < 5; message++) bench.acknowledge();
        bench.offline();
        bench.pass(1000);
        bench.sent.clear();
    }

    private void answer(String id) {
        var begun = bench.journal().begin("pump", Optional.of(id), "on").orElseThrow();
        bench.journal().finish(begun, "{\"id\":\"" + id + "\"}");
    }

    /** Stops the agent in one way or the other, and looks at a healthy copy for what it holds. */
    private void stopped(Runnable how) throws Exception {
        if (how != NO_STOP) how.run();
        waiting = delivered("healthy");
        assertTrue(waiting.size() < RECORDS - 200 && waiting.size() > RECORDS / 2, waiting.size() + " records");
    }

    private Map<String, String> delivered(String name) throws IOException {
        var copy = new StoreBench(copied(name));
        copy.start().online();
        copy.acknowledgeAll();
        copy.stop();
        return records(copy);
    }

    private static final Runnable NO_STOP = () -> {};

    private Path copied(String name) throws IOException {
        var to = Files.createDirectory(folder.resolve(name));
        for (var part : List.of("outbox.db", "outbox.db-wal")) {
            var from = bench.file().resolveSibling(part);
            if (Files.exists(from)) Files.copy(from, to.resolve(part));
        }
        return to;
    }

    private static Map<String, String> records(StoreBench from) {
        var all = new HashMap<String, String>();
        for (var lane : List.of(Lane.HISTORY, Lane.TELEMETRY, Lane.STATE))
            for (var payload : from.payloads(lane)) {
                var found = RECORD.matcher(payload);
                while (found.find()) {
                    var before = all.put(found.group(1) + " " + found.group(2), found.group());
                    // A state is told again at each connect.
                    assertTrue(before == null || found.group().contains("\"value\""), "sent twice: " + before);
                }
            }
        return all;
    }

    private interface Harm {
        void to(RandomAccessFile file) throws IOException;
    }

    private void harm(String name, Harm harm) throws IOException {
        try (var file = new RandomAccessFile(bench.file().resolveSibling(name).toFile(), "rw")) {
            harm.to(file);
        }
    }

    private static byte[] noise(Random random, int bytes) {
        var noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    private static void overwrite(RandomAccessFile file, long at, byte[] with) throws IOException {
        file.seek(at);
        file.write(with);
    }

    /** Starts on what is there and delivers all; how many records are missing. */
    private int missingAfterAStart() throws Exception {
        return missingAfterAStart(bench);
    }

    private int missingAfterAStart(StoreBench on) throws Exception {
        on.start();
        on.burst("new", 1, 10);
        on.pass(30);
        on.online();
        on.acknowledgeAll();
        on.pass(30);
        on.acknowledgeAll();
        assertEquals(Optional.empty(), on.outbox().report().trouble());
        assertEquals("1-10", Counts.of(on, "new", Lane.TELEMETRY) + Counts.of(on, "new", Lane.HISTORY));
        var arrived = records(on);
        arrived.keySet().removeIf(key -> key.startsWith(on.run().number() + " "));
        arrived.forEach((key, record) -> assertEquals(waiting.get(key), record, key));
        assertInOrder(on);
        assertEquals(0, on.outbox().report().records());
        var missing = waiting.size() - arrived.size();
        announced(on).ifPresent(dropped -> assertEquals(missing, dropped, "announced"));
        return missing;
    }

    private static Optional<Integer> announced(StoreBench on) {
        var gaps = on.payloads(Lane.GAP).stream()
                .filter(gap -> gap.contains("damaged"))
                .toList();
        if (gaps.isEmpty() || !gaps.stream().allMatch(gap -> gap.contains("dropped"))) return Optional.empty();
        return Optional.of(gaps.stream()
                .flatMap(gap -> DROPPED.matcher(gap).results())
                .mapToInt(dropped -> Integer.parseInt(dropped.group(1)))
                .sum());
    }

    private static void assertInOrder(StoreBench on) {
        for (var sensor = 0; sensor < 3; sensor++) {
            var last = 0L;
            for (var message : on.sent) {
                if (message.lane() != Lane.HISTORY || !message.id().equals("sensor-" + sensor)) continue;
                for (var seq : sequence(message)) {
                    assertTrue(seq > last, "sensor-%d: %d behind %d".formatted(sensor, seq, last));
                    last = seq;
                }
            }
        }
    }

    private static List<Long> sequence(Outgoing message) {
        var all = new ArrayList<Long>();
        var found = RECORD.matcher(new String(message.payload(), java.nio.charset.StandardCharsets.UTF_8));
        while (found.find()) all.add(Long.parseLong(found.group(2)));
        return all;
    }

    private void assertANewRunAndTheJournal(StoreBench on) {
        assertNotEquals(firstRun + 1, on.run().number());
        assertTrue(on.store().lostADatabase());
        for (var command = 0; command < 50; command++)
            assertEquals(
                    Optional.of("{\"id\":\"c%d\"}".formatted(command)),
                    on.journal().known("pump", "c" + command).orElseThrow().reply());
        assertTrue(on.journal().begin("pump", Optional.of("c7"), "on").isEmpty(), "begun twice");
        assertEquals(1, on.journal().unfinished().size());
    }

    @Test
    void withoutAHeaderNothingIsMissing() throws Exception {
        bench.add(Kind.REPLY, "pump", "{\"result\":\"done\"}");
        bench.pass(2);
        stopped(bench::stop);
        harm("outbox.db", file -> overwrite(file, 0, new byte[100]));
        assertEquals(0, missingAfterAStart());
        assertANewRunAndTheJournal(bench);
        assertEquals(1, bench.payloads(Lane.REPLY).size());
    }

    @Test
    void withoutItsFirstPageNothingIsMissing() throws Exception {
        stopped(bench::stop);
        harm("outbox.db", file -> overwrite(file, 0, new byte[PAGE]));
        assertEquals(0, missingAfterAStart());
        assertANewRunAndTheJournal(bench);
    }

    @Test
    void whatAnUnreadablePageHeldIsMissingAndNothingElse() throws Exception {
        stopped(bench::stop);
        var harmed = 0;
        for (var seed = 1; seed <= 20; seed++) {
            var random = new Random(seed);
            var on = new StoreBench(copied("seed-" + seed));
            try (var file = new RandomAccessFile(on.file().toFile(), "rw")) {
                var page = 1 + random.nextLong(file.length() / PAGE - 1);
                overwrite(file, page * PAGE, seed % 2 == 0 ? new byte[PAGE] : noise(random, PAGE));
            }
            var missing = missingAfterAStart(on);
            if (missing > 0) harmed++;
            assertTrue(missing <= PAGE / 40, "seed " + seed + ": " + missing + " missing");
            on.stop();
        }
        assertTrue(harmed >= 10, harmed + " seeds hit records");
    }

    @Test
    void whatIsCutOffIsMissingAndNothingElse() throws Exception {
        stopped(bench::stop);
        for (var seed = 1; seed <= 5; seed++) {
            var on = new StoreBench(copied("cut-" + seed));
            var kept = Files.size(on.file()) * seed / 6 + seed * 777;
            var whole = Files.size(on.file());
            try (var file = new RandomAccessFile(on.file().toFile(), "rw")) {
                file.setLength(kept);
            }
            var missing = missingAfterAStart(on);
            assertTrue(missing > 0);
            assertTrue(missing <= waiting.size() * 1.2 * (whole - kept) / whole + 200, "cut " + seed + ": " + missing);
            on.stop();
        }
    }

    @Test
    void aBrokenIndexCostsNothing() throws Exception {
        stopped(bench::stop);
        harm("outbox.db", file -> {
            for (var page = 1; page < file.length() / PAGE; page++) {
                file.seek(page * PAGE);
                if (file.read() == INDEX_LEAF) overwrite(file, page * PAGE, noise(new Random(page), PAGE));
            }
        });
        assertEquals(0, missingAfterAStart());
        assertANewRunAndTheJournal(bench);
    }

    @Test
    void aBrokenListOfFreePagesCostsNothing() throws Exception {
        stopped(bench::stop);
        harm("outbox.db", file -> {
            file.seek(32);
            file.writeInt((int) (file.length() / PAGE / 2));
            file.writeInt(3);
        });
        assertEquals(0, missingAfterAStart());
        assertANewRunAndTheJournal(bench);
    }

    @Test
    void whatIsInTheLogOnlyIsReadFromThere() throws Exception {
        bench.burst("late", 1, 20);
        bench.pass(2);
        stopped(NO_STOP);
        var on = new StoreBench(copied("killed"));
        assertTrue(Files.size(on.file().resolveSibling("outbox.db-wal")) > PAGE);
        try (var file = new RandomAccessFile(on.file().toFile(), "rw")) {
            overwrite(file, PAGE, noise(new Random(1), (int) file.length() - PAGE));
        }
        on.start().online();
        on.acknowledgeAll();
        assertEquals("1-20", Counts.of(on, "late", Lane.HISTORY));
        assertTrue(on.store().lostADatabase());
    }

    @Test
    void aLogThatIsGarbledCutOrGoneCostsNoMoreThanWasInIt() throws Exception {
        stopped(NO_STOP);
        for (var seed = 1; seed <= 10; seed++) {
            var random = new Random(seed);
            var on = new StoreBench(copied("log-" + seed));
            var log = on.file().resolveSibling("outbox.db-wal");
            var kept = random.nextLong(Files.size(log));
            try (var file = new RandomAccessFile(log.toFile(), "rw")) {
                if (seed % 3 == 0) file.setLength(kept);
                else overwrite(file, kept, noise(random, (int) Math.min(5000, file.length() - kept)));
            }
            if (seed == 10) Files.delete(log);
            on.start().online();
            on.acknowledgeAll();
            on.pass(30);
            on.acknowledgeAll();
            records(on).forEach((key, record) -> assertEquals(truth.get(key), record, key));
            assertInOrder(on);
            on.stop();
        }
    }

    @Test
    void aFileOfSomethingElseAndAFolderAreSetAside() throws Exception {
        stopped(bench::stop);
        for (var kind : List.of("text", "folder")) {
            Files.delete(bench.file());
            if (kind.equals("text")) Files.writeString(bench.file(), "no database ".repeat(1000));
            else Files.createDirectories(bench.file().resolve("in it"));
            bench.sent.clear();
            bench.start().online();
            bench.pass(30);
            assertEquals(Optional.empty(), bench.outbox().report().trouble());
            assertTrue(bench.payloads(Lane.GAP).getFirst().endsWith(",\"reason\":\"damaged\"}"));
            bench.acknowledgeAll();
            bench.stop();
        }
        try (var files = Files.list(bench.file().getParent())) {
            assertEquals(
                    2,
                    files.filter(file -> file.toString().contains(".damaged-")).count());
        }
    }

    @Test
    void damageThatShowsInUseIsMendedWithoutARestart() throws Exception {
        stopped(NO_STOP);
        bench.burst("late", 1, 50);
        bench.store().close();
        harm("outbox.db", file -> {
            var half = file.length() / PAGE / 2 * PAGE;
            overwrite(file, half, noise(new Random(1), PAGE * 3));
        });
        bench.burst("late", 51, 100);
        bench.online();
        bench.acknowledgeAll();
        bench.pass(60);
        bench.acknowledgeAll();
        bench.pass(1000);
        assertEquals(Optional.empty(), bench.outbox().report().trouble());
        assertTrue(bench.store().lostADatabase());
        assertEquals("1-100", Counts.of(bench, "late", Lane.TELEMETRY) + Counts.of(bench, "late", Lane.HISTORY));
        var missing = new HashMap<>(waiting);
        missing.keySet().removeAll(records(bench).keySet());
        assertTrue(missing.size() > 0 && missing.size() < 3 * PAGE / 40, missing.size() + " missing");
        assertEquals(Optional.of(missing.size()), announced(bench));
        assertInOrder(bench);
        assertEquals(0, bench.outbox().report().records());
        bench.stop();
        assertEquals(firstRun + 1, bench.start().run().number());
    }

    @Test
    void aFileThatIsDeletedWhileInUseLosesNothing() throws Exception {
        stopped(NO_STOP);
        Files.delete(bench.file());
        Files.delete(bench.file().resolveSibling("outbox.db-wal"));
        bench.burst("late", 1, 50);
        bench.pass(60);
        assertTrue(Files.exists(bench.file()));
        bench.online();
        bench.acknowledgeAll();
        bench.pass(30);
        bench.acknowledgeAll();
        var missing = new HashMap<>(waiting);
        missing.keySet().removeAll(records(bench).keySet());
        assertEquals(Map.of(), missing);
        assertEquals("1-50", Counts.of(bench, "late", Lane.HISTORY));
        assertInOrder(bench);
    }

    @Test
    void aSalvageThatThePowerCutsShortIsBegunAnew() throws Exception {
        stopped(bench::stop);
        harm("outbox.db", file -> overwrite(file, 0, new byte[100]));
        bench.start();
        for (var turn = 0; turn < 2; turn++) bench.outbox().clearUp();
        assertTrue(bench.store().salvage().isPresent(), "too fast to be interrupted");
        bench.cutPower();
        assertEquals(0, missingAfterAStart());
    }

    @Test
    void healthTellsOfItForADayAlsoAfterARestart() throws Exception {
        stopped(bench::stop);
        harm("outbox.db", file -> overwrite(file, 0, new byte[100]));
        bench.start();
        bench.pass(3600);
        assertTrue(
                bench.outbox().report().damage().orElseThrow().startsWith("the outbox was damaged: "),
                bench.outbox().report().toString());
        bench.stop();
        bench.start();
        bench.pass(22 * 3600);
        assertTrue(bench.outbox().report().damage().isPresent());
        bench.pass(2 * 3600);
        assertEquals(Optional.empty(), bench.outbox().report().damage());
    }
}
