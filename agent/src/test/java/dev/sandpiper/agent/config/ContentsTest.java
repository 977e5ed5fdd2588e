package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code sandpiper check} finds in the files that a configuration names. */
class ContentsTest {
    @TempDir
    static Path shared;

    static TestCertificates authority;
    static Issued own;
    static Issued other;

    @TempDir
    Path folder;

    private Configurations configurations;

    @BeforeAll
    static void issue() {
        authority = TestCertificates.in(shared.resolve("authority"));
        own = authority.forClient("own");
        other = authority.forClient("other");
    }

    @BeforeEach
    void files() throws IOException {
        configurations = Configurations.in(folder);
        configurations.file("ca.pem", Files.readString(authority.ca()));
        configurations.file("client.pem", Files.readString(own.certificate()));
        configurations.file("client.key", Files.readString(own.key()), "rw-------");
        configurations.file("password", "secret", "rw-------");
        configurations.file("passphrase", "open sesame\n", "rw-------");
    }

    private static final String BROKER = """
            broker:
              url: mqtts://b
              username: u
              password_file: password
              tls:
                ca_file: ca.pem
                cert_file: client.pem
                key_file: client.key
                key_passphrase_file: passphrase
            """ + Configurations.WITH_SENSOR;

    private AgentConfig check(String yaml) throws ConfigErrors {
        return AgentConfig.readWithContents(configurations.file("agent.yaml", yaml), configurations.machine());
    }

    private void refuse(String... errors) {
        var found = assertThrows(ConfigErrors.class, () -> check(BROKER)).lines().stream()
                .map(line -> line.replace(folder + "/", ""))
                .toList();
        assertEquals(List.of(errors), found);
    }

    @Test
    void filesThatFitTogetherAreAccepted() throws ConfigErrors {
        assertEquals(
                Optional.of(folder.resolve("passphrase")),
                check(BROKER).broker().tls().keyPassphraseFile());
    }

    @Test
    void eachFaultIsToldAtTheKeyOfItsFile() throws IOException {
        configurations.file("ca.pem", "");
        configurations.file("password", "", "rw-------");
        configurations.file("client.key", Files.readString(other.key()), "rw-------");
        refuse(
                "agent.yaml:4:18: broker.password_file: password: is empty; write the secret into it, in one line",
                "agent.yaml:6:14: broker.tls.ca_file: ca.pem: has no certificate; expected PEM, '-----BEGIN CERTIFICATE-----'",
                "agent.yaml:8:15: broker.tls.key_file: client.key: does not belong to the certificate in client.pem, which is for 'CN=own'; put the right two there");
    }

    @Test
    void aFaultOfTheCertificateOrThePassPhraseIsToldThere() throws IOException {
        configurations.file("client.pem", "");
        refuse(
                "agent.yaml:7:16: broker.tls.cert_file: client.pem: has no certificate; expected PEM, '-----BEGIN CERTIFICATE-----'");
        configurations.file("client.pem", Files.readString(own.certificate()));
        TestCertificates.openssl("pkcs8 -topk8 -in " + own.key() + " -out " + folder + "/client.key -passout file:"
                + folder + "/passphrase");
        configurations.file("passphrase", "", "rw-------");
        refuse(
                "agent.yaml:9:26: broker.tls.key_passphrase_file: passphrase: is empty; write the secret into it, in one line");
    }

    @Test
    void whatIsMissingAlreadyIsNotToldTwice() throws IOException {
        Files.delete(folder.resolve("passphrase"));
        refuse("agent.yaml:9:26: broker.tls.key_passphrase_file: no file passphrase; create it or correct the name");
    }

    @Test
    void aStartDoesNotDependOnThem() throws ConfigErrors {
        configurations.file("client.pem", "half of a cert");
        assertEquals("greenhouse-1", configurations.read(BROKER).device().id());
    }
}
