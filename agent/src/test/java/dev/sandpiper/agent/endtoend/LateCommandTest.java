package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sandpiper.agent.testing.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a mosquitto without TLS and rights, which can also be killed. */
class LateCommandTest extends LateCommands {
    @TempDir
    Path folder;

    @Override
    BrokerSite siteWith(String actuators) {
        return Site.in(folder, actuators);
    }

    @Override
    Duration patience() {
        return Duration.ofSeconds(30);
    }

    @AfterEach
    void theEnd() {
        site().close();
    }

    @Test
    void aLossOfTheLinkShorterThanTheLimitCountsAsShort() {
        site().broker().kill();
        site().agent().signal("-STOP");
        site().broker().start();
        sendToAll();
        site().agent().signal("-CONT");
        assertResults("done", "expired", "done", "expired");
    }

    @Test
    void goingToTheSafeValueIsNeverTooLate() {
        site().agent().kill();
        site().send("never", "{\"id\":\"safe\",\"value\":false}");
        site().start();
        assertEquals("done", result("never", "safe"));
    }

    /** And the agent is online, and was not sent again what it had acknowledged. */
    @Override
    void assertResults(String... results) {
        super.assertResults(results);
        Eventually.until(
                "the agent is online",
                () -> site().recorder().on("sandpiper/hut/status").contains("online"));
        assertFalse(site().on("reply/never").getLast().has("duplicate"));
    }
}
