package dev.sandpiper.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.ArrivedRecord.Key;
import dev.sandpiper.agent.network.SimulatedBroker.Received;
import dev.sandpiper.sensors.DeviceFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Days of outages and crashes. Failing seeds are printed and replay: {@code scripts/test SimulationTest#aMethod
 * -Dseed=N}.
 */
class SimulationTest {
    private static final Pattern COUNT = Pattern.compile("\"count\":(\\d+)");
    private static final Pattern REPLY = Pattern.compile("\\{\"id\":\"(c\\d+)\",\"result\":\"(\\w+)\".*");

    private final Returns returns = new Returns();

    @Test
    void nothingIsLostAndNoCommandActsTwiceInTwoHundredSchedules() {
        Seeds.each(1, 200, seed -> check(seed, Schedule.SHORT));
    }

    @Test
    void norWhereTheDeviceIsSuspendedNowAndThen() {
        Seeds.each(1, 40, seed -> check(seed, Schedule.SLEEPY));
    }

    @Test
    void norInADayOfHundredsOfFaultsAndEachTimeItIsConnectedAgainQuickly() {
        Seeds.each(1, 3, seed -> check(seed, Schedule.DAY));
        if (!Seeds.onlyOne()) returns.areQuick(Simulation.RECONNECT_MAX);
    }

    @Test
    @Tag("long")
    void norInTenThousandOthers() {
        Seeds.each(1_000_001, 1_010_000, seed -> check(seed, Schedule.SHORT));
    }

    @Test
    @Tag("long")
    void norInAHundredOtherDays() {
        Seeds.each(1_000_001, 1_000_100, seed -> check(seed, Schedule.DAY));
        if (!Seeds.onlyOne()) returns.areQuick(Simulation.RECONNECT_MAX);
    }

    private void check(long seed, Schedule schedule) throws IOException, DeviceFault {
        var directory = Files.createTempDirectory(fastest(), "simulation");
        var simulation = new Simulation(seed, schedule, directory);
        try {
            simulation.run();
            var records = ArrivedRecord.in(simulation.broker.received);
            everyReadingArrived(simulation, records);
            whatArrivedTwiceIsTheSame(records);
            noCommandActedTwiceAndEachIsAnswered(simulation);
            orderIsKept(records);
            interruptedRunsAreAnnounced(simulation);
            theLinkBehaved(simulation);
        } finally {
            delete(directory);
        }
    }

    private void theLinkBehaved(Simulation simulation) {
        var findings = simulation.network.findings();
        assertEquals(List.of(), findings.violations);
        assertTrue(findings.mostSingles <= 100, "at most 100 singles in flight");
        assertTrue(findings.mostHistories <= 1, "at most one history message in flight");
        assertTrue(simulation.stopped(), "it stopped, and left no connection behind");
        returns.add(findings);
    }

    // What was read more than commit_every before a crash, sleep not counted, and everything else, arrives.
    private static void everyReadingArrived(Simulation simulation, List<ArrivedRecord> records) {
        var arrived = new HashSet<Long>();
        for (var record : records) {
            var count = COUNT.matcher(record.text());
            if (count.find()) arrived.add(Long.parseLong(count.group(1)));
        }
        simulation.devices.readAt.forEach((count, at) -> {
            var mayBeLost = simulation.crashes.stream()
                    .anyMatch(crash -> crash >= at
                            && simulation.suspends.awake(at, crash).compareTo(Simulation.COMMIT_EVERY) <= 0);
            assertTrue(
                    arrived.contains(count) || mayBeLost,
                    "reading " + count + " read at " + Duration.ofNanos(at) + " never arrived; crashes at "
                            + simulation.crashes.stream().map(Duration::ofNanos).toList());
        });
        assertFalse(arrived.isEmpty());
    }

    private static void whatArrivedTwiceIsTheSame(List<ArrivedRecord> records) {
        var texts = new HashMap<Key, String>();
        for (var record : records)
            assertEquals(
                    texts.computeIfAbsent(record.key(), _ -> record.text()),
                    record.text(),
                    () -> "run/seq " + record.key() + " arrived with two texts");
        var lastRun = texts.keySet().stream().mapToLong(Key::run).max().orElseThrow();
        var numbers = texts.keySet().stream()
                .filter(key -> key.run() == lastRun)
                .map(Key::seq)
                .sorted()
                .toList();
        assertEquals(LongStream.rangeClosed(1, numbers.getLast()).boxed().toList(), numbers, "no hole in seq");
    }

    private static void noCommandActedTwiceAndEachIsAnswered(Simulation simulation) {
        var results = new HashMap<String, String>();
        for (var message : simulation.broker.received) {
            var reply = REPLY.matcher(message.payload());
            if (!message.topic().endsWith("/reply/dial") || !reply.matches()) continue;
            var before = results.putIfAbsent(reply.group(1), reply.group(2));
            assertTrue(
                    before == null || before.equals(reply.group(2)),
                    reply.group(1) + " was " + before + " and " + reply.group(2));
        }
        simulation.commands.forEach((id, value) -> {
            var acted = simulation.devices.turns.stream().filter(value::equals).count();
            var result = results.get(id);
            assertTrue(acted <= 1, id + " acted " + acted + " times");
            assertTrue(result != null || simulation.wasLostWithASession(id), id + " was never answered");
            if ("done".equals(result)) assertEquals(1, acted, id + " is done");
            if ("rejected".equals(result) || "expired".equals(result)) assertEquals(0, acted, id + " is " + result);
        });
    }

    // Per id and connection fresh messages leave in the order of seq, and so does history.
    private static void orderIsKept(List<ArrivedRecord> records) {
        var last = new HashMap<String, Key>();
        for (var record : records) {
            var before = last.put(record.connection() + record.topic(), record.key());
            assertFalse(
                    before != null && before.isBehind(record.key()),
                    () -> record.topic() + " went back to " + record.key());
        }
    }

    private static void interruptedRunsAreAnnounced(Simulation simulation) {
        var announced = simulation.broker.received.stream()
                .filter(message -> message.topic().endsWith("/gap"))
                .map(Received::payload)
                .toList();
        for (var run : simulation.crashedRuns)
            assertTrue(
                    announced.stream().anyMatch(gap -> gap.contains("\"run\":" + run + ",\"reason\":\"interrupted\"")),
                    "run " + run + " was interrupted and never announced: " + announced);
    }

    // Committed is committed in memory, too: simulated power cuts need no real disk.
    private static Path fastest() {
        var memory = Path.of("/dev/shm");
        return Files.isWritable(memory) ? memory : Path.of(System.getProperty("java.io.tmpdir"));
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) Files.delete(file);
        }
        Files.delete(directory);
    }
}
