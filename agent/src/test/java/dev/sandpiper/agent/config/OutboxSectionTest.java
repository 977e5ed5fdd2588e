package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.OutboxConfig.WhenFull;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code outbox} and the small sections after it. */
class OutboxSectionTest {
    @TempDir
    Path folder;

    private AgentConfig config(String section) throws ConfigErrors {
        return Configurations.in(folder).read(section + "\n" + Configurations.SHORTEST);
    }

    private void refuse(String section, String error) {
        Configurations.in(folder).refuse(section + "\n" + Configurations.SHORTEST, "agent.yaml:1:" + error);
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws ConfigErrors {
        assertEquals(
                new OutboxConfig(
                        Path.of("/var/lib/sandpiper"),
                        64 << 20,
                        Duration.ofSeconds(1),
                        WhenFull.THIN,
                        Duration.ofSeconds(30),
                        200),
                config("").outbox());
    }

    @Test
    void everyKeyCounts() throws ConfigErrors {
        assertEquals(
                new OutboxConfig(
                        folder.resolve("store"),
                        1 << 20,
                        Duration.ZERO,
                        WhenFull.DROP_OLDEST,
                        Duration.ofMinutes(1),
                        1),
                config(
                                "outbox: { directory: store, max_size: 1MiB, commit_every: 0, when_full: drop-oldest, fresh_for: 1m, batch: 1 }")
                        .outbox());
    }

    @Test
    void limitsAreHeld() {
        refuse(
                "outbox: { max_size: 1023KiB }",
                "21: outbox.max_size: found '1023KiB', expected a size 1MiB to 64GiB; write it like 64KiB or 10MiB");
        refuse(
                "outbox: { batch: 1001 }",
                "18: outbox.batch: found 1001, expected a whole number 1 to 1000; correct it");
        refuse(
                "outbox: { batch: '200' }",
                "18: outbox.batch: found '200', expected a whole number 1 to 1000; write 200 without quotes");
        refuse("outbox: { batch: 2.5 }", "18: outbox.batch: found 2.5, expected a whole number 1 to 1000; correct it");
        refuse(
                "outbox: { batch: 99999999999999999999 }",
                "18: outbox.batch: found 99999999999999999999, expected a whole number 1 to 1000; correct it");
    }

    @Test
    void whatIsFreshIsNotYetDueForItsCommit() {
        refuse(
                "outbox: { commit_every: 1m }",
                "25: outbox.commit_every: commit_every is 1m and fresh_for 30s, expected commit_every not above fresh_for; correct one");
        refuse(
                "outbox: { commit_every: 6s, fresh_for: 5s }",
                "25: outbox.commit_every: commit_every is 6s and fresh_for 5s, expected commit_every not above fresh_for; correct one");
    }

    @Test
    void aWordThatIsNoneOfTheChoicesIsRefused() {
        refuse(
                "outbox: { when_full: drop_oldest }",
                "22: outbox.when_full: found 'drop_oldest', expected thin or drop-oldest; did you mean 'drop-oldest'?");
        refuse(
                "outbox: { when_full: explode }",
                "22: outbox.when_full: found 'explode', expected thin or drop-oldest; choose one");
    }

    @Test
    void aSectionWithoutContentIsRefused() {
        refuse(
                "outbox:",
                "8: outbox: found nothing, expected keys with values: directory, max_size, commit_every, when_full, fresh_for, batch; give a value or leave the key out");
        refuse(
                "outbox: { batch: }",
                "17: outbox.batch: found nothing, expected a whole number 1 to 1000; give a value or leave the key out");
        refuse(
                "outbox: { batch: [1] }",
                "18: outbox.batch: found a list, expected a whole number 1 to 1000; correct it");
    }

    @Test
    void healthComesEveryMinuteUnlessTheFileSaysOtherwise() throws ConfigErrors {
        assertEquals(Duration.ofMinutes(1), config("").healthEvery());
        assertEquals(Duration.ofSeconds(10), config("health: { every: 10s }").healthEvery());
    }

    private AgentConfig gathering(String span, String section) throws ConfigErrors {
        return Configurations.in(folder).read("""
                broker: { url: mqtts://broker.example.com, send_every: %s }
                sensors: [ { id: air, type: bme280 } ]
                %s
                """.formatted(span, section));
    }

    @Test
    void healthComesNoMoreOftenThanReadingsUnlessTheFileSaysSo() throws ConfigErrors {
        assertEquals(Duration.ofMinutes(5), gathering("5m", "").healthEvery());
        assertEquals(Duration.ofMinutes(1), gathering("59s", "").healthEvery());
        assertEquals(
                Duration.ofMinutes(1), gathering("5m", "health: { every: 1m }").healthEvery());
    }

    @Test
    void agentCommandsAreThoseListed() throws ConfigErrors {
        assertEquals(Set.of("ping", "read", "health"), config("").agentCommands());
        assertEquals(Set.of("ping"), config("agent_commands: [ping]").agentCommands());
        assertEquals(Set.of(), config("agent_commands: []").agentCommands());
        refuse(
                "agent_commands: [ping, pong]",
                "24: agent_commands[1]: found 'pong', expected ping, read, health, interval, log or restart; did you mean 'ping'?");
        assertEquals(
                Set.of("interval", "log", "restart"),
                config("agent_commands: [interval, log, restart]").agentCommands());
        refuse(
                "agent_commands: ping",
                "17: agent_commands: found 'ping', expected a list, each ping, read, health, interval, log or restart; correct it");
    }

    @Test
    void aKeyAtTheWrongPlaceNamesTheRightOne() {
        refuse("ca_file: ca.pem", "1: ca_file: unknown key; it belongs in broker.tls");
        refuse("device: { debounce: 20ms }", "11: device.debounce: unknown key; it is for gpio-input");
        refuse("device: { max_on: 20ms }", "11: device.max_on: unknown key; it belongs in actuators[…]");
        refuse("device: { broker: x }", "11: device.broker: unknown key; it belongs in the file's top level");
        refuse("health: { colour: blue }", "11: health.colour: unknown key; expected every");
    }
}
