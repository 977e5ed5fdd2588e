package dev.sandpiper.agent.endtoend;

import static dev.sandpiper.agent.testing.Eventually.lasts;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What a reading costs on the wire with {@code send_every: 5m} and three sensors at 10 s: bytes of the TCP stream, both
 * ways, TLS with it, between an agent and a real mosquitto. A hundredth of the time, so that each message holds as many
 * readings as in five minutes, and {@code health} comes as often as they do, which is the default.
 */
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
class WireBytesTest {
    /** The agent looks in the first minute of a configuration whether the broker passes on what it says, once. */
    private static final Duration LOOK = Duration.ofSeconds(75);

    private static final Duration QUIET = Duration.ofMillis(900);
    private static final int CYCLE = 90;
    private static final int CYCLES = 5;
    /** A ping and its answer, 2 bytes and a TLS record of 22 each, at most one a minute; a hundredth of the time has none. */
    private static final int PINGS_IN_FIVE_MINUTES = 5;

    private static final int PING = 2 * (2 + 22);
    /** Three segments (data, PUBACK, acknowledgement): IPv4 20, TCP 20, time stamps 12 each. */
    private static final int HEADERS = 3 * 52;
    /** As many messages hold the readings of five minutes. */
    private static final int SENSORS = 3;

    private static final Pattern SEQ = Pattern.compile("\"seq\"");

    @TempDir
    Path folder;

    private DistantSite site;

    private long readings() {
        return site.site().recorder().messages().stream()
                .filter(message -> message.topic().contains("/history/"))
                .mapToLong(message -> SEQ.matcher(message.payload()).results().count())
                .sum();
    }

    private long bytes() {
        return site.network().up().bytes() + site.network().down().bytes();
    }

    private long awaitQuiet(long least) {
        Eventually.until("so many readings have come", Duration.ofMinutes(2), () -> readings() >= least);
        Eventually.until("none comes any more in this turn", Duration.ofMinutes(1), () -> {
            var before = readings();
            lasts(QUIET);
            return readings() == before;
        });
        return readings();
    }

    @ParameterizedTest
    @CsvSource({"json, 150", "senml, 300"})
    void aReadingThatIsGathered(String format, int most) {
        var authority = TestCertificates.in(folder.resolve("ca"));
        try (var opened = DistantSite.in(folder, authority, "send_every: 3s, format: " + format, """
                health: { every: 3s }
                sensors:
                  - { id: air, type: bme280, every: 100ms }
                  - { id: cellar, type: bme280, address: 0x77, every: 100ms }
                  - { id: loft, type: bme280, bus: 3, every: 100ms }
                """)) {
            site = opened.start();
            lasts(LOOK);
            var before = awaitQuiet(readings() + 1);
            var bytesBefore = bytes();
            var after = awaitQuiet(before + (long) (CYCLES - 1) * CYCLE);
            var readings = after - before;
            var each = (double) (bytes() - bytesBefore) / readings + (double) (PINGS_IN_FIVE_MINUTES * PING) / CYCLE;
            var messages = SENSORS + PINGS_IN_FIVE_MINUTES + 1;
            System.out.printf(
                    "%s: %.0f bytes a reading on the wire in %d readings; about %.0f with TCP/IP headers%n",
                    format, each, readings, each + (double) messages * HEADERS / CYCLE);
            assertTrue(each < most, "%.1f bytes a reading".formatted(each));
        }
    }
}
