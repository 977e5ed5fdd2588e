package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator reads when TLS says no; each against a real mosquitto. */
class TlsFailureTest {
    @TempDir
    static Path shared;

    static TestCertificates certificates;
    static Issued loopback;

    @TempDir
    Path folder;

    Mosquitto broker;

    @BeforeAll
    static void issue() {
        certificates = TestCertificates.in(shared.resolve("our-authority"));
        loopback = certificates.forLoopback();
    }

    @BeforeEach
    void prepare() {
        broker = Mosquitto.in(folder.resolve("broker"));
    }

    private Failure failure(Device device) {
        try (Mosquitto running = broker.start();
                Attempt attempt = Attempt.to(running.address(), device)) {
            return attempt.closed();
        }
    }

    private void assertConnects(Device device) {
        try (Mosquitto running = broker.start();
                Attempt attempt = Attempt.to(running.address(), device)) {
            attempt.connected();
        }
    }

    @Test
    void anotherAuthorityIsNotTrusted() {
        broker.withTls(certificates, loopback);
        Path other = TestCertificates.in(folder.resolve("other-authority")).ca();
        assertEquals(
                new Failure(
                        Cause.TLS_UNTRUSTED,
                        "the broker's certificate is not trusted by " + other + "; it was issued by"
                                + " 'CN=our-authority', whose certificate belongs into that file"),
                failure(Device.trusting(other)));
    }

    @Test
    void withoutAnAuthorityOfItsOwnTheSystemsListDecides() {
        broker.withTls(certificates, loopback);
        Failure failure = failure(Device.any());
        assertEquals(Cause.TLS_UNTRUSTED, failure.cause());
        assertTrue(failure.sentence().contains("not trusted by this system"), failure.sentence());
    }

    @Test
    void oneOfSeveralAuthoritiesInTheFileIsEnough() throws IOException {
        broker.withTls(certificates, loopback);
        Path other = TestCertificates.in(folder.resolve("other-authority")).ca();
        Path both = folder.resolve("both.pem");
        Files.writeString(both, "# the old one\n" + Files.readString(other) + Files.readString(certificates.ca()));
        assertConnects(Device.trusting(both));
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        broker.withTls(
                certificates, certificates.forServer("elsewhere", "DNS:broker.example.com,DNS:mqtt.example.com"));
        assertEquals(
                new Failure(
                        Cause.TLS_HOST_NAME,
                        "the broker's certificate is for 'broker.example.com', 'mqtt.example.com', not for '127.0.0.1';"
                                + " set broker.tls.server_name or use the right host name"),
                failure(Device.trusting(certificates.ca())));
    }

    @Test
    void theServerNameOfTheConfigurationIsTheOneExpected() {
        broker.withTls(certificates, certificates.forServer("named", "DNS:broker.example.com"));
        assertConnects(Device.trusting(certificates.ca()).expecting("broker.example.com"));
    }

    @Test
    void theServerNameOfTheConfigurationReplacesTheHost() {
        broker.withTls(certificates, loopback);
        assertEquals(
                Cause.TLS_HOST_NAME,
                failure(Device.trusting(certificates.ca()).expecting("broker.example.com"))
                        .cause());
    }

    @Test
    void oneThatIsForSomethingElseIsNotBlamedOnItsAuthority() {
        var forClients = "IP:127.0.0.1\nextendedKeyUsage = clientAuth";
        broker.withTls(certificates, certificates.forServer("wrong-use", forClients));
        Failure failure = failure(Device.trusting(certificates.ca()));
        assertEquals(Cause.TLS_UNTRUSTED, failure.cause());
        assertEquals(
                "the broker's certificate 'CN=wrong-use' was issued by an authority that is trusted, but for something"
                        + " else or not strong enough (Extended key usage does not permit use for TLS server"
                        + " authentication); issue it anew",
                failure.sentence());
    }

    @Test
    void anExpiredCertificateSaysSince() {
        Instant from = Instant.parse("2020-01-01T00:00:00Z");
        Instant to = Instant.parse("2020-02-01T12:00:00Z");
        broker.withTls(certificates, certificates.issue("expired", "IP:127.0.0.1", from, to));
        Failure failure = failure(Device.trusting(certificates.ca()));
        assertEquals(Cause.TLS_EXPIRED, failure.cause());
        assertTrue(
                failure.sentence()
                        .startsWith("the broker's certificate 'CN=expired' expired on 2020-02-01 (this device's clock"),
                failure.sentence());
    }

    @Test
    void aCertificateOfTheFutureSaysFromWhen() {
        Instant from = Instant.parse("2048-01-01T00:00:00Z");
        Instant to = Instant.parse("2048-02-01T00:00:00Z");
        broker.withTls(certificates, certificates.issue("early", "IP:127.0.0.1", from, to));
        Failure failure = failure(Device.trusting(certificates.ca()));
        assertEquals(Cause.TLS_NOT_YET_VALID, failure.cause());
        assertTrue(
                failure.sentence()
                        .startsWith(
                                "the broker's certificate 'CN=early' is not valid before 2048-01-01 (this device's"),
                failure.sentence());
    }

    @Test
    void aBrokerThatWantsAClientCertificateTakesOurs() {
        Issued own = certificates.forClient("greenhouse");
        broker.withTls(certificates, loopback).requiringClientCertificate(own);
        assertConnects(Device.trusting(certificates.ca()).showing(own));
    }

    @Test
    void aBrokerThatKnowsOnlyTls12TakesOurCertificateToo() {
        Issued own = certificates.forClient("greenhouse");
        broker.withTls(certificates, loopback).withTls12AtMost().requiringClientCertificate(own);
        try (Mosquitto running = broker.start();
                Attempt attempt = Attempt.to(
                        running.address(), Device.trusting(certificates.ca()).showing(own))) {
            String details = attempt.connected().details();
            assertTrue(details.startsWith("TLSv1.2, TLS_"), details);
        }
    }

    @Test
    void aMissingClientCertificateIsNamed() {
        broker.withTls(certificates, loopback).requiringClientCertificate(loopback);
        assertEquals(
                new Failure(
                        Cause.TLS_CLIENT_CERTIFICATE,
                        "the broker wants a certificate of this device (certificate_required); set"
                                + " broker.tls.cert_file and broker.tls.key_file"),
                failure(Device.trusting(certificates.ca())));
    }

    @Test
    void aMissingClientCertificateIsGuessedWithTls12() {
        broker.withTls(certificates, loopback).withTls12AtMost().requiringClientCertificate(loopback);
        Failure failure = failure(Device.trusting(certificates.ca()));
        assertEquals(Cause.TLS_OTHER, failure.cause(), failure.sentence());
        assertTrue(failure.sentence().contains("broker.tls.cert_file"), failure.sentence());
    }

    @Test
    void aClientCertificateOfAnotherAuthorityIsRefused() {
        broker.withTls(certificates, loopback).requiringClientCertificate(loopback);
        Issued foreign = TestCertificates.in(folder.resolve("other")).forClient("greenhouse");
        Failure failure = failure(Device.trusting(certificates.ca()).showing(foreign));
        assertEquals(Cause.TLS_CLIENT_CERTIFICATE, failure.cause(), failure.sentence());
        assertTrue(
                failure.sentence().startsWith("the broker does not accept this device's certificate " + folder),
                failure.sentence());
    }

    @Test
    void aListenerWithoutTlsIsRecognised() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    FaultyServer.send(socket, "20 02 00 00 00 00 00 00");
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.addressWithTls(), Device.any())) {
            Failure failure = attempt.closed();
            assertEquals(Cause.TLS_OTHER, failure.cause(), failure.sentence());
            assertTrue(failure.sentence().contains("answers without TLS"), failure.sentence());
        }
    }

    @Test
    void aTlsListenerReachedWithoutTlsIsHintedAt() {
        try (Mosquitto running = broker.withTls(certificates, loopback).start();
                Attempt attempt = Attempt.to(FaultyServer.address("127.0.0.1", running.port(), false), Device.any())) {
            Failure failure = attempt.closed();
            assertTrue(failure.cause() == Cause.LOST || failure.cause() == Cause.PROTOCOL, failure.toString());
            assertTrue(failure.sentence().contains("MQTT"), failure.sentence());
        }
    }
}
