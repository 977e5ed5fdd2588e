package dev.sandpiper.agent.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.store.Outgoing.Lane;
import dev.sandpiper.agent.testing.StoreBench;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/** A store with thousands of records to be damaged, and what is known of it. */
final class DamagedStore {
    private static final int RECORDS = 6000;
    static final int PAGE = 4096;
    private static final Pattern RECORD = Pattern.compile("\\{\"ts\":\"[^\"]*\",\"run\":(\\d+),\"seq\":(\\d+),[^}]*}");
    private static final Pattern DROPPED = Pattern.compile("\"dropped\":(\\d+)");

    final StoreBench bench;
    private final Path folder;
    final long firstRun;
    /** What there ever was, by run and number. */
    final Map<String, String> truth;
    /** What of it was not delivered when the agent stopped. */
    Map<String, String> waiting = Map.of();

    /** A store of which part was delivered. */
    DamagedStore(Path folder) throws IOException {
        this.folder = folder;
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
    void stopped(Runnable how) throws IOException {
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

    static final Runnable NO_STOP = () -> {};

    Path copied(String name) throws IOException {
        var to = Files.createDirectory(folder.resolve(name));
        for (var part : List.of("outbox.db", "outbox.db-wal")) {
            var from = bench.file().resolveSibling(part);
            if (Files.exists(from)) Files.copy(from, to.resolve(part));
        }
        return to;
    }

    static Map<String, String> records(StoreBench from) {
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

    interface Harm {
        void to(RandomAccessFile file) throws IOException;
    }

    void harm(String name, Harm harm) throws IOException {
        try (var file = new RandomAccessFile(bench.file().resolveSibling(name).toFile(), "rw")) {
            harm.to(file);
        }
    }

    static byte[] noise(Random random, int bytes) {
        var noise = new byte[bytes];
        random.nextBytes(noise);
        return noise;
    }

    static void overwrite(RandomAccessFile file, long at, byte[] with) throws IOException {
        file.seek(at);
        file.write(with);
    }

    /** Starts on what is there and delivers all; how many records are missing. */
    int missingAfterAStart() throws IOException {
        return missingAfterAStart(bench);
    }

    int missingAfterAStart(StoreBench on) throws IOException {
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

    static Optional<Integer> announced(StoreBench on) {
        var gaps = on.payloads(Lane.GAP).stream()
                .filter(gap -> gap.contains("damaged"))
                .toList();
        if (gaps.isEmpty() || !gaps.stream().allMatch(gap -> gap.contains("dropped"))) return Optional.empty();
        return Optional.of(gaps.stream()
                .flatMap(gap -> DROPPED.matcher(gap).results())
                .mapToInt(dropped -> Integer.parseInt(dropped.group(1)))
                .sum());
    }

    static void assertInOrder(StoreBench on) {
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
        var found = RECORD.matcher(new String(message.payload(), StandardCharsets.UTF_8));
        while (found.find()) all.add(Long.parseLong(found.group(2)));
        return all;
    }

    void assertANewRunAndTheJournal(StoreBench on) {
        assertNotEquals(firstRun + 1, on.run().number());
        assertTrue(on.store().lostADatabase());
        for (var command = 0; command < 50; command++)
            assertEquals(
                    Optional.of("{\"id\":\"c%d\"}".formatted(command)),
                    on.journal().known("pump", "c" + command).orElseThrow().reply());
        assertTrue(on.journal().begin("pump", Optional.of("c7"), "on").isEmpty(), "begun twice");
        assertEquals(1, on.journal().unfinished().size());
    }
}
