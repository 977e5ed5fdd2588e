package dev.sandpiper.agent.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.TestCertificates;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
    @TempDir
    private Path folder;

    private Typed check(String yaml) {
        return Typed.line("check", "--config", Workbench.in(folder).write("agent.yaml", yaml));
    }

    @Test
    void itSaysWhatItWouldDo() {
        var bench = Workbench.in(folder);
        var typed = Typed.line("check", "--config", bench.configuration());
        assertEquals(0, typed.code());
        var plan = typed.out();
        assertLine(plan, "device  bench");
        assertLine(plan, "board   simulated");
        assertLine(plan, "broker  mqtt://127.0.0.1:1");
        assertLine(plan, "outbox  " + bench.directory() + ", at most 64MiB, commits every 1s");
        assertLine(plan, "outside  tmp102      i2c-1 0x48  every 1h   sandpiper/bench/telemetry/outside");
        assertLine(plan, "door     gpio-input  pin 17      on change  sandpiper/bench/telemetry/door");
        assertLine(plan, "pump      gpio-output  pin 22  false    false  max_on 10m  sandpiper/bench/command/pump");
    }

    private static void assertLine(String text, String line) {
        assertTrue(text.lines().anyMatch(line::equals), () -> "no line '" + line + "' in\n" + text);
    }

    @Test
    void itTouchesNoHardwareAndNoDirectory() {
        var bench = Workbench.in(folder);
        Typed.line("check", "--config", bench.configuration());
        assertEquals("", bench.levels());
        assertTrue(java.nio.file.Files.notExists(bench.directory()));
    }

    // 259,200 readings in 30 days of 113 bytes of payload (counted in the contract's first example, with 7 digits of
    // seq
    // and one decimal more), 36 of topic, 11 of MQTT, 156 of TCP/IP and 44 of TLS records; 43,200 health messages.
    @Test
    void theTrafficIsThatOfTheMessagesWithTheirPackets() {
        var typed = check("""
                device: { id: greenhouse-1 }
                broker: { url: "mqtts://broker.example.com:8883", username: "{device}" }
                board: { type: simulated }
                sensors: [ { id: air, type: bme280, every: 10s } ]
                """);
        var line = typed.out()
                .lines()
                .filter(one -> one.startsWith("traffic"))
                .findFirst()
                .orElseThrow();
        var mebibytes = Double.parseDouble(line.replaceAll("traffic +about ([0-9.]+) MiB a month.*", "$1"));
        var expected = (259_200.0 * (118 + 36 + 11 + 156 + 44) + 43_200.0 * (1000 + 29 + 11 + 156 + 44)) / (1 << 20);
        assertEquals(expected, mebibytes, expected * 0.03);
    }

    @Test
    void whatAppearsInHomeAssistantIsCountedAndWhatDoesNotIsSaid() {
        var typed = check("""
                device: { id: hut }
                broker: { url: "mqtts://broker.example.com:8883", username: me, send_every: 5m }
                board: { type: simulated }
                outbox: { directory: data }
                home_assistant: { discovery: true }
                sensors:
                  - { id: air, type: bme280 }
                  - { id: soil, type: exec, command: [echo] }
                """);
        assertTrue(
                typed.out()
                        .lines()
                        .anyMatch(
                                line -> line.matches("home assistant +\\d+ entities, homeassistant/device/hut/config")),
                typed.out());
        assertTrue(
                typed.err().contains("warning: soil does not appear in Home Assistant: nobody knows its values"),
                typed.err());
        assertFalse(typed.err().contains("air does not appear"), typed.err());
    }

    @Test
    void gatheringReadingsSavesTraffic() {
        var yaml = """
                broker: { url: "mqtts://broker.example.com:8883", username: me, send_every: %s }
                board: { type: simulated }
                health: { every: 1h }
                sensors: [ { id: air, type: bme280, every: 10s } ]
                """;
        var each = mebibytes(check(yaml.formatted("0s")));
        var gathered = mebibytes(check(yaml.formatted("5m")));
        assertTrue(gathered < each / 2, gathered + " of " + each);
    }

    // One by one they are as many messages as without. On a loopback with three sensors, TLS and health 317 bytes a
    // reading
    // were seen, where the acknowledgements of a burst share segments, and 364 without gathering.
    @Test
    void readingsThatAreGatheredAndSentOneByOneSaveLittle() {
        var yaml = """
                broker: { url: "mqtts://broker.example.com:8883", username: me, send_every: %s, keep_alive: 10m }
                board: { type: simulated }
                outbox: { batch: %d }
                health: { every: 1h }
                sensors: [ { id: air, type: bme280, every: 10s } ]
                """;
        var each = mebibytes(check(yaml.formatted("0s", 200)));
        assertEquals(each, mebibytes(check(yaml.formatted("5m", 1))), each * 0.02);
        var halves = mebibytes(check(yaml.formatted("5m", 15)));
        assertTrue(halves > mebibytes(check(yaml.formatted("5m", 200))), "two messages in place of one");
    }

    // In six hours of silence 23 pings with a quarter of an hour for each, 5 with an hour; 204 bytes, 120 times.
    @Test
    void whatIsPingedWhileThereIsNothingToSayIsCounted() {
        var yaml = """
                broker: { url: "mqtts://broker.example.com:8883", username: me, keep_alive: %s }
                board: { type: simulated }
                health: { every: 6h }
                actuators: [ { id: pump, type: gpio-output, pin: 22, max_on: 1h } ]
                """;
        var pings = kibibytes(check(yaml.formatted("15m"))) - kibibytes(check(yaml.formatted("1h")));
        assertEquals((23 - 5) * 120 * 204 / 1024.0, pings, 2);
    }

    private static double kibibytes(Typed typed) {
        return Double.parseDouble(typed.out().replaceAll("(?s).*about ([0-9.]+) KiB a month.*", "$1"));
    }

    // Three sensors each 10 s wrote 3.5 KB/s to a loop device with ext4: one commit each 10 s, not three.
    @Test
    void readingsOfOneCycleShareACommit() {
        var yaml = """
                broker: { url: "mqtts://broker.example.com:8883", username: me }
                board: { type: simulated }
                sensors:
                  - { id: air, type: bme280, every: 10s }
                  - { id: cellar, type: lm75, every: %s }
                """;
        assertTrue(written(yaml.formatted("10s")) < 0.6 * written(yaml.formatted("11s")));
    }

    private double written(String yaml) {
        return Double.parseDouble(check(yaml).out().replaceAll("(?s).*card +about ([0-9.]+) MiB.*", "$1"));
    }

    @Test
    void whatADeadbandLeavesOutIsSaidNotToBeKnown() {
        var yaml = """
                broker: { url: "mqtts://broker.example.com:8883", username: me }
                board: { type: simulated }
                sensors: [ { id: air, type: bme280, values: { temperature: { deadband: %s } } } ]
                """;
        assertTrue(check(yaml.formatted("0.5")).out().contains("and what a deadband leaves out, as if it were sent)"));
    }

    private static double mebibytes(Typed typed) {
        return Double.parseDouble(typed.out().replaceAll("(?s).*about ([0-9.]+) MiB a month.*", "$1"));
    }

    // 64 MiB, of which 60.7 are used, at about 54 bytes every 10 s: 136 days.
    @Test
    void theOutageIsWhatTheOutboxHolds() {
        var typed = check("""
                broker: { url: "mqtts://broker.example.com:8883", username: me }
                board: { type: simulated }
                sensors: [ { id: air, type: bme280, every: 10s } ]
                """);
        var days = Double.parseDouble(typed.out().replaceAll("(?s).*about ([0-9.]+) days fit.*", "$1"));
        assertEquals(136, days, 5);
    }

    // Twenty readings a second as in decision 0020: 821 bytes each at 1s, 291 at 10s; of 143 bytes there, of 126 here.
    @Test
    void whatTheCardTakesInAnOutageFollowsFromCommitEvery() {
        var yaml = """
                broker: { url: "mqtts://broker.example.com:8883", username: me }
                board: { type: simulated }
                outbox: { commit_every: %s }
                sensors: [ { id: air, type: bme280, every: 50ms } ]
                """;
        assertEquals(1.32, gibibytes(check(yaml.formatted("1s"))), 0.15);
        assertEquals(0.47, gibibytes(check(yaml.formatted("10s"))), 0.08);
        assertTrue(gibibytes(check(yaml.formatted("0s"))) > 10, "each record is a commit");
    }

    private static double gibibytes(Typed typed) {
        var card = Pattern.compile("card +about ([0-9.]+) ([MG])iB ").matcher(typed.out());
        assertTrue(card.find(), typed.out());
        return Double.parseDouble(card.group(1)) / (card.group(2).equals("M") ? 1024 : 1);
    }

    @Test
    void whatMayNotBeMeantIsAWarning() {
        var typed = check("""
                broker: { url: "mqtt://broker.example.com", allow_plaintext: true }
                board: { type: simulated }
                actuators: [ { id: pump, type: gpio-output, pin: 22 } ]
                """);
        assertEquals(0, typed.code());
        var warnings = typed.err().lines().toList();
        assertEquals(3, warnings.size(), typed.err());
        assertTrue(warnings.get(0).startsWith("sandpiper: warning: mqtt://broker.example.com is not encrypted"));
        assertTrue(warnings.get(1).contains("neither username nor tls.cert_file"));
        assertTrue(warnings.get(2).contains("pump has neither max_on nor on_link_loss"));
    }

    @Test
    void aCertificateThatEndsSoonIsAWarning() {
        var authority = TestCertificates.in(folder.resolve("authority"), Duration.ofDays(12));
        var own = authority.issue(
                "own", "DNS:own", Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2020-02-01T00:00:00Z"));
        var yaml = """
                broker:
                  url: mqtts://127.0.0.1:1
                  tls: { ca_file: "%s", cert_file: "%s", key_file: "%s" }
                outbox: { directory: "%s" }
                board: { type: simulated }
                sensors: [ { id: air, type: bme280 } ]
                """;
        var typed = check(yaml.formatted(authority.ca(), own.certificate(), own.key(), folder.resolve("outbox")));
        assertEquals(0, typed.code(), typed.err());
        var warnings = typed.err().lines().toList();
        assertEquals(2, warnings.size(), typed.err());
        assertEquals(
                "sandpiper: warning: the certificate " + own.certificate() + " expired on 2020-02-01; renew it",
                warnings.get(0));
        assertTrue(
                warnings.get(1)
                        .startsWith("sandpiper: warning: the authority 'CN=authority' in " + authority.ca()
                                + " expires in 11 days, on "),
                typed.err());
    }

    @Test
    void anOutboxThatCannotBeWrittenIsAWarning() {
        var typed = check("""
                broker: { url: "mqtt://127.0.0.1:1", username: me }
                outbox: { directory: agent.yaml/data }
                board: { type: simulated }
                sensors: [ { id: air, type: bme280 } ]
                """);
        assertEquals(0, typed.code());
        assertTrue(typed.err().startsWith("sandpiper: warning: outbox.directory " + folder), typed.err());
        assertTrue(typed.err().contains("agent.yaml/data cannot be written by "), typed.err());
    }

    @Test
    void aProgramThatIsMissingIsAWarningToo() {
        var typed = check("""
                broker: { url: "mqtt://127.0.0.1:1", username: me }
                outbox: { directory: data }
                board: { type: simulated }
                sensors: [ { id: soil, type: exec, command: [/nowhere/soil] } ]
                """);
        assertEquals(0, typed.code());
        assertEquals(
                "sandpiper: warning: soil: there is no program /nowhere/soil; install it or correct command",
                typed.err().strip());
    }
}
