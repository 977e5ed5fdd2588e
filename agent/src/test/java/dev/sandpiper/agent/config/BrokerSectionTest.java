package dev.sandpiper.agent.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.payload.Format;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerSectionTest {
    private static final String EXPECTED = "expected a URL like mqtts://broker.example.com:8883";

    @TempDir
    Path folder;

    private BrokerConfig broker(String keys) throws ConfigErrors {
        return Configurations.in(folder)
                .read("broker: { " + keys + " }\n" + Configurations.WITH_SENSOR)
                .broker();
    }

    private void refuse(String keys, String error) {
        Configurations.in(folder)
                .refuse("broker: { " + keys + " }\n" + Configurations.WITH_SENSOR, "agent.yaml:1:" + error);
    }

    private void refuseUrl(String url, String error) {
        refuse("url: " + url, "16: broker.url: " + error);
    }

    private void refuseKey(String key, String error) {
        refuse("url: mqtts://b, " + key, error);
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws ConfigErrors {
        var broker = broker("url: mqtts://broker.example.com");
        assertEquals(
                new BrokerConfig(
                        List.of(new BrokerAddress("mqtts://broker.example.com", "broker.example.com", 8883, true)),
                        "greenhouse-1",
                        Optional.empty(),
                        Optional.empty(),
                        TlsConfig.NONE,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(60),
                        "sandpiper",
                        Format.JSON,
                        Duration.ZERO,
                        OptionalDouble.empty(),
                        OptionalLong.empty(),
                        128 * 1024),
                broker);
    }

    @Test
    void severalUrlsKeepTheirOrder() throws ConfigErrors {
        var addresses = broker("url: [mqtts://a:1, 'mqtts://[2001:db8::1]:2/', mqtt://127.0.0.1]")
                .addresses();
        assertEquals(
                List.of(
                        new BrokerAddress("mqtts://a:1", "a", 1, true),
                        new BrokerAddress("mqtts://[2001:db8::1]:2/", "2001:db8::1", 2, true),
                        new BrokerAddress("mqtt://127.0.0.1", "127.0.0.1", 1883, false)),
                addresses);
    }

    @Test
    void theDevicesIdWorksInEveryText() throws ConfigErrors {
        Configurations.in(folder).file("greenhouse-1.password", "secret", "rw-------");
        var broker = broker(
                "url: 'mqtts://{device}.example.com', client_id: 'x-{device}', username: '{device}', password_file: '{device}.password', prefix: 'a/{device}', tls: { server_name: '{device}.example.com' }");
        assertEquals("greenhouse-1.example.com", broker.addresses().getFirst().host());
        assertEquals("x-greenhouse-1", broker.clientId());
        assertEquals(Optional.of("greenhouse-1"), broker.username());
        assertEquals(Optional.of(folder.resolve("greenhouse-1.password")), broker.passwordFile());
        assertEquals("a/greenhouse-1", broker.prefix());
        assertEquals(Optional.of("greenhouse-1.example.com"), broker.tls().serverName());
    }

    @Test
    void anotherPlaceholderIsRefused() {
        refuseKey(
                "client_id: 'x-{host}'",
                "38: broker: found 'x-{host}', expected no placeholder but {device}; correct it");
    }

    @Test
    void ratesAreMessagesAndBytesASecond() throws ConfigErrors {
        var broker = broker("url: mqtts://b, max_rate: { messages: 0.5/s, bytes: 64KiB/s }");
        assertEquals(OptionalDouble.of(0.5), broker.maxMessagesPerSecond());
        assertEquals(OptionalLong.of(65_536), broker.maxBytesPerSecond());
    }

    @Test
    void plaintextStaysOnThisMachineUnlessAllowed() throws ConfigErrors {
        for (var host : List.of("localhost", "127.0.0.1", "127.1.2.3", "[::1]", "broker.localhost"))
            assertEquals(
                    1883,
                    broker("url: 'mqtt://" + host + "'").addresses().getFirst().port());
        assertEquals(
                "broker.example.com",
                broker("url: mqtt://broker.example.com, allow_plaintext: true")
                        .addresses()
                        .getFirst()
                        .host());
        refuseUrl(
                "mqtt://broker.example.com",
                "'mqtt://broker.example.com' sends readings and passwords for all to read; use mqtts://, or set broker.allow_plaintext: true");
        refuseUrl(
                "mqtt://127.0.0.1.example.com",
                "'mqtt://127.0.0.1.example.com' sends readings and passwords for all to read; use mqtts://, or set broker.allow_plaintext: true");
    }

    @Test
    void aWebSocketHasAPathAndPortsOfItsOwn() throws ConfigErrors {
        assertEquals(
                new BrokerAddress("wss://b", "b", 443, true, Optional.of("/mqtt")),
                broker("url: wss://b").addresses().getFirst());
        assertEquals(
                new BrokerAddress("ws://localhost", "localhost", 80, false, Optional.of("/mqtt")),
                broker("url: ws://localhost").addresses().getFirst());
        assertEquals(
                new BrokerAddress("wss://[::1]:8084/", "::1", 8084, true, Optional.of("/")),
                broker("url: 'wss://[::1]:8084/'").addresses().getFirst());
        assertEquals(
                new BrokerAddress("wss://b.example.com/a/b", "b.example.com", 443, true, Optional.of("/a/b")),
                broker("url: wss://b.example.com/a/b").addresses().getFirst());
    }

    /** Services put signatures there, which do not belong into a log. */
    @Test
    void theQueryOfAWebSocketIsSentAndNotShown() throws ConfigErrors {
        assertEquals(
                new BrokerAddress("wss://b/mqtt", "b", 443, true, Optional.of("/mqtt?token=a@b/c")),
                broker("url: 'wss://b/mqtt?token=a@b/c'").addresses().getFirst());
        assertEquals(
                new BrokerAddress("wss://b", "b", 443, true, Optional.of("/mqtt?token=1")),
                broker("url: 'wss://b?token=1'").addresses().getFirst());
    }

    @Test
    void aWebSocketInPlaintextStaysOnThisMachineUnlessAllowed() throws ConfigErrors {
        refuseUrl(
                "ws://broker.example.com/mqtt",
                "'ws://broker.example.com/mqtt' sends readings and passwords for all to read; use wss://, or set broker.allow_plaintext: true");
        assertEquals(
                80,
                broker("url: ws://broker.example.com, allow_plaintext: true")
                        .addresses()
                        .getFirst()
                        .port());
    }

    @Test
    void aWebSocketsPathCannotSmuggleALineIntoTheRequest() {
        refuseUrl("'wss://b/ HTTP/1.1'", "found 'wss://b/ HTTP/1.1', " + EXPECTED + "; correct it");
        refuseUrl("\"wss://b/a\\r\\nX: y\"", "found 'wss://b/a??X: y', " + EXPECTED + "; correct it");
        refuseUrl("'wss://b/#part'", "found 'wss://b/#part', " + EXPECTED + "; correct it");
        refuseUrl("wss://b/ä", "found 'wss://b/ä', " + EXPECTED + "; correct it");
    }

    @Test
    void aUrlIsRefusedWithWhatIsWrongAboutIt() {
        refuseUrl("broker.example.com", "found 'broker.example.com', " + EXPECTED + "; begin with mqtts://");
        refuseUrl("tcp://b:1883", "found 'tcp://b:1883', " + EXPECTED + "; write mqtt:// for tcp://");
        refuseUrl("ssl://b", "found 'ssl://b', " + EXPECTED + "; write mqtts:// for ssl://");
        refuseUrl("mqtts://b/path", "found 'mqtts://b/path', " + EXPECTED + ", without a path; correct it");
        refuseUrl("'mqtts://b?x=1'", "found 'mqtts://b?x=1', " + EXPECTED + ", without a path; correct it");
        refuseUrl("https://b", "found 'https://b', " + EXPECTED + "; write wss:// for https://");
        refuseUrl("mqtts://b:70000", "found port 70000, expected 1 to 65535; correct it");
        refuseUrl(
                "me:secret@b",
                "found a user name in the URL, " + EXPECTED + "; put it into username and password_file");
        refuseUrl(
                "mqtts://me:secret@b",
                "found a user name in the URL, " + EXPECTED + "; put it into username and password_file");
        refuseUrl("[]", "found an empty list, " + EXPECTED + ", or a list of them; give at least one");
        refuseUrl("7", "found 7, " + EXPECTED + "; write \"7\" in quotes");
        refuse("url: [mqtts://b, 1]", "28: broker.url[1]: found 1, " + EXPECTED + "; write \"1\" in quotes");
    }

    @Test
    void aBrokerIsRequired() {
        Configurations.in(folder)
                .refuse(
                        Configurations.WITH_SENSOR,
                        "agent.yaml:1:1: broker: missing, expected keys with values: url, allow_plaintext, client_id, username, password_file, tls, keep_alive, reconnect, prefix, format, send_every, max_rate, max_packet; add it");
        refuse(
                "prefix: a",
                "9: broker.url: missing, expected a URL like mqtts://broker.example.com:8883, or a list of them; add it");
    }

    @Test
    void aDurationNeedsItsUnit() {
        refuseKey(
                "keep_alive: 60",
                "39: broker.keep_alive: found 60, expected a duration 5s to 18h12m15s; a number needs its unit, write 60s");
        refuseKey(
                "keep_alive: 1 min",
                "39: broker.keep_alive: found '1 min', expected a duration 5s to 18h12m15s; write it like 250ms, 10s, 5m, 1h30m or 2d");
    }

    @Test
    void keepAliveFitsIntoMqttsSixteenBits() throws ConfigErrors {
        assertEquals(
                Duration.ofSeconds(65_535),
                broker("url: mqtts://b, keep_alive: 65535s").keepAlive());
        refuseKey(
                "keep_alive: 65536s",
                "39: broker.keep_alive: found '65536s', expected a duration 5s to 18h12m15s; correct it");
        refuseKey("keep_alive: 5500ms", "39: broker.keep_alive: not whole seconds, which MQTT counts in; round it");
    }

    @Test
    void reconnectionsShortestPauseIsNotAboveTheLongest() {
        refuseKey(
                "reconnect: { min: 2m }",
                "45: broker.reconnect.min: min is 2m and max 1m, expected min not above max; correct one");
        refuseKey(
                "reconnect: { min: 5s, max: 1s }",
                "54: broker.reconnect.max: min is 5s and max 1s, expected min not above max; correct one");
    }

    @Test
    void aPrefixHasOneToThreeLevelsWithoutWildcards() throws ConfigErrors {
        assertEquals("a/b/c", broker("url: mqtts://b, prefix: a/b/c").prefix());
        for (var wrong : List.of("''", "/a", "a/", "a//b", "a/b/c/d", "a/+", "'#'", "$SYS", "a b", "a/💡", "Ｌ")) {
            var found = wrong.startsWith("'") ? wrong : "'" + wrong + "'";
            refuseKey(
                    "prefix: " + wrong,
                    "35: broker.prefix: found " + found
                            + ", expected one to three levels like 'plant/hall-2', without '+', '#', blanks, emoji and empty levels; correct it");
        }
    }

    /** The MQTT library cannot write them. */
    @Test
    void aNameOnTheWireHasNoEmoji() throws ConfigErrors {
        assertEquals(
                Optional.of("Gärtner"),
                broker("url: mqtts://b, username: Gärtner").username());
        refuseKey(
                "username: pi💡",
                "37: broker.username: found 'pi💡', expected text of 1 to 200 characters in one line, without emoji; correct it");
        refuseKey(
                "client_id: 💡",
                "38: broker.client_id: found '💡', expected text of 1 to 200 characters in one line, without emoji; correct it");
    }

    @Test
    void aRateNeedsItsUnit() {
        refuseKey(
                "max_rate: { messages: 50 }",
                "49: broker.max_rate.messages: found 50, expected a rate like 50/s; write messages a second, more than none");
        refuseKey(
                "max_rate: { bytes: 64KiB }",
                "46: broker.max_rate.bytes: found '64KiB', expected a rate like 64KiB/s; write bytes a second with their unit");
        refuseKey(
                "max_rate: { messages: 0/s }",
                "49: broker.max_rate.messages: found '0/s', expected a rate like 50/s; write messages a second, more than none");
    }

    @Test
    void aPacketIsNeverSmallerThanWhatTheAgentSends() {
        refuseKey(
                "max_packet: 1KiB",
                "39: broker.max_packet: found '1KiB', expected a size 2KiB to 16MiB; write it like 64KiB or 10MiB");
        refuseKey(
                "max_packet: 131072",
                "39: broker.max_packet: found 131072, expected a size 2KiB to 16MiB; a number needs its unit: B, KiB, MiB or GiB");
    }

    @Test
    void aFlagIsTrueOrFalse() {
        refuseKey(
                "allow_plaintext: yes",
                "44: broker.allow_plaintext: found 'yes', expected true or false; write one of them without quotes");
    }

    @Test
    void aPasswordInTheFileIsNotShownButSentElsewhere() {
        var errors = Configurations.in(folder)
                .errors("broker: { url: mqtts://b, password: hunter2 }\n" + Configurations.WITH_SENSOR);
        assertEquals(List.of("agent.yaml:1:27: broker.password: unknown key; did you mean 'password_file'?"), errors);
        assertTrue(errors.stream().noneMatch(line -> line.contains("hunter2")));
    }
}
