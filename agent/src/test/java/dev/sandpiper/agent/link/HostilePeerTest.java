package dev.sandpiper.agent.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Acked;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.LinkEvent.Subscribed;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which Paho alone hangs or falls over; that nothing is left behind is in {@link LeftoversTest}. */
class HostilePeerTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 5, 20, 60, 120, 180, 240, 300, 400})
    void anAbortWorksAtAnyMomentOfALogin(int millis) {
        TestCertificates certificates = TestCertificates.in(folder.resolve("ca"));
        try (Mosquitto broker = Mosquitto.in(folder.resolve("broker"))
                        .withTls(certificates, certificates.forLoopback())
                        .start();
                Attempt attempt = Attempt.to(broker.address(), Device.trusting(certificates.ca()))) {
            FaultyServer.pause(Duration.ofMillis(millis));
            attempt.transport().abort();
        }
    }

    @Test
    void anAbortEndsTheWaitForAConnack() {
        try (FaultyServer server = FaultyServer.doing(FaultyServer::swallow);
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            Eventually.until(
                    "the CONNECT is out",
                    () -> attempt.threads().stream().anyMatch(name -> name.startsWith("MQTT Call")));
            attempt.transport().abort();
            Failure failure = attempt.closed();
            assertEquals(Cause.TIMEOUT, failure.cause());
            assertTrue(failure.sentence().startsWith("no CONNACK from"), failure.sentence());
        }
    }

    @Test
    void anAbortEndsAHandshakeThatIsNotAnswered() {
        try (FaultyServer server = FaultyServer.doing(FaultyServer::swallow);
                Attempt attempt = Attempt.to(server.addressWithTls(), Device.any())) {
            Failure failure = attempt.abortedAt(Stage.HANDSHAKE);
            assertEquals(Cause.TIMEOUT, failure.cause());
            assertTrue(failure.sentence().contains("does not finish the TLS handshake"), failure.sentence());
        }
    }

    /** Where an abort finds it when a name server is slow: the look-up itself cannot be interrupted. */
    @Test
    void aSocketAbortedDuringTheLookUpDoesNotConnectAfterwards() {
        AtomicInteger connections = new AtomicInteger();
        try (FaultyServer server = FaultyServer.doing(socket -> connections.incrementAndGet())) {
            Login login = Device.any().login();
            Diagnosis diagnosis = new Diagnosis(server.address(), login);
            HostNames names = new HostNames(InetAddress::getAllByName);
            GuardedSocket late =
                    new GuardedSocket(server.address(), login, names, diagnosis, Duration.ofSeconds(30), event -> {});
            late.abort();
            assertThrows(
                    SocketException.class,
                    () -> late.connect(InetSocketAddress.createUnresolved("placeholder", 1883), 0));
            assertTrue(late.isClosed());
            assertEquals(0, connections.get());
        }
    }

    @Test
    void anAbortEndsATcpConnectThatIsNotAnswered() throws IOException {
        // A listener whose queue is full: Linux drops further SYNs, as a firewall does.
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort());
                Attempt attempt =
                        Attempt.to(FaultyServer.address("127.0.0.1", full.getLocalPort(), false), Device.any())) {
            assertTrue(first.isConnected() && second.isConnected());
            Failure failure = attempt.abortedAt(Stage.CONNECT);
            assertEquals(Cause.TIMEOUT, failure.cause());
            assertTrue(failure.sentence().startsWith("no answer from 127.0.0.1:"), failure.sentence());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPeerThatStopsReadingIsSeenAndCanBeLeft(boolean tls) {
        Mosquitto broker = Mosquitto.in(folder.resolve("broker"));
        Device device = Device.any();
        if (tls) {
            TestCertificates certificates = TestCertificates.in(folder.resolve("ca"));
            broker.withTls(certificates, certificates.forLoopback());
            device = Device.trusting(certificates.ca());
        }
        try (Mosquitto running = broker.start();
                Attempt attempt = Attempt.to(running.address(), device)) {
            attempt.connected();
            running.freeze();
            attempt.fillsThePeer();
            attempt.transport().ping();
            // Not by this thread, which were lost if it had to wait.
            Thread.ofPlatform().daemon().start(attempt.transport()::abort);
            try {
                assertEquals(Cause.LOST, attempt.closed().cause());
            } finally {
                running.kill();
            }
        }
    }

    @Test
    void aDisconnectFromAPeerThatStoppedReadingIsBounded() {
        try (Mosquitto broker = Mosquitto.in(folder.resolve("broker")).start();
                Attempt attempt = Attempt.to(broker.address(), Device.any())) {
            attempt.connected();
            broker.freeze();
            attempt.fillsThePeer();
            attempt.transport().disconnect();
            assertEquals(new Failure(Cause.NONE, "ended without a DISCONNECT"), attempt.closed());
        }
    }

    @Test
    void aHeaderThatComesInTwoPartsIsOneMessage() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    FaultyServer.answerConnect(socket, 0);
                    FaultyServer.send(socket, "30");
                    // Longer than the second after which a read of Paho's times out.
                    FaultyServer.pause(Duration.ofMillis(1_300));
                    FaultyServer.send(socket, "06 00 01 74 61 62 63");
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            attempt.connected();
            Arrived arrived = attempt.next(Arrived.class);
            assertEquals("t", arrived.topic());
            assertEquals("abc", new String(arrived.payload(), UTF_8));
        }
    }

    @Test
    void aPacketThatClaimsTheLargestLengthEndsTheConnection() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    FaultyServer.answerConnect(socket, 0);
                    FaultyServer.readPacket(socket.getInputStream());
                    FaultyServer.send(socket, "90 ff ff ff 7f");
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            attempt.connected();
            attempt.transport().publish(1, "go", new byte[0], Retain.NO);
            Failure failure = attempt.closed();
            assertEquals(Cause.PACKET_TOO_LARGE, failure.cause());
            assertTrue(failure.sentence().contains("a packet of 268435455 bytes, at most 131072"), failure.sentence());
        }
    }

    @Test
    void aMessageAboveTheLimitArrivesCutAndTheConnectionGoesOn() {
        // Topic with its length, packet id, payload.
        int overhead = 2 + "large".length() + 2;
        try (Mosquitto broker = Mosquitto.in(folder.resolve("broker")).start();
                Attempt attempt = Attempt.to(broker.address(), Device.any().accepting(5_000))) {
            attempt.connected();
            attempt.transport().subscribe(List.of("large"));
            attempt.next(Subscribed.class);
            broker.publish("large", "x".repeat(5_000 - overhead));
            assertEquals(5_000 - overhead, attempt.next(Arrived.class).payload().length);
            broker.publish("large", "x".repeat(50_000));
            byte[] part = attempt.next(Arrived.class).payload();
            assertEquals(5_000 - overhead, part.length);
            assertEquals((byte) 0xff, part[part.length - 1]);
            broker.publish("large", "small");
            assertEquals(5, attempt.next(Arrived.class).payload().length);
        }
    }

    @Test
    void aRefusedSubscriptionIsReportedAsSuch() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    FaultyServer.answerConnect(socket, 0);
                    byte[] subscribe = FaultyServer.readPacket(socket.getInputStream());
                    byte[] answer = {(byte) 0x90, 4, subscribe[0], subscribe[1], 1, (byte) 0x80};
                    socket.getOutputStream().write(answer);
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            attempt.connected();
            attempt.transport().subscribe(List.of("allowed", "forbidden"));
            assertEquals(new Subscribed(List.of(1, 128)), attempt.next(Subscribed.class));
        }
    }

    @Test
    void theOnlySubscriptionRefusedIsReportedAsSuch() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    FaultyServer.answerConnect(socket, 0);
                    byte[] subscribe = FaultyServer.readPacket(socket.getInputStream());
                    byte[] answer = {(byte) 0x90, 3, subscribe[0], subscribe[1], (byte) 0x80};
                    socket.getOutputStream().write(answer);
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            attempt.connected();
            attempt.transport().subscribe(List.of("forbidden"));
            assertEquals(new Subscribed(List.of(128)), attempt.next(Subscribed.class));
        }
    }

    @Test
    void aBrokerThatWasFrozenGoesOnWhereItStopped() {
        try (Mosquitto broker = Mosquitto.in(folder.resolve("broker")).start();
                Attempt attempt = Attempt.to(broker.address(), Device.any())) {
            attempt.connected();
            broker.freeze();
            attempt.transport().publish(1, "patient", new byte[10], Retain.NO);
            broker.thaw();
            assertEquals(1, attempt.next(Acked.class).handle());
        }
    }
}
