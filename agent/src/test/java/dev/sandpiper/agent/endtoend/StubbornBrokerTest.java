package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Brokers that are there and yet no help. */
class StubbornBrokerTest {
    @TempDir
    Path folder;

    private Site site;

    @AfterEach
    void theEnd() {
        site.close();
    }

    /** It leaves a subscription to everything in the session, so that the agent hears itself. */
    @Test
    void whatAnotherClientWithTheSameIdLeavesBehindIsNoCommand() {
        site = Site.in(folder, """
                sensors: [ { id: air, type: bme280, every: 100ms } ]
                actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
                """).start();
        Command.run(site.broker().clientLine("mosquitto_sub", "-i", "hut", "-c", "-q", "1", "-t", "#", "-E"));
        Eventually.until(
                "the agent is back",
                () -> site.agent().logLinesWith("connected to").size() >= 2);
        site.broker().publish("sandpiper/other/command/pump", "on");
        site.broker().publish("pump", "on");
        assertEquals("done", site.ask("pump", "off").get("result").getAsString());
        var readings = site.on("telemetry/air").size();
        Eventually.until("readings come", () -> site.on("telemetry/air").size() > readings + 10);
        Eventually.until(
                "none is missing",
                () -> site.arrivals().missing(site.arrivals().runs().getFirst()).isEmpty());
        assertEquals(1, site.onceOn("reply/pump").size(), site.on("reply/pump").toString());
        assertEquals(List.of(), site.on("reply/air"));
        assertEquals(List.of("low"), site.agent().levels(22));
    }

    @Test
    @Tag("long")
    void aBrokerThatHangsIsLeftAndWhenItGoesOnNothingIsMissing() throws IOException {
        site = Site.in(folder, "sensors: [ { id: air, type: bme280, every: 100ms } ]\n");
        site.agent()
                .configure(Files.readString(site.agent().file("agent.yaml"))
                        .replace("broker: { ", "broker: { keep_alive: 5s, "));
        site.start();
        site.broker().freeze();
        Eventually.until(
                "the agent has noticed",
                Duration.ofSeconds(60),
                () -> site.agent().log().contains("no connection to"));
        site.broker().thaw();
        Eventually.until(
                "it is back", () -> site.agent().logLinesWith("connected to").size() == 2);
        var readings = site.on("telemetry/air").size();
        Eventually.until("readings come", () -> site.on("telemetry/air").size() > readings + 10);
        Eventually.until(
                "none is missing",
                () -> site.arrivals().missing(site.arrivals().runs().getFirst()).isEmpty());
        assertTrue(site.agent().log().contains("keep-alive"), site.agent().log());
    }
}
