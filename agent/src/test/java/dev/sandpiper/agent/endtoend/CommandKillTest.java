package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.MemoryDisk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL among commands for outputs of every kind: each acts at most once, has one answer, and every run begins safe. */
class CommandKillTest {
    private static final int COMMANDS_A_LIFE = 20;
    private static final Duration LONGEST_START = Duration.ofMillis(1500);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(60);

    private static final List<Target> TARGETS = List.of(
            new Target("relay", "gpio 22", "low", Target.Ask.TOGGLE, 1),
            new Target("contact", "i2c 1 0x20 6", "low", Target.Ask.TOGGLE, 1),
            new Target("fan", "pwm 18", "0.0", Target.Ask.ITS_LEVEL, 0.001),
            new Target("dimmer", "pwm 19", "0.0", Target.Ask.FAR_BY_A_RAMP, 0.00001),
            new Target("flap", "pwm 13", "0.025", Target.Ask.A_NUMBER_OF_ITS_OWN, 0.5),
            new Target("lamp", "i2c 1 0x40 3", "0.25", Target.Ask.A_NUMBER_OF_ITS_OWN, 0.001),
            new Target("valve", "i2c 1 0x60 0", "0.0", Target.Ask.A_NUMBER_OF_ITS_OWN, 0.01));

    @TempDir(factory = MemoryDisk.class)
    private Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime() % 1_000_000);
    private final Random random = new Random(seed);
    private Site site;
    private List<Salvo> salvos;

    @BeforeEach
    void anAgentThatTakesLateCommands() {
        site = Site.in(folder, """
                actuators:
                  - { id: relay, type: gpio-output, pin: 22, late_commands: execute }
                  - { id: contact, type: gpio-output, pin: expander1/6, late_commands: execute }
                  - { id: fan, type: pwm-output, pin: 18, late_commands: execute }
                  - { id: dimmer, type: pwm-output, pin: 19, ramp: 30s, late_commands: execute }
                  - { id: flap, type: servo, pin: 13, late_commands: execute }
                  - { id: lamp, type: pca9685, channel: 3, safe: 0.25, late_commands: execute }
                  - { id: valve, type: mcp4725, late_commands: execute }
                  - { id: expander1, type: mcp23008 }
                """).start();
        salvos = TARGETS.stream().map(target -> new Salvo(site, target, random)).toList();
    }

    @AfterEach
    void theEnd() {
        site.close();
    }

    @Test
    void ofAHundredCommandsNoneActsTwiceAndEachIsAnswered() {
        survive(100);
    }

    @Test
    @Tag("long")
    void ofAThousandCommandsNoneActsTwiceAndEachIsAnswered() {
        survive(1000);
    }

    /** A failure names the seed; how the moments fall into the agent's work is up to the machine. */
    private void survive(int commands) {
        try {
            while (sent() < commands) {
                awaitALife();
                sendSome(commands);
                kill();
            }
            Eventually.until("the agent works", this::works);
            salvos.forEach(Salvo::awaitAnswers);
            salvos.forEach(Salvo::agentStops);
            assertEquals(0, site.agent().terminate());
            judge(commands);
        } catch (AssertionError failed) {
            throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
        }
    }

    private int sent() {
        return salvos.stream().mapToInt(Salvo::size).sum();
    }

    // Sometimes it is killed while it starts, with commands of the life before still at the broker.
    private void awaitALife() {
        if (random.nextInt(4) != 0) Eventually.until("the agent works", this::works);
        else Eventually.lasts(drawn(LONGEST_START));
    }

    private boolean works() {
        return site.agent().log().contains("connected to");
    }

    private void sendSome(int commands) {
        var many = Math.min(1 + random.nextInt(2 * COMMANDS_A_LIFE), commands - sent());
        var brokerDiesAt = random.nextInt(4 * COMMANDS_A_LIFE);
        for (var each = 0; each < many; each++) {
            if (each == brokerDiesAt) {
                site.broker().kill();
                site.broker().start();
            }
            salvos.get(random.nextInt(salvos.size())).send();
        }
    }

    private void kill() {
        Eventually.lasts(drawn(LONGEST_PAUSE));
        site.agent().kill();
        salvos.forEach(Salvo::agentWasKilled);
        site.agent().start();
    }

    private Duration drawn(Duration longest) {
        return Duration.ofNanos(random.nextLong(longest.toNanos()));
    }

    private void judge(int commands) {
        var done = salvos.stream()
                .mapToInt(Salvo::assertEachHasOneAnswerAndActedAtMostOnce)
                .sum();
        salvos.forEach(Salvo::assertEachRunBeganSafe);
        assertTrue(done > commands / 4, "only " + done + " were done: it has shown nothing");
    }
}
