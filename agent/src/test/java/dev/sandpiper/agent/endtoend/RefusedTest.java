package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the broker is refused, or refuses, the agent measures and keeps, says once why, and connects by itself when that
 * was put right; then everything from the first record on arrives.
 */
class RefusedTest {
    private static final String LOCAL = "DNS:localhost,IP:127.0.0.1";

    @TempDir
    static Path authorities;

    private static TestCertificates authority;
    private static TestCertificates stranger;
    private static Issued right;

    @TempDir
    Path folder;

    private Site site;
    private Issued shown;

    @BeforeAll
    static void certificates() {
        authority = TestCertificates.in(authorities.resolve("authority"));
        stranger = TestCertificates.in(authorities.resolve("stranger"));
        right = authority.forLoopback();
    }

    @BeforeEach
    void aBrokerWithTlsAndAPassword() throws IOException {
        var settings = Files.createDirectories(folder.resolve("broker"));
        shown = new Issued(settings.resolve("shown.pem"), settings.resolve("shown.key"));
        show(right);
        var second = Mosquitto.freePort();
        var broker = Site.durable(Mosquitto.in(settings))
                .withTls(authority, shown)
                .withPassword("hut", "secret")
                .with("listener " + second + " 127.0.0.1")
                .start();
        var agent = AgentProcess.in(folder.resolve("agent"), """
                device: { id: hut }
                broker:
                  url: "mqtts://127.0.0.1:%d"
                  username: "{device}"
                  password_file: password
                  tls: { ca_file: "%s" }
                  reconnect: { min: 100ms, max: 300ms }
                outbox: { directory: outbox, fresh_for: 1s, commit_every: 200ms }
                board: { type: simulated }
                sensors: [ { id: air, type: bme280, every: 50ms } ]
                """.formatted(broker.port(), authority.ca()));
        site = Site.of(broker, Recorder.at(second, "hut", "secret"), agent);
        password("secret");
    }

    @AfterEach
    void theEnd() {
        site.close();
    }

    @Test
    void withTheRightPasswordAndCertificateItConnects() {
        site.start();
        assertEquals(
                1, site.agent().logLinesWith("connected to mqtts://127.0.0.1").size());
        var health = site.await("health", message -> message.has("certificate_days"));
        assertEquals(365, health.get("certificate_days").getAsInt(), 1);
    }

    @Test
    void aWrongPasswordUntilItIsCorrectedInItsFile() throws IOException {
        password("guess");
        site.agent().start();
        awaitReason("check broker.username, broker.password_file");
        password("secret");
        assertEverythingArrives();
    }

    @Test
    void aCertificateOfAnAuthorityThatIsNotTrusted() throws IOException {
        show(stranger.forServer("impostor", LOCAL));
        refuses("is not trusted by " + authority.ca());
    }

    @Test
    void aCertificateForAnotherHost() throws IOException {
        show(authority.forServer("elsewhere", "DNS:broker.example.com"));
        refuses("is for 'broker.example.com', not for '127.0.0.1'");
    }

    @Test
    void aCertificateThatExpired() throws IOException {
        var now = Instant.now();
        show(authority.issue("old", LOCAL, now.minus(9, ChronoUnit.DAYS), now.minus(2, ChronoUnit.DAYS)));
        refuses("expired on ");
    }

    @Test
    void aCertificateThatIsNotYetValidIsAFaultWhereTheClockIsRight() throws IOException {
        var now = Instant.now();
        show(authority.issue("early", LOCAL, now.plus(2, ChronoUnit.DAYS), now.plus(9, ChronoUnit.DAYS)));
        refuses("is not valid before ");
    }

    private void refuses(String reason) throws IOException {
        site.broker().stop();
        site.broker().start();
        site.agent().start();
        awaitReason(reason);
        show(right);
        site.broker().stop();
        site.broker().start();
        assertEverythingArrives();
    }

    /** Waits until it was said, and until enough was measured to see that it goes on. */
    private void awaitReason(String reason) {
        site.agent().awaitLog(reason);
        var attempts = attempts();
        Eventually.until("it has tried again three times", () -> attempts() >= attempts + 3);
        assertEquals(1, site.agent().logLinesWith(reason).size(), site.agent().log());
        assertEquals(1, site.agent().logLinesWith("WARN").size(), site.agent().log());
    }

    private long attempts() {
        try (var lines = Files.lines(site.broker().log())) {
            var port = "on port " + site.broker().port();
            return lines.filter(line -> line.contains("New connection from") && line.contains(port))
                    .count();
        } catch (IOException broken) {
            throw new java.io.UncheckedIOException(broken);
        }
    }

    private void assertEverythingArrives() {
        site.agent().awaitLog("connected to mqtts://127.0.0.1");
        Eventually.until("fresh readings arrive", () -> site.on("telemetry/air").size() >= 5);
        Eventually.until(
                "none is missing",
                () -> site.arrivals().missing(site.arrivals().runs().getFirst()).isEmpty());
        assertTrue(site.arrivals().all().stream().anyMatch(arrival -> arrival.seq() == 1));
    }

    private void password(String text) throws IOException {
        var file = site.agent().write("password", text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** The broker shows this certificate from its next start on. */
    private void show(Issued certificate) throws IOException {
        Files.copy(certificate.certificate(), shown.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificate.key(), shown.key(), StandardCopyOption.REPLACE_EXISTING);
    }
}
