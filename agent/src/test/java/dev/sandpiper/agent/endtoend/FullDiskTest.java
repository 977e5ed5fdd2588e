package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outbox on a disk that is full or cannot be written: said in one line, live readings still go out. */
class FullDiskTest {
    @TempDir
    Path folder;

    private Path disk;
    private Site site;

    @BeforeEach
    void anAgentWhoseOutboxIsOnASmallDiskOfItsOwn() throws IOException {
        disk = Files.createDirectories(folder.resolve("agent/disk"));
        mount("-t", "tmpfs", "-o", "size=1m", "tmpfs");
        site = Site.in(folder, """
                outbox: { directory: disk/outbox, commit_every: 200ms }
                sensors: [ { id: air, type: bme280, every: 100ms } ]
                actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
                """);
    }

    private void mount(String... how) {
        var line = new java.util.ArrayList<>(List.of("mount"));
        line.addAll(List.of(how));
        line.add(disk.toString());
        try {
            Command.run(line);
        } catch (AssertionError forbidden) {
            Assumptions.abort("only where a file system may be mounted: " + forbidden.getMessage());
        }
    }

    @AfterEach
    void theEnd() {
        if (site == null) return;
        site.close();
        Command.run("umount", disk.toString());
    }

    @Test
    void aFullDiskIsSaidOnceAndUsedAgainWhenThereIsRoom() throws IOException {
        fill();
        site.start();
        assertLiveReadingsGoOut();
        assertSaidOnce();
        var ballast = disk.resolve("ballast");
        Files.delete(ballast);
        site.agent().awaitLog("can be used again");
        site.await("health", health -> health.get("ok").getAsBoolean());
        assertEquals("done", text(site.ask("pump", "on"), "result"));
        site.arrivals().assertNothingMissing();
    }

    @Test
    void aDiskThatBecomesFullWhileTheAgentRunsIsSaidOnceToo() throws IOException {
        site.start();
        assertEquals("done", text(site.ask("pump", "on"), "result"));
        fill();
        site.broker().kill();
        site.agent().awaitLog("the outbox");
        site.broker().start();
        assertLiveReadingsGoOut();
        assertSaidOnce();
        assertTrue(site.agent().log().contains("disk is full"), site.agent().log());
        site.arrivals().assertNothingMissing();
    }

    @Test
    void onAReadOnlyDiskOnlyTheWayToTheSafeValueIsOpen() {
        mount("-o", "remount,ro");
        site.start();
        assertLiveReadingsGoOut();
        assertSaidOnce();
        var on = site.ask("pump", "{\"id\":\"1\",\"value\":true}");
        assertEquals("failed", text(on, "result"));
        assertTrue(text(on, "reason").contains("disk"), on.toString());
        var off = site.ask("pump", "{\"id\":\"2\",\"value\":false}");
        assertEquals("done", text(off, "result"));
        assertFalse(off.get("journalled").getAsBoolean());
        assertEquals(List.of("low"), site.agent().levels(22));
        assertEquals(0, site.agent().terminate());
    }

    private void assertLiveReadingsGoOut() {
        var before = site.on("telemetry/air").size();
        Eventually.until("readings go out", () -> site.on("telemetry/air").size() >= before + 10);
    }

    private void assertSaidOnce() {
        var said = site.agent().logLinesWith("the outbox").stream()
                .filter(line -> line.contains("ERROR"))
                .toList();
        assertEquals(1, said.size(), site.agent().log());
        assertTrue(said.getFirst().contains("outbox.db cannot be used: "), said.getFirst());
        var health = site.await(
                "health", message -> message.get("problems").toString().contains("the outbox cannot be used"));
        assertFalse(text(health.getAsJsonObject("outbox"), "store").equals("ok"));
    }

    private void fill() throws IOException {
        try (OutputStream ballast = Files.newOutputStream(disk.resolve("ballast"))) {
            var block = new byte[4096];
            while (true) ballast.write(block);
        } catch (IOException full) {
            assertTrue(full.getMessage().contains("No space left"), full.getMessage());
        }
    }

    private static String text(JsonObject message, String key) {
        return message.get(key).getAsString();
    }
}
