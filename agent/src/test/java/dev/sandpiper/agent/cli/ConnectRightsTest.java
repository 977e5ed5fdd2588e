package dev.sandpiper.agent.cli;

import static dev.sandpiper.agent.cli.ConnectBench.EVERYTHING;
import static dev.sandpiper.agent.cli.ConnectBench.RECOMMENDED;
import static dev.sandpiper.agent.cli.ConnectBench.namesThatAre;
import static dev.sandpiper.agent.cli.ConnectBench.of;
import static dev.sandpiper.agent.cli.ConnectBench.tls;
import static dev.sandpiper.agent.testing.FaultyServer.readPacket;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.PickyProxy;
import dev.sandpiper.agent.testing.ScriptedBroker;
import dev.sandpiper.agent.testing.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What {@code check --connect} says of session, will, retained messages and topics, with mosquitto and with lesser brokers. */
@Execution(ExecutionMode.CONCURRENT)
class ConnectRightsTest {
    @RegisterExtension
    private final ConnectBench bench = new ConnectBench();

    @Test
    void whereAllIsAllowedAllIsWell() {
        var certificates = TestCertificates.in(bench.folder().resolve("ca"));
        var broker = bench.broker(EVERYTHING).withTls(certificates, certificates.forLoopback());
        broker.start();
        var url = "mqtts://localhost:" + broker.port();
        var typed = Typed.line(
                "check", "--connect", "--config", bench.configuration(url, "secret", tls(certificates.ca())));
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

    // docs/operating.md: a device writes everything of its own, and reads commands only. mosquitto says in MQTT 5 what
    // it
    // does with each message, and a will can be seen among the commands.
    @Test
    void rightsToWriteAreSeenWithoutTheRightToReadThemBack() {
        var broker = bench.broker(RECOMMENDED).start();
        var typed = bench.check(broker.port());
        assertEquals(0, typed.code(), typed.toString());
        assertEquals(List.of(), namesThatAre(typed, "(FAILED|unknown|not tried)"));
        assertEquals("ok published when a connection broke", of(typed, "will"));
        assertEquals("ok the broker says that it keeps them", of(typed, "retained"));
    }

    @Test
    void aMissingRightToWriteIsSeenWithoutTheRightToRead() {
        var broker = bench.broker(
                        RECOMMENDED + "pattern deny sandpiper/%u/status\npattern deny sandpiper/%u/history/air\n")
                .start();
        var typed = bench.check(broker.port());
        assertEquals(1, typed.code());
        assertEquals(
                List.of("will", "sandpiper/hut/status", "sandpiper/hut/history/air"), namesThatAre(typed, "FAILED"));
    }

    @Test
    void aReplyThatMayNotBeSentIsFound() {
        var broker = bench.broker(allBut("reply/pump")).start();
        var typed = bench.check(broker.port());
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
        var broker = bench.broker(allBut("reply/pump")).start();
        try (var older = knowingOnlyMqtt311(broker)) {
            var typed = bench.check(older.address().url());
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
        var broker = bench.broker(RECOMMENDED).start();
        try (var older = knowingOnlyMqtt311(broker)) {
            var typed = bench.check(older.address().url());
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
        var broker = bench.broker("user hut\ntopic write sandpiper/hut/#\n").start();
        var typed = bench.check(broker.port());
        assertEquals(1, typed.code());
        assertEquals(List.of("sandpiper/hut/command/+"), namesThatAre(typed, "FAILED"));
        assertEquals(
                "FAILED the broker grants the subscription and passes nothing on: allow user 'hut' to read it",
                of(typed, "sandpiper/hut/command/+"));
    }

    @Test
    void aWillThatWouldBeThrownAwayIsFound() {
        var broker = bench.broker(allBut("status")).start();
        var typed = bench.check(broker.port());
        assertEquals(List.of("will", "sandpiper/hut/status"), namesThatAre(typed, "FAILED"));
        assertEquals(
                "FAILED it would be thrown away: allow user 'hut' to publish to sandpiper/hut/status",
                of(typed, "will"));
    }

    @Test
    void aBrokerThatKeepsNothingIsFound() {
        var broker = bench.broker(EVERYTHING).with("retain_available false");
        broker.start();
        var typed = bench.check(broker.port());
        assertEquals(List.of("retained"), namesThatAre(typed, "FAILED"));
        assertEquals(
                "FAILED the broker closes the connection on it: let it keep messages of user 'hut'",
                of(typed, "retained"));
    }

    @Test
    void aTopicOnWhichTheBrokerClosesIsFoundAndTheRestIsTried() {
        var broker = bench.broker(EVERYTHING).start();
        try (var picky = PickyProxy.to(broker.port())) {
            picky.dislikes(publish -> publish.topic().endsWith("/gap"));
            var typed = bench.check(picky.port());
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
        var broker = bench.broker(EVERYTHING).start();
        try (var picky = PickyProxy.to(broker.port())) {
            picky.dislikesSubscriptions();
            var typed = bench.check(picky.port());
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
            var typed = bench.check(broker.address().url());
            assertEquals(1, typed.code());
            assertEquals(List.of("session", "sandpiper/hut/command/+"), namesThatAre(typed, "FAILED"));
            assertEquals(
                    "FAILED the broker refuses the subscription: allow user 'hut' to read it",
                    of(typed, "sandpiper/hut/command/+"));
            assertTrue(of(typed, "session").startsWith("FAILED the broker forgets it"), typed.out());
        }
    }
}
