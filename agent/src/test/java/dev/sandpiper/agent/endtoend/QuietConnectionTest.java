package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.testing.Cut;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code KeepAliveTest} shows on simulated time, in the minute and a half that the shortest interval needs. */
class QuietConnectionTest {
    @TempDir
    Path folder;

    @Test
    @Tag("long")
    void aRouterThatForgetsQuietConnectionsIsPingedMoreOftenAlsoByTheNextRun() {
        try (var site = DistantSite.in(
                        folder,
                        TestCertificates.in(folder.resolve("authority")),
                        "keep_alive: 20s, reconnect: { min: 100ms, max: 500ms }",
                        "sensors: [ { id: door, type: gpio-input, pin: 17 } ]")
                .start()) {
            site.network().forgetsAfter(Duration.ofSeconds(17), Cut.SILENCE);
            Eventually.until(
                    () -> "it is noticed; the agent said:\n" + site.agent().log(),
                    Duration.ofSeconds(120),
                    () -> site.agent().log().contains("it is pinged after 15 s from now on"));
            site.awaitConnections(2);
            assertEquals(0, site.agent().terminate());
            site.network().forgetsAfter(Duration.ofSeconds(17), Cut.RESET);
            site.site().start();
            var run = site.site().info().get("run").getAsLong();
            var health = site.site().await("health", each -> each.get("run").getAsLong() == run);
            assertEquals(15, health.getAsJsonObject("link").get("keep_alive").getAsInt(), health.toString());
            Eventually.lasts(Duration.ofSeconds(25));
            assertEquals(1, site.connections(), site.agent().log());
        }
    }
}
