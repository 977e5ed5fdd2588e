package dev.sandpiper.agent.cli;

import static dev.sandpiper.agent.cli.ConnectBench.EVERYTHING;
import static dev.sandpiper.agent.cli.ConnectBench.namesThatAre;
import static dev.sandpiper.agent.cli.ConnectBench.of;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.cli.InitPlace.Machine;
import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The first configuration against a real mosquitto: trust, login, rights. */
@Execution(ExecutionMode.CONCURRENT)
class InitConnectTest {
    @RegisterExtension
    private final ConnectBench brokers = new ConnectBench();

    @RegisterExtension
    private final InitBench bench = new InitBench();

    private static String url(String scheme, Mosquitto broker) {
        return scheme + "://127.0.0.1:" + broker.port();
    }

    private Typed script(String url, Object... more) {
        var password = bench.write("word", "secret\n");
        var words = new ArrayList<Object>(List.of(
                "--simulated", "--device", "hut", "--broker", url, "--username", "hut", "--password-file", password));
        words.addAll(List.of(more));
        return bench.script(Machine.OTHER, words.toArray());
    }

    private static String fingerprint(Path certificate) {
        return Command.run("openssl", "x509", "-in", certificate.toString(), "-noout", "-fingerprint", "-sha256")
                .strip();
    }

    @Test
    void allIsTriedBeforeItIsWritten() {
        var broker = brokers.broker(EVERYTHING).start();
        var typed = script(url("mqtt", broker));
        assertEquals(0, typed.code(), typed.toString());
        assertEquals("ok as 'hut'", of(typed, "login"));
        assertEquals("ok", of(typed, "sandpiper/hut/telemetry/air"));
        assertTrue(of(typed, "will").startsWith("ok "), typed.out());
        assertEquals(List.of("agent.yaml", "password"), bench.made());
    }

    @Test
    void aRefusedTopicAndAWrongPasswordAreSaid() {
        var broker = brokers.broker("user hut\ntopic readwrite sandpiper/hut/status\n")
                .start();
        var refused = script(url("mqtt", broker));
        assertEquals(1, refused.code());
        assertTrue(namesThatAre(refused, "FAILED").contains("sandpiper/hut/telemetry/air"), refused.out());
        bench.write("other", "wrong\n");
        var wrong = bench.script(
                Machine.OTHER,
                "--simulated",
                "--force",
                "--device",
                "hut",
                "--broker",
                url("mqtt", broker),
                "--username",
                "hut",
                "--password-file",
                bench.folder().resolve("other"));
        assertEquals(1, wrong.code());
        assertTrue(of(wrong, "login").startsWith("FAILED the broker refuses the login of 'hut'"), wrong.out());
    }

    @Test
    void theAuthorityThatABrokerShowsIsTrustedByItsFingerprint() {
        var certificates = TestCertificates.in(brokers.folder().resolve("home"));
        var broker = brokers.broker(EVERYTHING).withTls(certificates, certificates.forLoopback());
        broker.start();
        var unknown = script(url("mqtts", broker));
        assertEquals(2, unknown.code());
        var hex = fingerprint(certificates.ca()).replaceAll(".*=|:", "");
        assertTrue(unknown.err().endsWith("add --accept-ca " + hex + "\n"), unknown.err());
        assertTrue(unknown.err().contains("subject    CN=home"), unknown.err());
        assertEquals(List.of(), bench.made());
        var other = script(url("mqtts", broker), "--accept-ca", hex.replace(hex.charAt(0), '0'));
        assertEquals(1, other.code());
        assertTrue(other.err().contains("that is not the fingerprint of --accept-ca"), other.err());
        assertEquals(List.of(), bench.made());
        var accepted = script(url("mqtts", broker), "--accept-ca", fingerprint(certificates.ca()));
        assertEquals(0, accepted.code(), accepted.toString());
        assertEquals(
                fingerprint(certificates.ca()),
                fingerprint(bench.configuration().resolveSibling("ca.pem")));
    }

    @Test
    void aPersonIsAskedBeforeACertificateThatSignedItselfIsTrusted() {
        var own = selfSigned(brokers.folder());
        var broker = brokers.broker(EVERYTHING)
                .with("certfile " + own.certificate())
                .with("keyfile " + own.key())
                .start();
        var address = url("mqtts", broker).substring("mqtts://".length());
        var declined = bench.person(Machine.OTHER, List.of("", "hut", "", address, "", "hut", "secret"));
        assertTrue(of(declined, "TLS").startsWith("FAILED the broker's certificate is not trusted"), declined.out());
        assertEquals(List.of(), bench.made());
        var wrongPasswordFirst = List.of("", "hut", "", address, "y", "hut", "wrong", "y", "", "", "secret");
        var trusted = bench.person(Machine.OTHER, wrongPasswordFirst);
        assertEquals(0, trusted.code(), trusted.toString());
        assertEquals(
                fingerprint(own.certificate()),
                fingerprint(bench.configuration().resolveSibling("ca.pem")));
        assertTrue(bench.text("agent.yaml").contains("url: \"mqtts://" + address + "\""));
    }

    /** As home brokers have it: no authority, the certificate of a server alone. */
    private static Issued selfSigned(Path folder) {
        var files = new Issued(folder.resolve("own.pem"), folder.resolve("own.key"));
        TestCertificates.openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 90 -subj /CN=attic"
                + " -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE -keyout "
                + files.key() + " -out " + files.certificate());
        return files;
    }

    @Test
    void anAuthorityThatIsNotShownHasToBeBrought() {
        var certificates = TestCertificates.in(brokers.folder().resolve("home"));
        var server = certificates.forLoopback();
        var broker = brokers.broker(EVERYTHING)
                .with("certfile " + server.certificate())
                .with("keyfile " + server.key())
                .start();
        var typed = script(url("mqtts", broker));
        assertEquals(1, typed.code());
        assertTrue(typed.err().contains("was issued by 'CN=home', which it does not show"), typed.err());
        assertFalse(
                Files.exists(bench.configuration().resolveSibling("ca.pem")),
                "a certificate that ends is no authority");
        var brought = script(url("mqtts", broker), "--force", "--ca-file", certificates.ca());
        assertEquals(0, brought.code(), brought.toString());
    }

    @Test
    void whereNothingSpeaksTlsAPersonIsOfferedPlainText() {
        var port = Mosquitto.freePort();
        var typed = bench.person(Machine.OTHER, List.of("", "hut", "", "127.0.0.2:" + port, "y", "", "n"));
        assertTrue(typed.err().contains("nothing speaks TLS at port " + port + " of 127.0.0.2"), typed.err());
        assertTrue(bench.text("agent.yaml").contains("url: \"mqtt://127.0.0.2:1883\""));
    }
}
