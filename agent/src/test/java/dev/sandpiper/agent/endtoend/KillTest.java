package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.MemoryDisk;
import dev.sandpiper.agent.testing.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Busy agents get SIGKILL at random moments, while they start as well, and the broker comes and goes. What was on their
 * disks arrives, unchanged. The seed of the moments is in the message; how they fall into the agents' work is up to the
 * machine.
 */
class KillTest {
    /** Together: while one starts another works. */
    private static final List<Duration> COMMIT_EVERY =
            List.of(Duration.ZERO, Duration.ofMillis(200), Duration.ofMillis(800));

    private static final Duration LONGEST_LIFE = Duration.ofSeconds(4);
    private static final Duration LONGEST_START = Duration.ofMillis(1500);
    private static final Duration PAUSE = Duration.ofMillis(150);

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private Random random;
    private Mosquitto broker;
    private final List<Victim> victims = new ArrayList<>();
    /** When the next ends; absent while it is to work first. */
    private final Map<Victim, Long> ends = new HashMap<>();

    private boolean brokerIsThere = true;
    private long nextErrand;

    @Test
    void whatWasCommittedBeforeOneOfTwentyKillsArrives() {
        survives(20);
    }

    @Test
    @Tag("long")
    void whatWasCommittedBeforeOneOfTwoHundredKillsArrives() {
        survives(200);
    }

    @AfterEach
    void theEnd() {
        victims.forEach(Victim::close);
        broker.close();
    }

    private void survives(int kills) {
        var seed = Long.getLong("seed", System.nanoTime() % 1_000_000);
        try {
            random = new Random(seed);
            begin();
            for (var kill = 0; kill < kills; kill++) killOne();
            end();
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
        }
    }

    private void begin() {
        broker = Site.durable(Mosquitto.in(folder.resolve("broker"))).start();
        var recorder = Recorder.on(broker, "recorder");
        for (var every : COMMIT_EVERY) {
            var device = "v" + victims.size();
            victims.add(Victim.in(folder.resolve(device), device, every, broker, recorder));
        }
        victims.forEach(this::start);
        // A command is kept for an agent only after it has been there once.
        victims.forEach(Victim::awaitOnline);
    }

    private void start(Victim victim) {
        victim.start();
        if (random.nextInt(4) == 0) ends.put(victim, System.nanoTime() + random.nextLong(LONGEST_START.toNanos()));
    }

    private void killOne() {
        Eventually.until("one of them is to be killed", () -> {
            runErrands();
            victims.forEach(this::appointAnEnd);
            return due() != null;
        });
        var victim = due();
        victim.kill();
        ends.remove(victim);
        start(victim);
    }

    private void appointAnEnd(Victim victim) {
        if (!ends.containsKey(victim) && victim.works())
            ends.put(victim, System.nanoTime() + random.nextLong(LONGEST_LIFE.toNanos()));
    }

    private Victim due() {
        return victims.stream()
                .filter(victim -> ends.containsKey(victim) && System.nanoTime() - ends.get(victim) >= 0)
                .findFirst()
                .orElse(null);
    }

    private void runErrands() {
        if (System.nanoTime() - nextErrand < 0) return;
        if (random.nextInt(8) == 0) toggleTheBroker();
        else if (brokerIsThere) victims.get(random.nextInt(victims.size())).ask();
        nextErrand = System.nanoTime() + PAUSE.toNanos();
    }

    private void toggleTheBroker() {
        if (brokerIsThere) broker.stop();
        else broker.start();
        brokerIsThere = !brokerIsThere;
    }

    private void end() {
        if (!brokerIsThere) toggleTheBroker();
        Eventually.until("all work", () -> victims.stream().allMatch(Victim::works));
        victims.forEach(Victim::assertNothingCommittedIsLost);
        victims.forEach(Victim::assertRunsAreNewAndInterruptionsAnnounced);
        victims.forEach(Victim::assertCommandsAreAnsweredAndNoneActedTwice);
        var rows = victims.stream().mapToInt(Victim::rowsSeen).sum();
        assertTrue(rows > 100, "only " + rows + " rows were ever on a disk: the test has shown nothing");
    }
}
