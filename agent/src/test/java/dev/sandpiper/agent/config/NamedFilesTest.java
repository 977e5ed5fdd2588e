package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that a configuration names. */
class NamedFilesTest {
    @TempDir
    Path folder;

    private Configurations configurations;

    @BeforeEach
    void files() {
        configurations = Configurations.in(folder);
        configurations.file("ca.pem", "certificate");
        configurations.file("client.pem", "certificate");
        configurations.file("client.key", "key", "rw-------");
        configurations.file("password", "secret", "rw-------");
        configurations.file("passphrase", "secret", "rw-------");
    }

    private static String broker(String keys) {
        return "broker: { url: mqtts://b, " + keys + " }\n" + Configurations.WITH_SENSOR;
    }

    private void refuse(String keys, String error) {
        assertEquals(List.of("agent.yaml:1:" + error), configurations.errors(broker(keys)));
    }

    @Test
    void relativeNamesStartAtTheConfigurationsFolder() throws ConfigErrors {
        var config = configurations.read(
                broker(
                        "username: u, password_file: password, tls: { ca_file: ./ca.pem, cert_file: client.pem, key_file: client.key, key_passphrase_file: passphrase }"));
        assertEquals(Optional.of(folder.resolve("password")), config.broker().passwordFile());
        assertEquals(
                new TlsConfig(
                        Optional.of(folder.resolve("ca.pem")),
                        Optional.of(folder.resolve("client.pem")),
                        Optional.of(folder.resolve("client.key")),
                        Optional.of(folder.resolve("passphrase")),
                        Optional.empty(),
                        List.of()),
                config.broker().tls());
    }

    @Test
    void absoluteNamesStayWhatTheyAre() throws ConfigErrors {
        var config = configurations.read("outbox: { directory: /srv/agent }\n" + Configurations.SHORTEST);
        assertEquals(Path.of("/srv/agent"), config.outbox().directory());
    }

    @Test
    void aMissingFileIsNamed() {
        refuse(
                "tls: { ca_file: nowhere.pem }",
                "43: broker.tls.ca_file: no file nowhere.pem; create it or correct the name");
        refuse("tls: { ca_file: '.' }", "43: broker.tls.ca_file: " + folder + " is not a file; correct the name");
        refuse(
                "tls: { ca_file: '' }",
                "43: broker.tls.ca_file: found an empty name, expected a file name; name one or leave the key out");
        refuse("tls: { ca_file: \"a\\0b\" }", "43: broker.tls.ca_file: found a name that no file can have; correct it");
    }

    @Test
    void aSecretThatOthersCanReadNamesTheCommandThatHelps() {
        configurations.file("password", "secret", "rw-r--r--");
        configurations.file("client.key", "key", "rw-r-----");
        var errors = configurations.errors(
                broker("username: u, password_file: password, tls: { cert_file: client.pem, key_file: client.key }"));
        assertEquals(
                List.of(
                        "agent.yaml:1:55: broker.password_file: password: others than its owner can use it (rw-r--r--); chmod 600 password",
                        "agent.yaml:1:105: broker.tls.key_file: client.key: others than its owner can use it (rw-r-----); chmod 600 client.key"),
                errors);
    }

    @Test
    void systemdsCredentialsHaveTheModeSystemdGivesThem() throws IOException, ConfigErrors {
        var credentials = Files.createDirectory(folder.resolve("credentials"));
        configurations.file("credentials/broker-password", "secret", "r--r-----");
        var service = configurations.on(Machine.named("hut").with("CREDENTIALS_DIRECTORY", credentials));
        var expected = Optional.of(credentials.resolve("broker-password"));
        assertEquals(expected, service.read(broker("username: u")).broker().passwordFile());
        assertEquals(
                expected,
                service.read(broker("username: u, password_file: credentials/broker-password"))
                        .broker()
                        .passwordFile());
    }

    @Test
    void withoutAUserNameNoPasswordIsUsed() throws ConfigErrors {
        assertEquals(
                Optional.empty(),
                configurations.read(broker("prefix: a")).broker().passwordFile());
        refuse("password_file: password", "42: broker.password_file: a password without a name; add broker.username");
    }

    @Test
    void aUserNameNeedsNoPassword() throws ConfigErrors {
        assertEquals(
                Optional.empty(),
                configurations.read(broker("username: u")).broker().passwordFile());
    }

    @Test
    void certificateAndKeyComeTogether() {
        refuse(
                "tls: { cert_file: client.pem }",
                "45: broker.tls.cert_file: a certificate without its key; add broker.tls.key_file");
        refuse(
                "tls: { key_file: client.key }",
                "44: broker.tls.key_file: a key without its certificate; add broker.tls.cert_file");
        refuse(
                "tls: { key_passphrase_file: passphrase }",
                "55: broker.tls.key_passphrase_file: a pass phrase without a key; add broker.tls.key_file");
    }
}
