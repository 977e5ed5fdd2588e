package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker as an operator names it, instead of a configuration or over one. */
class BrokerWordsTest {
    private static final Machine LAPTOP = Machine.named("laptop");

    @TempDir
    Path folder;

    private final BrokerWords words = new BrokerWords();

    private BrokerConfig over(String yaml) throws ConfigErrors, IOException {
        return BrokerConfig.read(Files.writeString(folder.resolve("agent.yaml"), yaml), words, LAPTOP);
    }

    private List<String> complaints() {
        return assertThrows(ConfigErrors.class, () -> BrokerConfig.of(words, LAPTOP))
                .lines();
    }

    @Test
    void withoutAConfigurationTheRestHasItsDefault() throws ConfigErrors {
        var broker = BrokerConfig.of(words.urls(List.of("mqtts://a", "wss://b")), LAPTOP);
        assertEquals(
                List.of("mqtts://a", "wss://b"),
                broker.addresses().stream().map(BrokerAddress::url).toList());
        assertEquals("sandpiper", broker.prefix());
        assertEquals(Optional.empty(), broker.username());
        assertEquals(TlsConfig.NONE, broker.tls());
    }

    @Test
    void aConfigurationNeedsNoSensorsAndMayBeWrongElsewhere() throws ConfigErrors, IOException {
        var broker = over("""
                device: { id: greenhouse-1 }
                broker: { url: mqtts://a, username: "{device}", prefix: plant }
                sensors: [ { id: air, type: bme208 } ]
                """);
        assertEquals("mqtts://a", broker.addresses().getFirst().url());
        assertEquals(Optional.of("greenhouse-1"), broker.username());
        assertEquals("plant", broker.prefix());
    }

    @Test
    void wordsStandInPlaceOfKeysOfTheConfiguration() throws ConfigErrors, IOException {
        Files.createFile(folder.resolve("ca.pem"));
        words.text("username", Optional.of("ada"))
                .urls(List.of("mqtts://b"))
                .tlsText("server_name", Optional.of("broker"));
        var broker = over("""
                broker:
                  url: mqtts://a
                  username: nobody
                  prefix: plant
                  tls: { ca_file: ca.pem, server_name: other }
                """);
        assertEquals("mqtts://b", broker.addresses().getFirst().url());
        assertEquals(Optional.of("ada"), broker.username());
        assertEquals("plant", broker.prefix());
        assertEquals(Optional.of(folder.resolve("ca.pem")), broker.tls().caFile());
        assertEquals(Optional.of("broker"), broker.tls().serverName());
    }

    @Test
    void aFileThatTheWordsReplaceNeedNotBeReadable() throws ConfigErrors, IOException {
        var own = Files.createFile(folder.resolve("own"));
        Files.setPosixFilePermissions(own, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        words.file("password_file", Optional.of(own));
        var broker = over("broker: { url: mqtts://a, username: hut, password_file: /of/the/service }");
        assertEquals(Optional.of(own), broker.passwordFile());
    }

    @Test
    void aRelativeNameStartsWhereItWasTyped() throws ConfigErrors, IOException {
        var here = Path.of("pom.xml");
        words.tlsFile("ca_file", Optional.of(here));
        assertEquals(
                Optional.of(here.toAbsolutePath()),
                over("broker: { url: mqtts://a }").tls().caFile());
    }

    @Test
    void whatIsWrongWithAWordIsToldOfTheWord() {
        words.urls(List.of("mqtt://example.com", "mqtts://u:p@broker.example.com"))
                .file("password_file", Optional.of(Path.of("/no/such/file")))
                .tlsFile("cert_file", Optional.of(Path.of("/no/such/cert")));
        assertEquals(
                List.of(
                        "--broker: found a user name in the URL, expected a URL like mqtts://broker.example.com:8883; put it into username and password_file",
                        "--password-file: no file /no/such/file; create it or correct the name",
                        "--cert-file: no file /no/such/cert; create it or correct the name",
                        "--broker: 'mqtt://example.com' sends readings and passwords for all to read; use mqtts://, or set --allow-plaintext",
                        "--password-file: a password without a name; add --username",
                        "--cert-file: a certificate without its key; add --key-file"),
                complaints());
    }

    @Test
    void whatIsWrongWithTheFileIsToldOfItsPlace() {
        var errors = assertThrows(ConfigErrors.class, () -> over("broker: { url: mqtts://a, usrname: hut }"));
        assertEquals(
                List.of(folder.resolve("agent.yaml") + ":1:27: broker.usrname: unknown key; did you mean 'username'?"),
                errors.lines());
    }

    @Test
    void plaintextGoesToOtherMachinesOnlyWhenAskedFor() throws ConfigErrors {
        words.urls(List.of("mqtt://example.com"));
        assertEquals(1, complaints().size());
        assertEquals(
                "mqtt://example.com",
                BrokerConfig.of(words.allowPlaintext(), LAPTOP)
                        .addresses()
                        .getFirst()
                        .url());
    }
}
