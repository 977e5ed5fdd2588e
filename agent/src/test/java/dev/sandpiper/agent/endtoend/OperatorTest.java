package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator's side over TLS, under the rights that are shipped: who may do what, and what {@code send} says. */
class OperatorTest {
    @TempDir
    static Path folder;

    private static OperatorSite site;

    @BeforeAll
    static void aDeviceIsOnline() throws IOException {
        site = new OperatorSite(folder);
        site.agent().start().awaitLog("connected to");
    }

    @AfterAll
    static void theEnd() {
        site.close();
    }

    @Test
    void aCommandIsDoneAndItsReplyPrinted() {
        var done = site.operator("send", "hut", "pump", "on", "--for", "1h");
        assertEquals(0, done.code(), done.err());
        assertTrue(
                done.out().matches("\\{\"id\":\"[0-9a-f]{16}\",\"result\":\"done\",\"value\":true,\"ts\":\".*\"}\n"));
        site.agent().awaitLevels(22, "low", "high");
        assertEquals(0, site.operator("send", "hut", "pump", "toggle").code());
        site.agent().awaitLevels(22, "low", "high", "low");
    }

    @Test
    void aRefusalIsPrintedWithItsReasonAndFails() {
        var refused = site.operator("send", "hut", "pump", "7");
        assertEquals(1, refused.code());
        assertTrue(refused.out().contains("\"result\":\"rejected\""), refused.out());
        assertTrue(refused.err().startsWith("sandpiper: pump: rejected: pump takes "), refused.err());
        var unknown = site.operator("send", "hut", "Pmp!", "on");
        assertEquals("sandpiper: Pmp!: rejected: there is no actuator 'Pmp!' here\n", unknown.err());
    }

    @Test
    void theAgentItselfAnswers() {
        var read = site.operator("send", "hut", "agent", "read", "air");
        assertEquals(0, read.code(), read.err());
        assertTrue(read.out().contains("\"data\":{\"temperature\":"), read.out());
    }

    @Test
    void whatADeviceSaysIsALineEachAlsoAfterTheBrokerWasAway() {
        try (var watcher = site.watch("hut")) {
            watcher.await("\\S{24} hut online");
            watcher.await("\\S{24} hut agent \\S+ on simulated");
            watcher.await(
                    "\\S{24} hut air temperature \\d+\\.\\d+ °C humidity \\d+\\.\\d+ %RH pressure \\d+\\.\\d+ hPa");
            site.broker().stop();
            Eventually.until("it says so", () -> watcher.said().contains("; trying again"));
            site.broker().start();
            Eventually.until("it is back", () -> watcher.said().split("connected to ").length == 3);
            site.as("hut", "mosquitto_pub", "-t", "sandpiper/hut/gap", "-m", "{\"reason\":\"\\u001b[2J\"}");
            watcher.await("\\S{24} hut gap \\?\\[2J");
            site.as("shed", "mosquitto_pub", "-t", "sandpiper/shed/gap", "-m", "{}");
            assertEquals(0, watcher.end());
            assertTrue(watcher.lines().stream().allMatch(line -> line.contains(" hut ")), "only what was asked for");
        }
    }

    @Test
    void whoHasNoLoginIsNotLetIn() {
        var refused = site.anybody("send", "hut", "pump", "on");
        assertEquals(1, refused.code());
        assertEquals("", refused.out());
        assertTrue(refused.err().startsWith("sandpiper: not sent: "), refused.err());
        assertTrue(refused.err().contains("--username"), refused.err());
    }

    @Test
    void aDeviceCannotWriteUnderAnother() {
        try (var recorder = Recorder.on(site.broker(), "recorder-1")) {
            site.as("hut", "mosquitto_pub", "-t", "sandpiper/shed/telemetry/air", "-m", "forged");
            site.as("hut", "mosquitto_pub", "-t", "sandpiper/shed/command/pump", "-m", "forged");
            site.as("hut", "mosquitto_pub", "-t", "elsewhere", "-m", "forged");
            site.as("hut", "mosquitto_pub", "-t", "sandpiper/hut/gap", "-m", "own");
            recorder.await("sandpiper/hut/gap", "own"::equals);
            assertTrue(recorder.messages().stream()
                    .noneMatch(message -> message.payload().equals("forged")));
        }
    }

    @Test
    void aDeviceCannotReadAnothersCommandsNorItsReadings() {
        site.as("operator", "mosquitto_pub", "-r", "-t", "sandpiper/shed/command/lamp", "-m", "secret-order");
        site.as("shed", "mosquitto_pub", "-r", "-t", "sandpiper/shed/info", "-m", "secret-info");
        var own = site.as("shed", "mosquitto_sub", "-C", "1", "-W", "5", "-t", "sandpiper/shed/command/+");
        assertEquals("secret-order\n", own);
        var others = site.as("hut", "mosquitto_sub", "-W", "1", "-t", "sandpiper/shed/#", "-t", "#");
        assertTrue(!others.contains("secret"), others);
    }

    @Test
    void anOperatorCannotSpeakForADevice() {
        try (var recorder = Recorder.on(site.broker(), "recorder-2")) {
            site.as("operator", "mosquitto_pub", "-t", "sandpiper/shed/reply/pump", "-m", "forged");
            site.as("shed", "mosquitto_pub", "-t", "sandpiper/shed/reply/pump", "-m", "own");
            recorder.await("sandpiper/shed/reply/pump", "own"::equals);
            assertTrue(!recorder.on("sandpiper/shed/reply/pump").contains("forged"));
        }
    }
}
