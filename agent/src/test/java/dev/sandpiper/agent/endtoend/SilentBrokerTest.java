package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mosquitto acknowledges what its access list forbids, and throws it away. */
class SilentBrokerTest {
    private static final String DISCARDS =
            "the broker acknowledges what is sent to sandpiper/hut/telemetry/air and does"
                    + " not pass it on; allow user 'hut' to publish there";

    @TempDir
    Path folder;

    private Site site;

    /** One that forbids a sensor, and the agent with it. */
    private void site(String... settings) throws IOException {
        var place = Files.createDirectories(folder.resolve("broker"));
        var rights = place.resolve("rights");
        allow(
                rights,
                List.of(
                        "status",
                        "info",
                        "health",
                        "telemetry/wall",
                        "state/+",
                        "history/wall",
                        "reply/+",
                        "gap",
                        "command/+"));
        var broker = Mosquitto.in(place).withPassword("hut", "secret").with("acl_file " + rights);
        for (var setting : settings) broker.with(setting);
        Command.run("mosquitto_passwd", "-b", place.resolve("passwords").toString(), "observer", "secret");
        broker.start();
        var agent = AgentProcess.in(folder.resolve("agent"), """
                device: { id: hut }
                broker:
                  url: "mqtt://127.0.0.1:%d"
                  username: hut
                  password_file: password
                  reconnect: { min: 100ms, max: 300ms }
                outbox: { directory: outbox, fresh_for: 2s, commit_every: 200ms }
                board: { type: simulated }
                health: { every: 1s }
                sensors:
                  - { id: air, type: bme280, every: 500ms }
                  - { id: wall, type: lm75, every: 500ms }
                actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
                """.formatted(broker.port()));
        Files.setPosixFilePermissions(
                agent.write("password", "secret\n"), PosixFilePermissions.fromString("rw-------"));
        site = Site.of(broker, Recorder.at(broker.port(), "observer", "secret"), agent);
    }

    private static void allow(Path rights, List<String> topics) throws IOException {
        var lines = topics.stream().map(topic -> "topic readwrite sandpiper/hut/" + topic);
        var all = Stream.concat(Stream.of("user observer", "topic readwrite #", "user hut"), lines);
        Files.write(rights, all.toList());
    }

    @AfterEach
    void theEnd() {
        site.close();
    }

    private static Predicate<JsonObject> tells(String words) {
        return health -> health.getAsJsonArray("problems").asList().stream()
                .anyMatch(problem -> problem.getAsString().contains(words));
    }

    @Test
    void whatItThrowsAwayIsToldAndCommandsWorkMeanwhile() throws IOException {
        site();
        site.start();
        assertEquals(
                "done",
                site.ask("pump", "{\"id\":\"1\",\"value\":true}").get("result").getAsString());
        Eventually.until("it is told", () -> site.on("health").stream().anyMatch(tells(DISCARDS)));
        assertEquals(1, site.agent().logLinesWith(DISCARDS).size(), site.agent().log());
        assertEquals(List.of(), site.on("telemetry/air"));
        assertFalse(site.on("telemetry/wall").isEmpty());
        assertEquals(
                "done",
                site.ask("pump", "{\"id\":\"2\",\"value\":false}").get("result").getAsString());
        assertEquals(2, site.onceOn("reply/pump").size());
    }

    /** As mosquitto 2.0.11 does with this setting: it acknowledges, discards and closes. */
    @Test
    @Tag("long")
    void oneThatAcknowledgesAndThenClosesTheConnectionIsFoundAsWell() throws IOException {
        site("max_queued_messages 0");
        site.start();
        Eventually.until(
                "both topics are left out",
                Duration.ofSeconds(180),
                () -> site.on("health").stream()
                        .anyMatch(tells("on what is sent to sandpiper/hut/telemetry/air and 1 more")));
        var connects = site.agent().logLinesWith("connected to mqtt").size();
        var wall = site.on("telemetry/wall").size();
        Eventually.until(
                "the other sensor goes on", () -> site.on("telemetry/wall").size() > wall + 20);
        assertEquals(connects, site.agent().logLinesWith("connected to mqtt").size());
        var health = site.on("health").getLast();
        assertTrue(health.getAsJsonObject("outbox").get("set_aside").getAsLong() > 0, health.toString());
    }

    @Test
    @Tag("long")
    void afterALookItHearsItsOwnTopicsNoMoreAndLooksNotAgain() throws IOException {
        site();
        site.start();
        Eventually.until(
                "the broker has confirmed it",
                Duration.ofSeconds(120),
                () -> site.broker().logContains("Sending UNSUBACK to hut"));
        var heard = heard();
        var readings = site.on("telemetry/wall").size();
        Eventually.until("readings come", () -> site.on("telemetry/wall").size() > readings + 5);
        assertEquals(heard, heard());
    }

    private long heard() {
        try (var lines = Files.lines(site.broker().log())) {
            return lines.filter(line -> line.contains("Sending PUBLISH to hut") && line.contains("/telemetry/"))
                    .count();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
