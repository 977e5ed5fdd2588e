package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the device on which an agent with a connection has its outbox. */
class CardAtRestTest {
    /** The log's blocks, those of its index, and the file system's journal for their dates. */
    private static final long TWO_COMMITS = 64 * 1024;

    @TempDir
    private Path folder;

    private LoopDisk disk;
    private Site site;

    @BeforeEach
    void anAgentWhoseOutboxIsOnADeviceOfItsOwn() throws IOException {
        try {
            disk = LoopDisk.make(folder.resolve("images"), folder.resolve("agent/disk"));
        } catch (AssertionError forbidden) {
            Assumptions.abort("only where a file may be mounted as a disk: " + forbidden.getMessage());
        }
        site = Site.in(folder, """
                outbox: { directory: disk/outbox }
                sensors: [ { id: air, type: bme280, every: 50ms } ]
                """);
        site.agent().startUnder(disk.starter());
        site.start();
    }

    @AfterEach
    void theEnd() {
        if (site != null) site.close();
    }

    private long written() {
        return disk.bytesWritten(site.agent().pid());
    }

    private void awaitReadings(int more) {
        var readings = site.on("telemetry/air").size() + more;
        Eventually.until("readings arrive", () -> site.on("telemetry/air").size() >= readings);
    }

    /** What belongs to the start is written, and readings that were made before there was a connection are. */
    private long writtenByTheStart() {
        Eventually.until("nothing more is written after the start", () -> {
            var before = written();
            awaitReadings(20);
            return written() == before;
        });
        return written();
    }

    @Test
    void readingsReachItInAnOutageOnly() {
        var before = writtenByTheStart();
        awaitReadings(80);
        assertEquals(before, written(), "bytes written to the device");
        site.broker().stop();
        Eventually.until("an outage is written", () -> written() > before);
    }

    @Test
    @Tag("long")
    void elevenMinutesWithAConnectionWriteTheCountersAtMost() {
        var before = writtenByTheStart();
        Eventually.lasts(Duration.ofMinutes(11));
        var bytes = written() - before;
        assertTrue(bytes <= TWO_COMMITS, bytes + " bytes written to the device");
    }
}
