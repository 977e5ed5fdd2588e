package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.Mosquitto;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;

class DialerTest {
    private final List<Stage> stages = new ArrayList<>();
    private final NameServer nameServer = new NameServer();
    private final HostNames names = new HostNames(nameServer);

    private FlightSocket dial(BrokerAddress address) throws IOException {
        return dial(address, Duration.ofSeconds(60));
    }

    private FlightSocket dial(BrokerAddress address, Duration keepAlive) throws IOException {
        Diagnosis diagnosis = new Diagnosis(address, Device.any().login());
        return new Dialer(address, keepAlive, names, diagnosis, Duration.ofSeconds(30)).connect(stages::add);
    }

    @Test
    void aDeadPeerIsProbedAndASmallPacketDoesNotWait() throws IOException {
        try (FaultyServer server = FaultyServer.doing(FaultyServer::swallow);
                FlightSocket socket = dial(server.address(), Duration.ofSeconds(75))) {
            assertEquals(true, socket.getOption(StandardSocketOptions.SO_KEEPALIVE));
            assertEquals(75, socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
            assertEquals(10, socket.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL));
            assertEquals(3, socket.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
            assertEquals(true, socket.getOption(StandardSocketOptions.TCP_NODELAY));
        }
    }

    @Test
    void aKeepAliveLongerThanLinuxCanCountIsCut() throws IOException {
        try (FaultyServer server = FaultyServer.doing(FaultyServer::swallow);
                FlightSocket socket = dial(server.address(), Duration.ofSeconds(65_535))) {
            assertEquals(32_767, socket.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
        }
    }

    @Test
    void theNextAddressIsTriedWhereOneRefuses() throws IOException {
        nameServer.with("broker", "127.0.0.9", "127.0.0.1");
        try (FaultyServer server = FaultyServer.doing(FaultyServer::swallow);
                FlightSocket socket = dial(server.addressOf("broker"))) {
            assertEquals("127.0.0.1", socket.getInetAddress().getHostAddress());
        }
        assertEquals(List.of(Stage.LOOK_UP, Stage.CONNECT), stages);
    }

    @Test
    void anIpv6AddressNeedsNoLookUp() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral("::1"));
                FlightSocket socket = dial(FaultyServer.address("::1", server.getLocalPort(), false))) {
            assertTrue(socket.isConnected());
        } catch (IOException noIpv6) {
            assumeTrue(false, "this machine has no IPv6: " + noIpv6.getMessage());
        }
    }

    @Test
    void aNameWithAnUnderscoreWorks() throws IOException {
        nameServer.with("my_broker", "127.0.0.1");
        try (FaultyServer server = FaultyServer.doing(FaultyServer::swallow);
                FlightSocket socket = dial(server.addressOf("my_broker"))) {
            assertTrue(socket.isConnected());
        }
    }

    @Test
    void fourAddressesAreTriedAndTheOthersHaveTheirTurnNext() {
        nameServer.with("broker", "127.0.1.1", "127.0.1.2", "127.0.1.3", "127.0.1.4", "127.0.1.5", "127.0.1.6");
        BrokerAddress address = FaultyServer.address("broker", Mosquitto.freePort(), false);
        String first = failure(address);
        assertTrue(first.contains("(127.0.1.1); start the broker"), first);
        assertTrue(
                first.endsWith("also tried 127.0.1.2: Connection refused, 127.0.1.3: Connection refused,"
                        + " 127.0.1.4: Connection refused"),
                first);
        String second = failure(address);
        assertTrue(second.contains("(127.0.1.5); start the broker"), second);
        assertTrue(second.contains("127.0.1.6: Connection refused, 127.0.1.1"), second);
    }

    private String failure(BrokerAddress address) {
        try (Attempt attempt = Attempt.to(address, Device.any(), names)) {
            return attempt.closed().sentence();
        }
    }

    /** As with one broken machine of a cluster: its port is open, but nobody logs in there. */
    @Test
    void anAddressWhereNoLoginSucceedsIsTriedLastTheNextTime() {
        nameServer.with("broker", "127.0.0.1", "127.0.0.9");
        try (FaultyServer broken = FaultyServer.doing(socket -> FaultyServer.readPacket(socket.getInputStream()))) {
            String sentence = failure(broken.addressOf("broker"));
            assertTrue(sentence.contains(" (127.0.0.1) ended the connection before its CONNACK"), sentence);
            assertEquals("127.0.0.9", next());
        }
    }

    private String next() {
        try {
            return names.addresses("broker", Duration.ofSeconds(30), new CountDownLatch(1))
                    .getFirst()
                    .getHostAddress();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theAddressThatTookTheLoginIsTriedFirstTheNextTime() {
        nameServer.with("broker", "127.0.0.9", "127.0.0.1");
        try (FaultyServer server = FaultyServer.doing(socket -> {
                    FaultyServer.answerConnect(socket, 0);
                    FaultyServer.swallow(socket);
                });
                Attempt attempt = Attempt.to(server.addressOf("broker"), Device.any(), names)) {
            attempt.connected();
        }
        assertEquals("127.0.0.1", next());
    }

    @Test
    void anAbortEndsTheWaitForANameServerThatHangs() {
        nameServer.hangs();
        try (nameServer;
                Attempt attempt = Attempt.to(FaultyServer.address("broker", 1883, false), Device.any(), names)) {
            Eventually.until("the name server is asked", () -> nameServer.questions() == 1);
            attempt.transport().abort();
            Failure failure = attempt.closed();
            assertEquals(Cause.TIMEOUT, failure.cause());
            assertTrue(
                    failure.sentence().startsWith("the name server gives no answer for 'broker'"), failure.sentence());
        }
    }

    @Test
    void anAbortedDialerDoesNotConnect() {
        try (FaultyServer server = FaultyServer.doing(FaultyServer::swallow)) {
            Diagnosis diagnosis = new Diagnosis(server.address(), Device.any().login());
            Dialer dialer =
                    new Dialer(server.address(), Duration.ofSeconds(60), names, diagnosis, Duration.ofSeconds(30));
            dialer.abort();
            assertThrows(IOException.class, () -> dialer.connect(stages::add));
        }
        assertEquals(List.of(Stage.LOOK_UP), stages);
    }
}
