package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Certificates, authorities and passwords are replaced under an agent that goes on measuring: nothing is lost. They wait for each look at the files. */
class RenewedCredentialsTest {
    /** Messages the agent has under way at most; so many may come twice at each end of a connection. */
    private static final int WINDOW = 90;

    @TempDir
    Path folder;

    private TestCertificates former;
    private TestCertificates next;
    private Issued shown;
    private Site site;

    @BeforeEach
    void aBrokerThatWantsACertificateAndAPassword() throws IOException {
        former = TestCertificates.in(folder.resolve("former"));
        next = TestCertificates.in(folder.resolve("next"));
        var settings = Files.createDirectories(folder.resolve("broker"));
        shown = new Issued(settings.resolve("shown.pem"), settings.resolve("shown.key"));
        copy(former.forLoopback(), shown);
        var second = Mosquitto.freePort();
        var broker = Site.durable(Mosquitto.in(settings))
                .withTls(former, shown)
                .requiringClientCertificate(shown)
                .withPassword("hut", "old")
                .with("listener " + second + " 127.0.0.1");
        account("back", "end");
        broker.start();
        var agent = AgentProcess.in(folder.resolve("agent"), """
                device: { id: hut }
                broker:
                  url: "mqtts://127.0.0.1:%d"
                  username: "{device}"
                  password_file: password
                  tls: { ca_file: ca.pem, cert_file: device.pem, key_file: device.key, key_passphrase_file: passphrase }
                  reconnect: { min: 100ms, max: 60s }
                outbox: { directory: outbox, commit_every: 200ms }
                board: { type: simulated }
                sensors: [ { id: air, type: bme280, every: 20ms } ]
                """.formatted(broker.port()));
        site = Site.of(broker, Recorder.at(second, "back", "end"), agent);
        secret("password", "old");
        secret("passphrase", "open sesame");
        agent.write("ca.pem", Files.readString(former.ca()));
        own("device-1", "pkcs8 -topk8");
        site.start();
    }

    @AfterEach
    void theEnd() {
        site.close();
    }

    private static void copy(Issued from, Issued to) throws IOException {
        Files.copy(from.certificate(), to.certificate(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(from.key(), to.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    private void account(String user, String password) {
        Command.run("mosquitto_passwd", "-b", folder.resolve("broker/passwords").toString(), user, password);
    }

    private void secret(String name, String text) throws IOException {
        Files.setPosixFilePermissions(site.agent().write(name, text), PosixFilePermissions.fromString("rw-------"));
    }

    /** Replaces the device's certificate, then its key, in this encrypted form. */
    private void own(String name, String form) throws IOException {
        replace(former.forClient(name), form);
    }

    private void replace(Issued issued, String form) throws IOException {
        var key = site.agent().file("device.key");
        site.agent().write("device.pem", Files.readString(issued.certificate()));
        TestCertificates.openssl("%s -in %s -out %s -passout file:%s"
                .formatted(form, issued.key(), key, site.agent().file("passphrase")));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }

    private long connections() {
        return site.agent().logLinesWith("connected to mqtts://").size();
    }

    private void awaitFreshReadings() {
        var before = site.on("telemetry/air").size();
        Eventually.until("fresh readings arrive", () -> site.on("telemetry/air").size() >= before + 50);
    }

    private void assertNothingLost(int endsOfConnections) {
        var arrivals = site.arrivals();
        arrivals.assertNothingMissing();
        arrivals.assertDuplicatesAreIdentical();
        var twice = arrivals.all().size() - arrivals.all().stream().distinct().count();
        assertTrue(twice <= (long) WINDOW * endsOfConnections, twice + " came twice");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aNewCertificateOfTheDeviceIsShownWithoutAnyLoss() throws IOException {
        awaitFreshReadings();
        own("device-2", "ec -aes256");
        site.agent().awaitLog("this device's certificate was renewed");
        Eventually.until("it has connected again", () -> connections() == 2);
        awaitFreshReadings();
        assertNothingLost(1);
        assertEquals(
                List.of("online", "online"), site.recorder().on(Site.BASE + "status"), "no last will between them");
        assertEquals(List.of(), site.agent().logLinesWith("no connection to"));
        assertEquals(List.of(), site.agent().logLinesWith("trying again"));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void theBrokerMovesToAnotherAuthorityAndAnotherPassword() throws IOException {
        awaitFreshReadings();
        site.agent().write("ca.pem", Files.readString(former.ca()) + Files.readString(next.ca()));
        site.agent().awaitLog("the list of authorities was renewed");
        Eventually.until("it has connected again", () -> connections() == 2);
        site.broker().stop();
        copy(next.forLoopback(), shown);
        account("hut", "new");
        site.broker().start();
        site.agent().awaitLog("as not authorised");
        secret("password", "new");
        Eventually.until("it has connected a third time, before its minute is over", () -> connections() == 3);
        awaitFreshReadings();
        Eventually.until(
                "what was kept has arrived",
                () -> site.arrivals().missing(site.arrivals().runs().getFirst()).isEmpty());
        assertNothingLost(2);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void whatCannotBeUsedIsToldInHealthUntilItIsMended() throws IOException {
        awaitFreshReadings();
        var key = site.agent().file("device.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        var sentence = key + ": others than its owner can use it (rw-r--r--); chmod 600 " + key
                + "; this device's certificate as it was before stays in use";
        site.await("health", health -> problems(health).equals(List.of(sentence)));
        assertEquals(1, site.agent().logLinesWith(sentence).size());
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        site.agent().awaitLog("this device's certificate can be used again");
        Eventually.until(
                "all is well", () -> problems(site.on("health").getLast()).isEmpty());
        assertEquals(1, connections());
        assertFalse(site.agent().log().contains("was renewed"));
        assertNothingLost(0);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aCertificateThatEndsSoonIsToldInLogAndHealthUntilItIsRenewed() throws IOException {
        var now = Instant.now();
        var ending = former.issue(
                "ending", "DNS:ending", now, now.plus(Duration.ofDays(12)).plusSeconds(600));
        replace(ending, "pkcs8 -topk8");
        var sentence = "the certificate " + site.agent().file("device.pem") + " expires in 12 days, on ";
        site.await(
                "health",
                health -> problems(health).stream().anyMatch(problem -> problem.startsWith(sentence))
                        && health.get("certificate_days").getAsInt() == 12);
        assertEquals(1, site.agent().logLinesWith(sentence).size());
        own("device-2", "pkcs8 -topk8");
        site.await(
                "health",
                health -> problems(health).isEmpty()
                        && health.get("certificate_days").getAsInt() > 300);
    }

    private static List<String> problems(com.google.gson.JsonObject health) {
        return health.getAsJsonArray("problems").asList().stream()
                .map(problem -> problem.getAsString())
                .toList();
    }
}
