package dev.sandpiper.agent.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Acked;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.LinkEvent.Closed;
import dev.sandpiper.agent.link.LinkEvent.Connected;
import dev.sandpiper.agent.link.LinkEvent.Pong;
import dev.sandpiper.agent.testing.Command;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.FaultyServer.Behaviour;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.WebSocketServer;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no broker may send. Much of it ends Paho's receiver alone, and the rest of the connection looks alive. */
class RuleBreakingBrokerTest {
    private static final int SUBACK = 0x90;
    private static final int PUBACK = 0x40;

    private static Behaviour loggingIn(Behaviour then) {
        return socket -> {
            FaultyServer.answerConnect(socket, 0);
            then.serve(socket);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "30 05 00 01 74 61 62",
                "40 02 00 01",
                "90 03 00 01 01",
                "d0 00",
                "20 00",
                "20 01 00",
                "20 80 80 80 80 01"
            })
    void anythingButAPlainConnackAtFirstEndsTheAttempt(String packet) {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    FaultyServer.readPacket(socket.getInputStream());
                    FaultyServer.send(socket, packet);
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            assertEquals(Cause.PROTOCOL, attempt.closed().cause());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "a second CONNACK, 20 02 00 00",
        "a CONNECT, 10 0c 00 04 4d 51 54 54 04 02 00 3c 00 00",
        "a message of QoS 3, 36 06 00 01 74 00 01 61",
        "a topic longer than its packet, 30 03 00 09 74",
        "a message without room for its packet id, 32 04 00 01 74 00",
        "a topic that is no UTF-8, 30 03 00 01 ff",
        "a topic that is half a character, 30 05 00 03 ed a0 80",
        "a PUBACK without a packet id, 40 00",
        "a PUBREC, 50 02 00 01",
        "a PUBCOMP, 70 02 00 01",
        "a PUBREL with other flags, 60 02 00 01",
        "a SUBSCRIBE, 82 06 00 01 00 01 74 01",
        "a SUBACK without a code, 90 02 00 01",
        "a SUBACK nobody waits for, 90 03 77 77 01",
        "a SUBACK for a message, 90 03 00 01 01",
        "an UNSUBACK nobody waits for, b0 02 77 77",
        "an UNSUBACK for a message, b0 02 00 01",
        "a PINGREQ, c0 00",
        "a PINGRESP with content, d0 01 00",
        "a DISCONNECT, e0 00",
        "a packet of type 0, 00 00",
        "a packet of type 15, f0 00"
    })
    void aPacketAgainstTheRulesEndsTheConnection(String name, String packet) {
        try (FaultyServer server = FaultyServer.doing(loggingIn(socket -> {
                    FaultyServer.readPacket(socket.getInputStream());
                    FaultyServer.send(socket, packet);
                    FaultyServer.swallow(socket);
                }));
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            attempt.connected();
            attempt.transport().publish(1, "go", new byte[0], Retain.NO);
            assertEquals(
                    new Failure(Cause.PROTOCOL, "the broker sent a packet that is not valid MQTT 3.1.1"),
                    attempt.closed(),
                    name);
        }
    }

    @Test
    void aConnackWithMoreThanItNeedsIsOne() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    FaultyServer.readPacket(socket.getInputStream());
                    FaultyServer.send(socket, "20 05 01 00 aa bb cc");
                    FaultyServer.send(socket, "30 03 00 01 74");
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            assertTrue(attempt.connected().sessionPresent());
            assertEquals("t", attempt.next(Arrived.class).topic());
        }
    }

    /** A SUBACK with one code, and a PUBACK with the subscription's packet id. */
    @ParameterizedTest
    @ValueSource(ints = {SUBACK, PUBACK})
    void aSubscriptionThatIsAnsweredInPartEndsTheConnection(int type) {
        try (FaultyServer server = FaultyServer.doing(loggingIn(socket -> {
                    byte[] subscribe = FaultyServer.readPacket(socket.getInputStream());
                    String id = HexFormat.ofDelimiter(" ").formatHex(subscribe, 0, 2);
                    FaultyServer.send(socket, type == SUBACK ? "90 03 " + id + " 01" : "40 02 " + id);
                    FaultyServer.swallow(socket);
                }));
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            attempt.connected();
            attempt.transport().subscribe(List.of("one", "two"));
            assertEquals(Cause.PROTOCOL, attempt.closed().cause());
        }
    }

    @Test
    void aPubackForNothingIsIgnored() {
        try (FaultyServer server = FaultyServer.doing(loggingIn(socket -> {
                    byte[] publish = FaultyServer.readPacket(socket.getInputStream());
                    byte[] id = {publish[publish.length - 2], publish[publish.length - 1]};
                    FaultyServer.send(socket, "40 02 77 77");
                    FaultyServer.send(
                            socket, "40 02 " + HexFormat.ofDelimiter(" ").formatHex(id));
                    FaultyServer.swallow(socket);
                }));
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            attempt.connected();
            attempt.transport().publish(7, "t", new byte[0], Retain.NO);
            assertEquals(new Acked(7), attempt.next(LinkEvent.class));
        }
    }

    /** All of them are right, and brokers pass them on; Paho takes each for broken. */
    @ParameterizedTest
    @ValueSource(strings = {"💡", "Ｌ", "ﷺ", "\u0085"})
    void aTopicThatPahoCannotBearArrivesWithQuestionMarks(String name) {
        try (FaultyServer server = FaultyServer.doing(loggingIn(socket -> {
                    FaultyServer.send(socket, message("grün/" + name, "strange"));
                    FaultyServer.send(socket, message("grün/lamp", "usual"));
                    FaultyServer.swallow(socket);
                }));
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            attempt.connected();
            Arrived strange = attempt.next(Arrived.class);
            assertEquals("grün/" + "?".repeat(name.getBytes(UTF_8).length), strange.topic());
            assertEquals("strange", new String(strange.payload(), UTF_8));
            assertEquals("grün/lamp", attempt.next(Arrived.class).topic());
        }
    }

    private static String message(String topic, String payload) {
        HexFormat hex = HexFormat.ofDelimiter(" ");
        byte[] name = topic.getBytes(UTF_8);
        return "30 %02x 00 %02x %s %s"
                .formatted(
                        2 + name.length + payload.length(),
                        name.length,
                        hex.formatHex(name),
                        hex.formatHex(payload.getBytes(UTF_8)));
    }

    /** The agent subscribes with QoS 1; another program with its client id may have done otherwise. */
    @Test
    void aMessageOfQosTwoThatAnotherClientLeftInTheSessionIsAcknowledgedAsSuch(@TempDir Path folder) {
        Device device = Device.any();
        try (Mosquitto broker = Mosquitto.in(folder).start()) {
            Command.run(broker.clientLine(
                    "mosquitto_sub", "-E", "-c", "-i", device.clientId(), "-q", "2", "-t", "command/pump"));
            broker.publish("command/pump", "on", "-q", "2");
            try (Attempt attempt = Attempt.to(broker.address(), device)) {
                assertTrue(attempt.connected().sessionPresent());
                attempt.transport().acknowledge(attempt.next(Arrived.class).packetId());
                Eventually.until(
                        "the broker is told", () -> broker.logContains("Received PUBCOMP from " + device.clientId()));
                attempt.transport().publish(1, "still/there", new byte[0], Retain.NO);
                attempt.next(Acked.class);
            }
        }
    }

    /** Paho would keep each of them. */
    @ParameterizedTest
    @ValueSource(strings = {"34 05 00 01 74 00 01", "62 02 00 01"})
    void aFloodOfQosTwoEndsTheConnection(String packet) {
        try (FaultyServer server = FaultyServer.doing(loggingIn(socket -> {
                    FaultyServer.readPacket(socket.getInputStream());
                    FaultyServer.send(socket, String.join(" ", Collections.nCopies(200, packet)));
                    FaultyServer.swallow(socket);
                }));
                Attempt attempt = Attempt.to(server.address(), Device.any())) {
            attempt.connected();
            attempt.transport().publish(1, "go", new byte[0], Retain.NO);
            assertEquals(Cause.PROTOCOL, attempt.closed().cause());
        }
    }

    @Test
    void framesWithoutEndDoNotHoldUpAnAbort() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    WebSocketServer.accept(socket);
                    byte[] pings = HexFormat.of().parseHex("8900".repeat(1_000));
                    while (true) {
                        socket.getOutputStream().write(pings);
                    }
                });
                Attempt attempt = Attempt.to(server.addressWithWebSocket(), Device.any())) {
            Eventually.until(
                    "frames come in", () -> attempt.transport().traffic().received() > 100_000);
            attempt.transport().abort();
            assertEquals(Cause.TIMEOUT, attempt.closed().cause());
        }
    }

    /** Such as a lack of memory; here it is the listener that throws, which it must not. */
    @Test
    void theDeathOfPahosReceiverEndsTheConnection() throws InterruptedException {
        LinkedBlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();
        Device device = Device.any();
        try (FaultyServer server = FaultyServer.doing(loggingIn(socket -> {
                    socket.getInputStream().readNBytes(2);
                    FaultyServer.send(socket, "d0 00");
                    FaultyServer.swallow(socket);
                }));
                PahoTransport transport = new PahoTransport(
                        server.address(),
                        device.login(),
                        event -> {
                            if (event instanceof Pong) {
                                throw new IllegalStateException("defect");
                            }
                            events.add(event);
                        },
                        new HostNames(InetAddress::getAllByName),
                        Duration.ofSeconds(30))) {
            transport.connect();
            Eventually.until("it is connected", () -> events.removeIf(Connected.class::isInstance));
            events.clear();
            transport.ping();
            Closed closed = (Closed) events.poll(30, TimeUnit.SECONDS);
            assertNotNull(closed);
            Failure failure = closed.failure();
            assertEquals(Cause.LOST, failure.cause());
            assertTrue(failure.sentence().endsWith("IllegalStateException: defect"), failure.sentence());
            Eventually.until(
                    "Paho's threads have ended", () -> Attempt.threads(device).isEmpty());
        }
    }
}
