package dev.sandpiper.agent.link;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.FaultyServer.Behaviour;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import dev.sandpiper.agent.testing.WebSocketServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** All the ways in which an attempt ends, and the peers that bring them about. */
final class AttemptEnds implements AutoCloseable {
    /** So that a peer that does not read is full soon. */
    private static final int LITTLE = 4_096;

    private final TestCertificates certificates;
    private final Issued loopback;
    private final Issued foreign;
    private final Mosquitto strict;

    /** With files in that folder. */
    AttemptEnds(Path folder) {
        certificates = TestCertificates.in(folder.resolve("ca"));
        loopback = certificates.forLoopback();
        foreign = TestCertificates.in(folder.resolve("other")).forClient("device");
        strict = Mosquitto.in(folder.resolve("strict"))
                .withTls(certificates, loopback)
                .requiringClientCertificate(loopback)
                .start();
    }

    /** What becomes of an attempt. */
    enum End {
        NOTHING_LISTENS,
        CLOSED_AT_ONCE,
        CLOSED_AFTER_50_MS,
        CLOSED_AFTER_150_MS,
        CLOSED_AFTER_250_MS,
        CLOSED_WITHIN_THE_TLS_HANDSHAKE,
        CLOSED_AT_ONCE_AFTER_THE_TLS_HANDSHAKE,
        CLOSED_50_MS_AFTER_THE_TLS_HANDSHAKE,
        CLOSED_150_MS_AFTER_THE_TLS_HANDSHAKE,
        CLOSED_250_MS_AFTER_THE_TLS_HANDSHAKE,
        CLIENT_CERTIFICATE_REFUSED,
        LOGIN_REFUSED,
        NO_CONNACK,
        NAME_SERVER_HANGS,
        PEER_STOPS_READING,
        PEER_STOPS_READING_TLS,
        WEB_SOCKET_REFUSED,
        WEB_SOCKET_NOT_ANSWERED,
        WEB_SOCKET_CLOSED,
        DISCONNECTED
    }

    /** So many attempts at the same time that all end so. */
    void make(int attempts, End end) {
        switch (end) {
            case NOTHING_LISTENS -> {
                int port = Mosquitto.freePort();
                run(
                        attempts,
                        () -> Attempt.to(FaultyServer.address("127.0.0.1", port, false), Device.any()),
                        all -> {});
            }
            case CLOSED_AT_ONCE -> closed(attempts, 0);
            case CLOSED_AFTER_50_MS -> closed(attempts, 50);
            case CLOSED_AFTER_150_MS -> closed(attempts, 150);
            case CLOSED_AFTER_250_MS -> closed(attempts, 250);
            case CLOSED_WITHIN_THE_TLS_HANDSHAKE -> {
                try (FaultyServer server = FaultyServer.doing(closing(20))) {
                    run(attempts, () -> Attempt.to(server.addressWithTls(), trusting()), all -> {});
                }
            }
            case CLOSED_AT_ONCE_AFTER_THE_TLS_HANDSHAKE -> closedWithTls(attempts, 0);
            case CLOSED_50_MS_AFTER_THE_TLS_HANDSHAKE -> closedWithTls(attempts, 50);
            case CLOSED_150_MS_AFTER_THE_TLS_HANDSHAKE -> closedWithTls(attempts, 150);
            case CLOSED_250_MS_AFTER_THE_TLS_HANDSHAKE -> closedWithTls(attempts, 250);
            case CLIENT_CERTIFICATE_REFUSED -> {
                Supplier<Attempt> attempt =
                        () -> Attempt.to(strict.address(), trusting().showing(foreign));
                for (Failure failure : run(attempts, attempt, all -> {})) {
                    assertEquals(Cause.TLS_CLIENT_CERTIFICATE, failure.cause(), failure.sentence());
                }
            }
            case LOGIN_REFUSED ->
                served(attempts, FaultyServer::address, all -> {}, socket -> {
                    FaultyServer.answerConnect(socket, 5);
                    FaultyServer.swallow(socket);
                });
            case NO_CONNACK ->
                served(attempts, FaultyServer::address, AttemptEnds::abortAfterConnect, FaultyServer::swallow);
            case NAME_SERVER_HANGS -> nameServerHangs(attempts);
            case PEER_STOPS_READING -> stopsReading(attempts, false);
            case PEER_STOPS_READING_TLS -> stopsReading(attempts, true);
            case WEB_SOCKET_REFUSED ->
                served(attempts, FaultyServer::addressWithWebSocket, all -> {}, socket -> {
                    WebSocketServer.readRequest(socket);
                    socket.getOutputStream().write("HTTP/1.1 403 Forbidden\r\n\r\n".getBytes(ISO_8859_1));
                });
            case WEB_SOCKET_NOT_ANSWERED ->
                served(
                        attempts,
                        FaultyServer::addressWithWebSocket,
                        AttemptEnds::abortAfterConnect,
                        FaultyServer::swallow);
            case WEB_SOCKET_CLOSED ->
                served(attempts, FaultyServer::addressWithWebSocket, all -> {}, socket -> {
                    WebSocketServer.accept(socket);
                    FaultyServer.send(socket, "88 02 03 e9");
                    FaultyServer.swallow(socket);
                });
            case DISCONNECTED ->
                served(attempts, FaultyServer::address, AttemptEnds::disconnect, socket -> {
                    FaultyServer.answerConnect(socket, 0);
                    FaultyServer.swallow(socket);
                });
        }
    }

    private static void closed(int attempts, int millis) {
        served(attempts, FaultyServer::address, all -> {}, closing(millis));
    }

    private void closedWithTls(int attempts, int millis) {
        try (FaultyServer server = FaultyServer.doing(TlsServer.behind(loopback, closing(millis)))) {
            run(attempts, () -> Attempt.to(server.addressWithTls(), trusting()), all -> {});
        }
    }

    private static Behaviour closing(int millis) {
        return socket -> FaultyServer.pause(Duration.ofMillis(millis));
    }

    private Device trusting() {
        return Device.trusting(certificates.ca());
    }

    private static void nameServerHangs(int attempts) {
        NameServer nameServer = new NameServer().hangs();
        HostNames names = new HostNames(nameServer);
        BrokerAddress address = FaultyServer.address("broker", 1883, false);
        try (nameServer) {
            run(attempts, () -> Attempt.to(address, Device.any(), names), all -> {
                Eventually.until("the name server is asked", () -> nameServer.questions() == 1);
                all.forEach(attempt -> attempt.transport().abort());
            });
            assertEquals(1, threads().stream().filter("look-up: broker"::equals).count());
        }
    }

    /** The peer's own side of a connection is an open file of this process, too: it goes when the attempt is over. */
    private void stopsReading(int attempts, boolean tls) {
        CountDownLatch over = new CountDownLatch(1);
        Behaviour stopping = socket -> {
            socket.setReceiveBufferSize(LITTLE);
            FaultyServer.answerConnect(socket, 0);
            await(over);
        };
        try (FaultyServer server = FaultyServer.doing(tls ? TlsServer.behind(loopback, stopping) : stopping)) {
            run(
                    attempts,
                    () -> Attempt.to(tls ? server.addressWithTls() : server.address(), trusting()),
                    AttemptEnds::abortWhenStuck);
        } finally {
            over.countDown();
        }
    }

    private static void await(CountDownLatch over) {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void abortWhenStuck(List<Attempt> attempts) {
        attempts.forEach(Attempt::connected);
        attempts.forEach(attempt -> attempt.publishes(40));
        Attempt.awaitStuck(attempts);
        attempts.forEach(attempt -> attempt.transport().abort());
    }

    private static void abortAfterConnect(List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            Eventually.until(
                    "something is sent", () -> attempt.transport().traffic().accepted() > 0);
            attempt.transport().abort();
        }
    }

    private static void disconnect(List<Attempt> attempts) {
        attempts.forEach(Attempt::connected);
        attempts.forEach(attempt -> attempt.transport().disconnect());
    }

    private interface Place {
        BrokerAddress of(FaultyServer server);
    }

    private static void served(int attempts, Place place, Consumer<List<Attempt>> act, Behaviour behaviour) {
        try (FaultyServer server = FaultyServer.doing(behaviour)) {
            run(attempts, () -> Attempt.to(place.of(server), Device.any()), act);
        }
    }

    /** Attempts at the same time, each to its end. */
    private static List<Failure> run(int count, Supplier<Attempt> attempt, Consumer<List<Attempt>> act) {
        List<Attempt> attempts = Stream.generate(attempt).limit(count).toList();
        act.accept(attempts);
        return attempts.stream().map(Attempt::closed).toList();
    }

    /** Names of those that attempts have started and that still run. */
    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("MQTT ") || name.startsWith("look-up: "))
                .toList();
    }

    @Override
    public void close() {
        strict.close();
    }
}
