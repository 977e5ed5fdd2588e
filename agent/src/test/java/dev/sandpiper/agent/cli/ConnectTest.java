package dev.sandpiper.agent.cli;

import static dev.sandpiper.agent.testing.FaultyServer.readPacket;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.PickyProxy;
import dev.sandpiper.agent.testing.ScriptedBroker;
import dev.sandpiper.agent.testing.TestCertificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code check --connect} against a real mosquitto and its access list, and against brokers that are less. */
@Execution(ExecutionMode.CONCURRENT)
class ConnectTest {
    private static final String EVERYTHING = "user hut\ntopic readwrite sandpiper/hut/#\n";
    /** As docs/operating.md gives them. */
    private static final String RECOMMENDED = "pattern write sandpiper/%u/#\npattern read sandpiper/%u/command/+\n";

    @TempDir
    private Path folder;

    private final List<Mosquitto> started = new ArrayList<>();

    @AfterEach
    void noBroker() {
        started.forEach(Mosquitto::close);
    }

    private Mosquitto broker(String rights) {
        var place = folder.resolve("broker");
        var broker = Mosquitto.in(place).withPassword("hut", "secret");
        write("broker/rights", rights + "user observer\ntopic readwrite #\n");
        Command.run("mosquitto_passwd", "-b", place.resolve("passwords").toString(), "observer", "secret");
        started.add(broker.with("acl_file " + place.resolve("rights")));
        return broker;
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private Typed check(String url) {
        return Typed.line("check", "--connect", "--config", configuration(url, "secret", ""));
    }

    private Typed check(int port) {
        return check("mqtt://127.0.0.1:" + port);
    }

    private Path configuration(String url, String password, String tls) {
        try {
            Files.setPosixFilePermissions(
                    write("password", password + "\n"), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return write("agent.yaml", """
                device: { id: hut }
                broker: { url: "%s", username: hut, password_file: password %s }
                outbox: { directory: data }
                board: { type: simulated }
                health: { every: 1h }
                sensors: [ { id: air, type: bme280, every: 1h } ]
                actuators: [ { id: pump, type: gpio-output, pin: 22, max_on: 10m } ]
                """.formatted(url, tls));
    }

    /** Result and sentence of a line, one blank apart. */
    private static String of(Typed typed, String name) {
        return typed.out()
                .lines()
                .filter(line -> line.startsWith(name + "  "))
                .map(line -> line.substring(name.length()).strip().replaceAll("  +", " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line '" + name + "' in\n" + typed));
    }

    private static List<String> namesThatAre(Typed typed, String result) {
        return typed.out()
                .lines()
                .filter(line -> line.matches("\\S+ +" + result + "( .*)?"))
                .map(line -> line.substring(0, line.indexOf(' ')))
                .toList();
    }

    @Test
    void whereAllIsAllowedAllIsWell() {
        var certificates = TestCertificates.in(folder.resolve("ca"));
        var broker = broker(EVERYTHING).withTls(certificates, certificates.forLoopback());
        broker.start();
        var url = "mqtts://localhost:" + broker.port();
        var typed = Typed.line("check", "--connect", "--config", configuration(url, "secret", tls(certificates.ca())));
        assertEquals(0, typed.code(), typed.toString());
        assertEquals(List.of(), namesThatAre(typed, "(FAILED|unknown|not tried)"));
        assertTrue(of(typed, "name").startsWith("ok localhost is 127.0.0.1"), typed.out());
        assertEquals("ok " + broker.port() + " answers", of(typed, "port"));
        assertTrue(of(typed, "TLS")
                .matches("ok TLSv1.3, \\S+; the broker's certificate 'CN=loopback' ends in 36\\d days"));
        assertEquals("ok as 'hut'", of(typed, "login"));
        assertEquals(
                List.of(
                        "session",
                        "will",
                        "retained",
                        "sandpiper/hut/status",
                        "sandpiper/hut/info",
                        "sandpiper/hut/health",
                        "sandpiper/hut/telemetry/air",
                        "sandpiper/hut/state/pump",
                        "sandpiper/hut/history/air",
                        "sandpiper/hut/history/pump",
                        "sandpiper/hut/gap",
                        "sandpiper/hut/reply/pump",
                        "sandpiper/hut/reply/agent",
                        "sandpiper/hut/command/agent",
                        "sandpiper/hut/command/+"),
                namesThatAre(typed, "ok").subList(4, 19));
    }

    private static String tls(Path ca) {
        return ", tls: { ca_file: \"" + ca + "\" }";
    }

    // docs/operating.md: a device writes everything of its own, and reads commands only. mosquitto says in MQTT 5 what
    // it
    // does with each message, and a will can be seen among the commands.
    @Test
    void rightsToWriteAreSeenWithoutTheRightToReadThemBack() {
        var broker = broker(RECOMMENDED).start();
        var typed = check(broker.port());
        assertEquals(0, typed.code(), typed.toString());
        assertEquals(List.of(), namesThatAre(typed, "(FAILED|unknown|not tried)"));
        assertEquals("ok published when a connection broke", of(typed, "will"));
        assertEquals("ok the broker says that it keeps them", of(typed, "retained"));
    }

    @Test
    void aMissingRightToWriteIsSeenWithoutTheRightToRead() {
        var broker = broker(RECOMMENDED + "pattern deny sandpiper/%u/status\npattern deny sandpiper/%u/history/air\n")
                .start();
        var typed = check(broker.port());
        assertEquals(1, typed.code());
        assertEquals(
                List.of("will", "sandpiper/hut/status", "sandpiper/hut/history/air"), namesThatAre(typed, "FAILED"));
    }

    @Test
    void aReplyThatMayNotBeSentIsFound() {
        var broker = broker(allBut("reply/pump")).start();
        var typed = check(broker.port());
        assertEquals(1, typed.code());
        assertEquals(List.of("sandpiper/hut/reply/pump"), namesThatAre(typed, "FAILED"));
        assertEquals(
                "FAILED the broker refuses what is sent there: allow user 'hut' to publish there",
                of(typed, "sandpiper/hut/reply/pump"));
        assertEquals(List.of(), namesThatAre(typed, "(unknown|not tried)"));
    }

    private static String allBut(String topic) {
        return EVERYTHING + "topic deny sandpiper/hut/" + topic + "\n";
    }

    @Test
    void aBrokerOfMqtt311IsJudgedByWhatComesBack() {
        var broker = broker(allBut("reply/pump")).start();
        try (var older = knowingOnlyMqtt311(broker)) {
            var typed = check(older.address().url());
            assertEquals(1, typed.code());
            assertEquals(List.of("sandpiper/hut/reply/pump"), namesThatAre(typed, "FAILED"));
            assertEquals(
                    "FAILED acknowledged, and does not come back as others do: allow user 'hut' to publish there"
                            + " (or, if others do get it, to subscribe)",
                    of(typed, "sandpiper/hut/reply/pump"));
        }
    }

    @Test
    void whereNothingComesBackAndNobodySaysWhyItIsUnknown() {
        var broker = broker(RECOMMENDED).start();
        try (var older = knowingOnlyMqtt311(broker)) {
            var typed = check(older.address().url());
            assertEquals(0, typed.code());
            assertEquals(
                    "unknown acknowledged; user 'hut' may not read it, so nobody can see here whether it is passed on",
                    of(typed, "sandpiper/hut/telemetry/air"));
            assertEquals("ok", of(typed, "sandpiper/hut/command/agent"));
            assertTrue(
                    of(typed, "will").startsWith("unknown the broker takes it; user 'hut' may not read"), typed.out());
            assertTrue(of(typed, "retained").startsWith("unknown acknowledged; user 'hut' may not read"), typed.out());
            assertEquals("ok what is sent there arrives", of(typed, "sandpiper/hut/command/+"));
        }
    }

    private static FaultyServer knowingOnlyMqtt311(Mosquitto broker) {
        return FaultyServer.doing(client -> {
            var connect = readPacket(client.getInputStream());
            var version = connect[6];
            if (version != 4) return;
            try (var server = new Socket(InetAddress.getLoopbackAddress(), broker.port())) {
                server.getOutputStream().write(new byte[] {0x10, (byte) connect.length});
                server.getOutputStream().write(connect);
                Thread.ofVirtual().start(() -> pass(server, client));
                client.getInputStream().transferTo(server.getOutputStream());
            }
        });
    }

    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException over) {
            // One of both has gone.
        }
    }

    @Test
    void commandsThatDoNotArriveAreFound() {
        var broker = broker("user hut\ntopic write sandpiper/hut/#\n").start();
        var typed = check(broker.port());
        assertEquals(1, typed.code());
        assertEquals(List.of("sandpiper/hut/command/+"), namesThatAre(typed, "FAILED"));
        assertEquals(
                "FAILED the broker grants the subscription and passes nothing on: allow user 'hut' to read it",
                of(typed, "sandpiper/hut/command/+"));
    }

    @Test
    void aWillThatWouldBeThrownAwayIsFound() {
        var broker = broker(allBut("status")).start();
        var typed = check(broker.port());
        assertEquals(List.of("will", "sandpiper/hut/status"), namesThatAre(typed, "FAILED"));
        assertEquals(
                "FAILED it would be thrown away: allow user 'hut' to publish to sandpiper/hut/status",
                of(typed, "will"));
    }

    @Test
    void aBrokerThatKeepsNothingIsFound() {
        var broker = broker(EVERYTHING).with("retain_available false");
        broker.start();
        var typed = check(broker.port());
        assertEquals(List.of("retained"), namesThatAre(typed, "FAILED"));
        assertEquals(
                "FAILED the broker closes the connection on it: let it keep messages of user 'hut'",
                of(typed, "retained"));
    }

    @Test
    void aTopicOnWhichTheBrokerClosesIsFoundAndTheRestIsTried() {
        var broker = broker(EVERYTHING).start();
        try (var picky = PickyProxy.to(broker.port())) {
            picky.dislikes(publish -> publish.topic().endsWith("/gap"));
            var typed = check(picky.port());
            assertEquals(1, typed.code());
            assertEquals(List.of("sandpiper/hut/gap"), namesThatAre(typed, "FAILED"));
            assertEquals(
                    "FAILED the broker closes the connection on what is sent there: allow user 'hut' to publish there",
                    of(typed, "sandpiper/hut/gap"));
            assertEquals(List.of(), namesThatAre(typed, "(unknown|not tried)"));
        }
    }

    @Test
    void aSubscriptionOnWhichTheBrokerClosesIsFoundAndTheRestIsTried() {
        var broker = broker(EVERYTHING).start();
        try (var picky = PickyProxy.to(broker.port())) {
            picky.dislikesSubscriptions();
            var typed = check(picky.port());
            assertEquals(1, typed.code());
            assertEquals(List.of("sandpiper/hut/command/+"), namesThatAre(typed, "FAILED"));
            assertEquals(
                    "FAILED the broker closes the connection on the subscription: allow user 'hut' to read it",
                    of(typed, "sandpiper/hut/command/+"));
            assertEquals(List.of("will"), namesThatAre(typed, "unknown"));
            assertEquals(2, picky.closes());
        }
    }

    @Test
    void aRefusedSubscriptionAndAForgottenSessionAreFound() {
        try (var broker = ScriptedBroker.acknowledging(1_000).answeringSubscriptions(0x80)) {
            var typed = check(broker.address().url());
            assertEquals(1, typed.code());
            assertEquals(List.of("session", "sandpiper/hut/command/+"), namesThatAre(typed, "FAILED"));
            assertEquals(
                    "FAILED the broker refuses the subscription: allow user 'hut' to read it",
                    of(typed, "sandpiper/hut/command/+"));
            assertTrue(of(typed, "session").startsWith("FAILED the broker forgets it"), typed.out());
        }
    }

    @Test
    void aWrongPasswordIsFoundAndNothingElseTried() {
        var broker = broker(EVERYTHING).start();
        var url = "mqtt://127.0.0.1:" + broker.port();
        var typed = Typed.line("check", "--connect", "--config", configuration(url, "wrong", ""));
        assertEquals(1, typed.code());
        assertTrue(
                of(typed, "login").startsWith("FAILED the broker refuses the login of 'hut' as not authorised"),
                typed.out());
        assertEquals(List.of("session", "will", "retained", "topics"), namesThatAre(typed, "not tried"));
    }

    @Test
    void aWrongAuthorityIsFound() {
        var certificates = TestCertificates.in(folder.resolve("ca"));
        var other = TestCertificates.in(folder.resolve("other"));
        var broker = broker(EVERYTHING).withTls(certificates, certificates.forLoopback());
        broker.start();
        var url = "mqtts://127.0.0.1:" + broker.port();
        var typed = Typed.line("check", "--connect", "--config", configuration(url, "secret", tls(other.ca())));
        assertEquals(1, typed.code());
        assertEquals("ok 127.0.0.1 is an address", of(typed, "name"));
        assertTrue(of(typed, "TLS").startsWith("FAILED the broker's certificate is not trusted by"), typed.out());
        assertEquals("not tried", of(typed, "login"));
    }

    @Test
    void aClosedPortAndAnUnknownNameAreFound() {
        var closed = check(Mosquitto.freePort());
        assertEquals(1, closed.code());
        assertTrue(of(closed, "port").startsWith("FAILED nothing listens on 127.0.0.1:"), closed.out());
        var unknown = Typed.line(
                "check",
                "--connect",
                "--config",
                configuration("mqtt://broker.invalid", "secret", ", allow_plaintext: true"));
        assertEquals(1, unknown.code());
        assertTrue(of(unknown, "name").startsWith("FAILED the name 'broker.invalid' cannot be resolved"));
        assertEquals("not tried", of(unknown, "port"));
    }

    @Test
    void eachOfSeveralBrokersIsTried() {
        var broker = broker(EVERYTHING).start();
        var urls = "mqtt://127.0.0.1:" + Mosquitto.freePort() + "\", \"mqtt://127.0.0.1:" + broker.port();
        var typed = Typed.line(
                "check",
                "--connect",
                "--config",
                write(
                        "agent.yaml",
                        text(configuration("X", "secret", "")).replace("url: \"X\"", "url: [ \"" + urls + "\" ]")));
        assertEquals(1, typed.code(), typed.toString());
        assertEquals(List.of("port"), namesThatAre(typed, "FAILED"));
        assertEquals(
                1,
                typed.out().lines().filter(line -> line.matches("login +ok .*")).count());
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Test
    void aWrongConfigurationIsSaidAndNothingTried() {
        var typed = Typed.line("check", "--connect", "--config", write("agent.yaml", "broker: {}\n"));
        assertEquals(78, typed.code());
        assertEquals("", typed.out());
    }

    @Test
    void itLeavesNothingBehindAndARunningAgentAlone() {
        var broker = broker(EVERYTHING).start();
        var configuration = configuration("mqtt://127.0.0.1:" + broker.port(), "secret", "");
        try (var agent = SandpiperProcess.start(folder, "run", "--config", configuration)) {
            agent.says("connected to mqtt");
            Eventually.until("it is well", () -> retained(broker).contains("sandpiper/hut/state/pump"));
            var before = retained(broker);
            assertEquals(0, check(broker.port()).code());
            assertEquals(before, retained(broker));
            assertEquals(
                    "online",
                    mosquittoSub(broker, "-t", "sandpiper/hut/status", "-C", "1")
                            .strip());
            assertEquals(
                    1,
                    agent.err()
                            .lines()
                            .filter(line -> line.contains("connected to"))
                            .count(),
                    agent.err());
            assertTrue(Typed.line("health", "--json", "--config", configuration)
                    .out()
                    .contains("\"connects\":1,"));
            assertEquals(List.of(), mentions(agent.err(), "WARN"));
        }
        assertEquals("Sending CONNACK to hut-check (0, 0)", nextLogin(broker));
    }

    /** What the broker answers; the first figure is 1 where it has kept a session. */
    private static String nextLogin(Mosquitto broker) {
        mosquittoSub(broker, "-i", "hut-check", "-c", "-q", "1", "-t", "x", "-E");
        Eventually.until("the last login shows", () -> broker.logContains("Client hut-check disconnected"));
        return mentions(text(broker.log()), "CONNACK to hut-check").getLast();
    }

    private static List<String> mentions(String text, String words) {
        return text.lines()
                .filter(line -> line.contains(words))
                .map(line -> line.replaceFirst("^\\d+: ", ""))
                .toList();
    }

    private static List<String> retained(Mosquitto broker) {
        return mosquittoSub(broker, "-t", "#", "--retained-only", "-W", "1", "-F", "%t")
                .lines()
                .filter(line -> line.startsWith("sandpiper/"))
                .sorted()
                .toList();
    }

    private static String mosquittoSub(Mosquitto broker, String... options) {
        var line = new ArrayList<>(List.of("mosquitto_sub", "-h", "127.0.0.1", "-p", "" + broker.port()));
        line.addAll(List.of("-u", "observer", "-P", "secret"));
        line.addAll(List.of(options));
        return Command.run(List.of(
                "sh",
                "-c",
                String.join(" ", line.stream().map(word -> "'" + word + "'").toList()) + " || [ $? = 27 ]"));
    }

    @Test
    void ctrlCAlsoLeavesNothingBehind() {
        var broker = broker(EVERYTHING).start();
        try (var picky = PickyProxy.to(broker.port());
                var process = SandpiperProcess.start(
                        folder,
                        "check",
                        "--connect",
                        "--config",
                        configuration("mqtt://127.0.0.1:" + picky.port(), "secret", ""))) {
            var messages = new AtomicInteger();
            picky.dislikes(publish -> {
                if (publish.payload().contains("sandpiper-check") && messages.incrementAndGet() == 1)
                    process.signal("-INT");
                return false;
            });
            assertEquals(1, process.code(), process.out());
            assertEquals(1, messages.get());
            assertEquals(List.of(), retained(broker));
        }
        assertEquals("Sending CONNACK to hut-check (0, 0)", nextLogin(broker));
    }

    @Test
    void ctrlCWhileTheSessionIsTriedLeavesNone() {
        var broker = broker(EVERYTHING).start();
        var configuration = configuration("mqtt://127.0.0.1:" + broker.port(), "secret", "");
        try (var process = SandpiperProcess.start(folder, "check", "--connect", "--config", configuration)) {
            Eventually.until("it has a session", () -> broker.logContains("as hut-check (p2, c0"));
            process.signal("-INT");
            assertEquals(1, process.code(), process.out());
        }
        assertEquals("Sending CONNACK to hut-check (0, 0)", nextLogin(broker));
    }

    @Test
    void ctrlCEndsIt() {
        try (var silent = FaultyServer.doing(FaultyServer::swallow);
                var process = SandpiperProcess.start(
                        folder,
                        "check",
                        "--connect",
                        "--config",
                        configuration(silent.address().url(), "secret", ""))) {
            process.says("answers").signal("-INT");
            assertEquals(1, process.code());
            assertEquals(List.of("sandpiper: interrupted"), mentions(process.err(), "interrupted"));
        }
    }
}
