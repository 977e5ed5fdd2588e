package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/** Busy agents that end at random moments, while they start as well; meanwhile the broker comes and goes. */
final class Ordeal implements AutoCloseable {
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(4);
    private static final Duration LONGEST_START = Duration.ofMillis(1500);
    private static final Duration PAUSE = Duration.ofMillis(150);

    private final long seed = Long.getLong("seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);
    private final Mosquitto broker;
    private final Recorder recorder;
    private final List<Victim> victims = new ArrayList<>();
    /** When each ends; absent while it is to work first. */
    private final Map<Victim, Long> ends = new HashMap<>();

    private boolean brokerIsThere = true;
    private long nextErrand;

    Ordeal(Path folder) {
        broker = Site.durable(Mosquitto.in(folder.resolve("broker"))).start();
        recorder = Recorder.on(broker, "recorder");
    }

    /** Adds an agent; together they are quicker, since while one starts another works. */
    Victim add(Path folder, Duration commitEvery) {
        var victim = Victim.in(folder, "v" + victims.size(), commitEvery, broker, recorder);
        victims.add(victim);
        return victim;
    }

    /** A failure names the seed of the moments; how they fall into the agents' work is up to the machine. */
    void survive(int times, Consumer<Victim> end) {
        try {
            victims.forEach(this::start);
            // A command is kept for an agent only after it has been there once.
            victims.forEach(Victim::awaitOnline);
            for (var time = 0; time < times; time++) endOne(end);
            judge();
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
        }
    }

    private void start(Victim victim) {
        victim.start();
        if (random.nextInt(4) == 0) ends.put(victim, System.nanoTime() + random.nextLong(LONGEST_START.toNanos()));
    }

    private void endOne(Consumer<Victim> end) {
        Eventually.until("the time of one has come", () -> {
            runErrands();
            victims.forEach(this::appointAnEnd);
            return due().isPresent();
        });
        var victim = due().orElseThrow();
        end.accept(victim);
        ends.remove(victim);
        start(victim);
    }

    private void appointAnEnd(Victim victim) {
        if (!ends.containsKey(victim) && victim.works())
            ends.put(victim, System.nanoTime() + random.nextLong(LONGEST_LIFE.toNanos()));
    }

    private Optional<Victim> due() {
        return victims.stream()
                .filter(victim -> ends.containsKey(victim) && System.nanoTime() - ends.get(victim) >= 0)
                .findFirst();
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

    private void judge() {
        if (!brokerIsThere) toggleTheBroker();
        Eventually.until("all work", () -> victims.stream().allMatch(Victim::works));
        victims.forEach(Victim::assertNothingCommittedIsLost);
        victims.forEach(Victim::assertRunsAreNewAndInterruptionsAnnounced);
        victims.forEach(Victim::assertCommandsAreAnsweredAndNoneActedTwice);
        var rows = victims.stream().mapToInt(Victim::rowsSeen).sum();
        assertTrue(rows > 0, "no row was ever on a disk: the test has shown nothing");
    }

    /** How often it could be told, when the power was cut, what had to be on a disk. */
    int looks() {
        return victims.stream().mapToInt(Victim::looks).sum();
    }

    @Override
    public void close() {
        victims.forEach(Victim::close);
        broker.close();
    }
}
