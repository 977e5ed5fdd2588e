package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is offered and shown in the handshake, against Java's, openssl's and mosquitto's servers. */
class TlsHandshakeTest {
    private static final Failure NO_PROTOCOL = new Failure(
            Cause.TLS_OTHER,
            "the broker takes none of the protocols offered to it (no_application_protocol); correct broker.tls.alpn or"
                    + " the port in broker.url");

    @TempDir
    static Path shared;

    static TestCertificates authority;
    static Issued broker;

    @TempDir
    Path folder;

    @BeforeAll
    static void issue() {
        authority = TestCertificates.in(shared.resolve("authority"));
        broker = authority.forServer("broker", "DNS:localhost,DNS:broker.test,IP:127.0.0.1,IP:::1");
    }

    private static Device device() {
        return Device.trusting(authority.ca());
    }

    private static HostNames loopback() {
        return new HostNames(name -> new InetAddress[] {InetAddress.getLoopbackAddress()});
    }

    private static TlsServer.Seen seen(TlsServer server, String host, Device device) {
        try (server;
                Attempt attempt = Attempt.to(server.address(host), device, loopback())) {
            attempt.connected();
            return server.seen();
        }
    }

    private static Failure failure(BrokerAddress address, Device device) {
        try (Attempt attempt = Attempt.to(address, device)) {
            return attempt.closed();
        }
    }

    @Test
    void aProtocolOfTheConfigurationIsNegotiated() {
        assertEquals(
                "mqtt",
                seen(TlsServer.showing(broker, "mqtt"), "localhost", device().offering("mqtt"))
                        .protocol());
        assertEquals(
                "second",
                seen(TlsServer.showing(broker, "third", "second"), "localhost", device().offering("first", "second"))
                        .protocol());
    }

    @Test
    void aServerWithoutAlpnIsTakenAllTheSame() {
        assertEquals(
                "",
                seen(TlsServer.showing(broker), "localhost", device().offering("mqtt"))
                        .protocol());
    }

    @Test
    void opensslNegotiatesItToo() {
        try (OpensslServer server = OpensslServer.with(folder, broker, "-alpn x-amzn-mqtt-ca");
                Attempt attempt = Attempt.to(server.address(), device().offering("other", "x-amzn-mqtt-ca"))) {
            server.said("ALPN protocols selected: x-amzn-mqtt-ca");
            attempt.transport().abort();
        }
    }

    @Test
    void aServerThatTakesNoneOfThemIsNamed() {
        try (TlsServer server = TlsServer.showing(broker, "h2", "http/1.1")) {
            assertEquals(NO_PROTOCOL, failure(server.address("127.0.0.1"), device().offering("mqtt")));
        }
        try (OpensslServer server = OpensslServer.with(folder, broker, "-alpn h2,http/1.1")) {
            assertEquals(NO_PROTOCOL, failure(server.address(), device().offering("mqtt")));
        }
    }

    private static SSLParameters parameters(Device device, BrokerAddress address) throws IOException {
        try (FaultyServer server = FaultyServer.doing(FaultyServer::swallow);
                Socket plain = new Socket("127.0.0.1", server.address().port())) {
            var tls = new Tls(device.login().tls().orElseThrow(), address);
            return tls.over(plain).getSSLParameters();
        }
    }

    private static List<String> offered(Device device, BrokerAddress address) throws IOException {
        return List.of(parameters(device, address).getApplicationProtocols());
    }

    @ParameterizedTest
    @CsvSource({
        "abc-ats.iot.eu-central-1.amazonaws.com, 443, x-amzn-mqtt-ca",
        "abc.ats.iot.cn-north-1.AmazonAWS.com.cn, 443, x-amzn-mqtt-ca",
        "abc-ats.iot.eu-central-1.amazonaws.com, 8883, ",
        "amazonaws.com.example.com, 443, ",
        "broker.example.com, 443, "
    })
    void onTheWebsPortOfAwsItSaysThatItIsMqtt(String host, int port, String protocol) throws Exception {
        var address = FaultyServer.address(host, port, true);
        assertEquals(protocol == null ? List.of() : List.of(protocol), offered(device(), address));
        assertEquals(List.of("mqtt"), offered(device().offering("mqtt"), address), "the configuration decides");
    }

    @Test
    void aWebSocketToAwsIsNotMqttOnItsOwn() throws Exception {
        var host = "abc.iot.eu-central-1.amazonaws.com";
        var address = new BrokerAddress("wss://" + host, host, 443, true, java.util.Optional.of("/mqtt"));
        assertEquals(List.of(), offered(device(), address));
    }

    @ParameterizedTest
    @CsvSource({"localhost, localhost", "broker.test, broker.test", "127.0.0.1, "})
    void aNameIsSentAsServerNameAnAddressIsNot(String host, String expected) {
        assertEquals(
                expected == null ? List.of() : List.of(expected),
                seen(TlsServer.showing(broker), host, device()).names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "2001:db8::1", "192.168.1.20", "under_score.example.com"})
    void whatIsNoHostNameIsNotSentAsOne(String host) throws IOException {
        assertEquals(
                List.of(),
                parameters(device(), FaultyServer.address(host, 8883, true)).getServerNames());
    }

    @Test
    void theServerNameOfTheConfigurationIsTheOneSent() {
        assertEquals(
                List.of("broker.test"),
                seen(TlsServer.showing(broker), "127.0.0.1", device().expecting("broker.test"))
                        .names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void aServerThatKnowsOnlyOlderVersionsIsRefused(String version) {
        try (OpensslServer server = OpensslServer.with(folder, broker, version + " -cipher ALL:@SECLEVEL=0")) {
            assertEquals(
                    new Failure(
                            Cause.TLS_OTHER,
                            "the broker speaks neither TLS 1.2 nor 1.3 (protocol_version); allow one of them there"),
                    failure(server.address(), device()));
        }
    }

    // A server that does not ask: ServerHello of TLS 1.1 (RFC 4346), with TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA.
    @Test
    void aServerThatChoosesAnOlderVersionByItselfIsRefused() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
            FaultyServer.send(socket, "16 03 02 00 2a 02 00 00 26 03 02 " + "07 ".repeat(32) + "00 c0 13 00");
            FaultyServer.swallow(socket);
        })) {
            assertEquals(
                    new Failure(
                            Cause.TLS_OTHER,
                            "the broker speaks neither TLS 1.2 nor 1.3 (protocol_version); allow one of them there"),
                    failure(server.addressWithTls(), device()));
        }
    }

    @ParameterizedTest
    @CsvSource({"-tls1_3, TLS_CHACHA20_POLY1305_SHA256", "-tls1_2, ECDHE-ECDSA-CHACHA20-POLY1305"})
    void theCipherThatCostsThisDeviceLeastIsPreferred(String version, String cipher) {
        try (OpensslServer server = OpensslServer.with(folder, broker, version);
                Attempt attempt = Attempt.to(server.address(), device())) {
            server.said("CIPHER is " + cipher);
            attempt.transport().abort();
        }
    }

    @Test
    void mosquittoChoosesByItselfAndCanBeToldTo() {
        var mosquitto = Mosquitto.in(folder.resolve("broker"))
                .withTls(authority, broker)
                .with("ciphers_tls1.3 TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384");
        try (var running = mosquitto.start();
                Attempt attempt = Attempt.to(running.address(), device())) {
            assertEquals(
                    "TLSv1.3, TLS_CHACHA20_POLY1305_SHA256", attempt.connected().details());
        }
    }

    @Test
    void aServerWithoutItIsTakenAllTheSame() {
        try (OpensslServer server = OpensslServer.with(folder, broker, "-ciphersuites TLS_AES_256_GCM_SHA384");
                Attempt attempt = Attempt.to(server.address(), device())) {
            server.said("CIPHER is TLS_AES_256_GCM_SHA384");
            attempt.transport().abort();
        }
    }

    @ParameterizedTest
    @CsvSource({"RSA, 1.3", "EC, 1.3", "ED25519, 1.3", "RSA, 1.2", "EC, 1.2", "ED25519, 1.2"})
    void eachKindOfKeyProvesWhoThisDeviceIs(String algorithm, String version) {
        var mosquitto = Mosquitto.in(folder.resolve("broker")).withTls(authority, broker);
        if (version.equals("1.2")) mosquitto.withTls12AtMost();
        var own = authority.forClient("device-" + algorithm + version, algorithm);
        try (var running = mosquitto.requiringClientCertificate(own).start();
                Attempt attempt = Attempt.to(running.address(), device().showing(own))) {
            var details = attempt.connected().details();
            assertTrue(details.startsWith("TLSv" + version), details);
        }
    }

    @Test
    void aChainWithAnIntermediateIsShownAndOneWithoutItNamesWhatIsMissing() throws IOException {
        var intermediate = authority.intermediate("intermediate");
        var alone = intermediate.forClient("device");
        var chain = folder.resolve("chain.pem");
        Files.writeString(chain, Files.readString(alone.certificate()) + Files.readString(intermediate.ca()));
        var whole = new Issued(chain, alone.key());
        try (var running = Mosquitto.in(folder.resolve("broker"))
                .withTls(authority, broker)
                .requiringClientCertificate(whole)
                .start()) {
            try (Attempt attempt = Attempt.to(running.address(), device().showing(whole))) {
                attempt.connected();
            }
            assertEquals(
                    new Failure(
                            Cause.TLS_CLIENT_CERTIFICATE,
                            "the broker does not accept this device's certificate " + alone.certificate()
                                    + " (unknown_ca); it does not know who issued it, 'CN=intermediate': append that one's"
                                    + " certificate to the file, or have the broker trust it"),
                    failure(running.address(), device().showing(alone)));
        }
    }

    @Test
    void aCertificateOfThisDeviceForLaterIsNamed() {
        assertRefused(
                authority.issue(
                        "early",
                        "DNS:early",
                        Instant.parse("2048-01-01T00:00:00Z"),
                        Instant.parse("2048-01-02T00:00:00Z")),
                "(bad_certificate); check from when to when it is valid, and who issued it");
    }

    @Test
    void anExpiredCertificateOfThisDeviceIsNamed() {
        assertRefused(
                authority.issue(
                        "expired",
                        "DNS:expired",
                        Instant.parse("2020-01-01T00:00:00Z"),
                        Instant.parse("2020-01-02T00:00:00Z")),
                "(certificate_expired); it ends on 2020-01-02: renew it, or set the broker's clock");
    }

    private void assertRefused(Issued own, String why) {
        try (var running = Mosquitto.in(folder.resolve("broker"))
                .withTls(authority, broker)
                .requiringClientCertificate(own)
                .start()) {
            assertEquals(
                    new Failure(
                            Cause.TLS_CLIENT_CERTIFICATE,
                            "the broker does not accept this device's certificate " + own.certificate() + " " + why),
                    failure(running.address(), device().showing(own)));
        }
    }
}
