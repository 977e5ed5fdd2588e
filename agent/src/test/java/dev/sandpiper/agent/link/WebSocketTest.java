package dev.sandpiper.agent.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Acked;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.LinkEvent.Pong;
import dev.sandpiper.agent.link.LinkEvent.Subscribed;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.WebSocketServer;
import dev.sandpiper.agent.testing.WebSocketServer.Frame;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** MQTT over WebSocket, with a real mosquitto and with servers that behave badly. */
class WebSocketTest {
    private static final String CONNACK = "82 04 20 02 00 00";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSessionWithMosquitto(boolean tls) {
        Mosquitto broker = Mosquitto.in(folder.resolve("broker"));
        Device device = Device.any();
        if (tls) {
            TestCertificates certificates = TestCertificates.in(folder.resolve("ca"));
            broker.withTls(certificates, certificates.forLoopback());
            device = Device.trusting(certificates.ca());
        }
        try (Mosquitto running = broker.withWebSocket().start();
                Attempt attempt = Attempt.to(running.webSocketAddress(), device)) {
            String details = attempt.connected().details();
            assertTrue(details.endsWith(", WebSocket") && details.startsWith(tls ? "TLSv1.3" : "without"), details);
            assertEquals(List.of(Stage.LOOK_UP, Stage.CONNECT, Stage.HANDSHAKE, Stage.CONNACK), attempt.reached());
            attempt.transport().subscribe(List.of("do/+"));
            assertEquals(new Subscribed(List.of(1)), attempt.next(Subscribed.class));
            running.publish("do/it", "x".repeat(20_000));
            assertEquals(20_000, attempt.next(Arrived.class).payload().length);
            attempt.transport().ping();
            attempt.next(Pong.class);
            for (int i = 0; i < 40; i++) {
                attempt.transport().publish(i, "many", new byte[i * 200], Retain.NO);
            }
            for (int i = 0; i < 40; i++) {
                assertEquals(i, attempt.next(Acked.class).handle());
            }
            attempt.transport().disconnect();
            assertEquals(new Failure(Cause.NONE, "disconnected"), attempt.closed());
        }
    }

    @Test
    void whatComesBackIsWhatWasSent() {
        byte[] payload = new byte[40_000];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 31 >> 3);
        }
        try (Mosquitto broker =
                        Mosquitto.in(folder.resolve("broker")).withWebSocket().start();
                Attempt attempt = Attempt.to(broker.webSocketAddress(), Device.any())) {
            attempt.connected();
            attempt.transport().subscribe(List.of("echo"));
            attempt.next(Subscribed.class);
            attempt.transport().publish(1, "echo", payload, Retain.NO);
            LinkEvent first = attempt.next(LinkEvent.class);
            LinkEvent second = attempt.next(LinkEvent.class);
            assertArrayEquals(payload, ((Arrived) (first instanceof Arrived ? first : second)).payload());
        }
    }

    @Test
    void aListenerOfPlainMqttIsRecognised() {
        try (Mosquitto broker = Mosquitto.in(folder.resolve("broker")).start()) {
            BrokerAddress address =
                    new BrokerAddress("ws://127.0.0.1", "127.0.0.1", broker.port(), false, Optional.of("/mqtt"));
            try (Attempt attempt = Attempt.to(address, Device.any())) {
                String sentence = attempt.closed().sentence();
                assertTrue(sentence.contains("ended the connection during the WebSocket handshake"), sentence);
            }
        }
    }

    @Test
    void aPingOfTheServersIsAnsweredWhileNothingElseIsSent() {
        CompletableFuture<Frame> pong = new CompletableFuture<>();
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    login(socket);
                    FaultyServer.send(socket, "89 03 61 62 63");
                    pong.complete(WebSocketServer.readFrame(socket.getInputStream()));
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.addressWithWebSocket(), Device.any())) {
            attempt.connected();
            Eventually.until("the pong has come", pong::isDone);
            assertEquals(10, pong.join().opcode());
            assertEquals("abc", new String(pong.join().payload(), UTF_8));
        }
    }

    @Test
    void aCloseOfTheServersNamesItsReason() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    login(socket);
                    WebSocketServer.readFrame(socket.getInputStream());
                    FaultyServer.send(socket, "88 06 03 f0 6e 6f 21 21");
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.addressWithWebSocket(), Device.any())) {
            attempt.connected();
            attempt.transport().publish(1, "go", new byte[0], Retain.NO);
            assertEquals(
                    new Failure(
                            Cause.CLOSED, "the broker ended the connection: WebSocket closed with code 1008 (no!!)"),
                    attempt.closed());
        }
    }

    @Test
    void aCloseInsteadOfAConnackNamesItsReason() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    WebSocketServer.accept(socket);
                    FaultyServer.send(socket, "88 02 03 ea");
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.addressWithWebSocket(), Device.any())) {
            String sentence = attempt.closed().sentence();
            assertTrue(
                    sentence.contains("before its CONNACK: WebSocket closed with code 1002; is it an MQTT listener"),
                    sentence);
        }
    }

    @Test
    void aRefusalReachesTheOperator() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    WebSocketServer.readRequest(socket);
                    socket.getOutputStream().write("HTTP/1.1 404 Not Found\r\n\r\n".getBytes(ISO_8859_1));
                });
                Attempt attempt = Attempt.to(server.addressWithWebSocket(), Device.any())) {
            Failure failure = attempt.closed();
            assertEquals(Cause.PROTOCOL, failure.cause());
            assertTrue(failure.sentence().contains("has nothing at '/mqtt' (HTTP 404)"), failure.sentence());
        }
    }

    @Test
    void anAbortEndsAHandshakeThatIsNotAnswered() {
        try (FaultyServer server = FaultyServer.doing(FaultyServer::swallow);
                Attempt attempt = Attempt.to(server.addressWithWebSocket(), Device.any())) {
            Failure failure = attempt.abortedAt(Stage.HANDSHAKE);
            assertEquals(Cause.TIMEOUT, failure.cause());
            assertTrue(failure.sentence().contains("does not finish the WebSocket handshake"), failure.sentence());
        }
    }

    @Test
    void packetsMayBeCutIntoFramesAnywhere() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    WebSocketServer.accept(socket);
                    WebSocketServer.readFrame(socket.getInputStream());
                    FaultyServer.send(socket, "02 01 20 00 02 02 00 80 01 00");
                    FaultyServer.send(socket, "82 01 30 82 03 06 00 01 82 04 74 61 62 63");
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.addressWithWebSocket(), Device.any())) {
            attempt.connected();
            assertEquals("abc", new String(attempt.next(Arrived.class).payload(), UTF_8));
        }
    }

    private static void login(Socket socket) throws IOException {
        WebSocketServer.accept(socket);
        WebSocketServer.readFrame(socket.getInputStream());
        FaultyServer.send(socket, CONNACK);
    }
}
