package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the configuration says about the way to the broker: contract section 6. */
class DeliveryTest {
    @TempDir
    Path folder;

    private Site site;

    @AfterEach
    void theEnd() {
        site.close();
    }

    @Test
    void withSendEveryReadingsComeTogetherAndEdgesStatesAndRepliesAtOnce() {
        site = Site.in(folder, """
                outbox: { directory: outbox }
                sensors:
                  - { id: air, type: bme280, every: 100ms }
                  - { id: door, type: gpio-input, pin: 17, pull: up, debounce: 0ms }
                actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
                """);
        brokerSetting("send_every: 1s");
        site.start();
        Eventually.until(
                "readings come together",
                () -> site.on("history/air").stream()
                        .anyMatch(message -> message.getAsJsonArray("readings").size() >= 5));
        site.agent().control("gpio 17 low");
        site.await("telemetry/door", reading -> !reading.get("state").getAsBoolean());
        site.ask("pump", "on");
        site.await("state/pump", state -> state.get("value").getAsBoolean());
        assertEquals(List.of(), site.on("telemetry/air"));
        assertEquals(List.of(), site.on("history/door"));
        Eventually.until(
                "none is missing",
                () -> site.arrivals().missing(site.arrivals().runs().getFirst()).isEmpty());
    }

    @Test
    void withABatchOfOneHistoryIsSentAsTelemetryWouldHaveBeen() {
        site = Site.in(folder, """
                outbox: { directory: outbox, batch: 1, fresh_for: 1s, commit_every: 100ms }
                sensors: [ { id: air, type: bme280, every: 100ms } ]
                """);
        site.broker().stop();
        site.agent().start();
        site.agent().awaitLog("no connection to");
        var since = System.nanoTime();
        Eventually.until("something went stale", () -> System.nanoTime() - since > 2_000_000_000L);
        site.broker().start();
        var stale = site.await("history/air", _ -> true);
        assertEquals(1, stale.get("seq").getAsInt());
        assertTrue(stale.has("pressure"));
        Eventually.until("fresh ones come", () -> site.on("telemetry/air").size() > 5);
        site.arrivals().assertDuplicatesAreIdentical();
    }

    @Test
    void theSecondBrokerIsTriedWhenTheFirstIsAway() {
        site = Site.in(folder, "sensors: [ { id: air, type: bme280 } ]\n");
        var absent = Mosquitto.freePort();
        var url = "mqtt://127.0.0.1:";
        replace("url: \"" + url, "url: [\"" + url + absent + "\", \"" + url);
        replace("\", reconnect", "\"], reconnect");
        site.start();
        assertEquals(
                1,
                site.agent()
                        .logLinesWith("nothing listens on 127.0.0.1:" + absent)
                        .size());
        site.broker().kill();
        site.agent().awaitLog("nothing listens on 127.0.0.1:" + site.broker().port());
        site.broker().start();
        Eventually.until(
                "it is back", () -> site.agent().logLinesWith("connected to").size() == 2);
    }

    @Test
    void prefixAndClientIdAreThoseOfTheConfiguration() {
        site = Site.in(folder, "sensors: [ { id: air, type: bme280 } ]\n");
        brokerSetting("prefix: plant/hall-2/east, client_id: \"pi-{device}\"");
        site.agent().start();
        site.recorder().await("plant/hall-2/east/hut/telemetry/air", _ -> true);
        site.recorder().await("plant/hall-2/east/hut/status", "online"::equals);
        assertTrue(site.broker().logContains("as pi-hut"));
        assertFalse(site.recorder().messages().stream()
                .anyMatch(message -> !message.topic().startsWith("plant/hall-2/east/hut/")));
    }

    @Test
    void aDamagedStoreIsSetAsideAndANewOneBegun() throws IOException {
        site = Site.in(folder, "sensors: [ { id: air, type: bme280, every: 100ms } ]\n")
                .start();
        var before = site.info().get("run").getAsLong();
        site.agent().terminate();
        Files.writeString(site.agent().file("outbox/outbox.db"), "this is no database".repeat(1000));
        site.agent().start();
        site.agent().awaitLog("the outbox was damaged");
        Eventually.until("there is a new run", () -> site.arrivals().runs().size() == 2);
        assertTrue(
                site.arrivals().runs().stream().anyMatch(run -> Math.abs(run - before) > 1), "the run is a random one");
        try (var files = Files.list(site.agent().file("outbox"))) {
            assertTrue(files.anyMatch(file -> file.getFileName().toString().startsWith("outbox.db.damaged-")));
        }
    }

    private void brokerSetting(String setting) {
        replace("broker: { ", "broker: { " + setting + ", ");
    }

    private void replace(String old, String next) {
        try {
            site.agent()
                    .configure(Files.readString(site.agent().file("agent.yaml")).replace(old, next));
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }
}
