package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.Mosquitto;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator reads when the broker cannot be reached or refuses the login. */
class ConnectFailureTest {
    private static Failure failure(BrokerAddress address, Device device) {
        try (Attempt attempt = Attempt.to(address, device)) {
            return attempt.closed();
        }
    }

    @Test
    void nothingListens() {
        int port = Mosquitto.freePort();
        assertEquals(
                new Failure(
                        Cause.REFUSED,
                        "nothing listens on 127.0.0.1:" + port + "; start the broker or correct broker.url"),
                failure(FaultyServer.address("127.0.0.1", port, true), Device.any()));
    }

    @Test
    void nothingListensOnAnIpv6Address() {
        int port = Mosquitto.freePort();
        Failure failure = failure(FaultyServer.address("::1", port, false), Device.any());
        // A machine without IPv6 says that there is no way there, which is as true.
        assertTrue(failure.sentence().contains("[::1]:" + port), failure.sentence());
    }

    @Test
    void theNameIsUnknown() {
        assertEquals(
                new Failure(
                        Cause.NAME,
                        "the name 'nosuch.invalid' cannot be resolved; check the host name in broker.url and this"
                                + " device's name server"),
                failure(FaultyServer.address("nosuch.invalid", 8883, true), Device.any()));
    }

    @Test
    void nobodyHasFilledInABrokerYet() {
        assertEquals(
                new Failure(
                        Cause.NAME,
                        "no broker yet: run 'sudo sandpiper init', or fill in broker.url and restart the agent"),
                failure(FaultyServer.address("your-broker.invalid", 8883, true), Device.any()));
    }

    @Test
    void mosquittoRefusesAWrongPassword(@TempDir Path folder) {
        try (Mosquitto broker =
                Mosquitto.in(folder).withPassword("pi", "secret").start()) {
            assertEquals(
                    new Failure(
                            Cause.NOT_AUTHORISED,
                            "the broker refuses the login of 'pi' as not authorised (CONNACK 5); check broker.username,"
                                    + " broker.password_file and the broker's access rules"),
                    failure(broker.address(), Device.any().as("pi", "wrong")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, PROTOCOL",
        "2, CLIENT_ID",
        "3, UNAVAILABLE",
        "4, CREDENTIALS",
        "5, NOT_AUTHORISED",
        "6, PROTOCOL",
        "255, PROTOCOL"
    })
    void everyRefusalOfTheLoginHasACause(int code, Cause expected) {
        try (FaultyServer server = FaultyServer.doing(socket -> {
            FaultyServer.answerConnect(socket, code);
            FaultyServer.swallow(socket);
        })) {
            Failure failure = failure(server.address(), Device.any());
            assertEquals(expected, failure.cause());
            assertTrue(failure.sentence().contains("CONNACK " + code), failure.sentence());
        }
    }

    @Test
    void aServerOfAnotherProtocolIsRecognised() {
        try (FaultyServer server = FaultyServer.doing(socket -> {
            FaultyServer.send(socket, "53 53 48 2d 32 2e 30 2d");
            FaultyServer.swallow(socket);
        })) {
            Failure failure = failure(server.address(), Device.any());
            assertEquals(Cause.PROTOCOL, failure.cause());
            assertTrue(
                    failure.sentence().contains("its answer begins with 0x53, expected 0x20 (CONNACK)"),
                    failure.sentence());
        }
    }

    @Test
    void noConnackEndsTheAttemptByItself() {
        try (FaultyServer server = FaultyServer.doing(FaultyServer::swallow);
                Attempt attempt = Attempt.to(server.address(), Device.any(), Duration.ofSeconds(1))) {
            Failure failure = attempt.closed();
            assertEquals(Cause.TIMEOUT, failure.cause());
            assertTrue(failure.sentence().startsWith("no CONNACK from 127.0.0.1:"), failure.sentence());
        }
    }

    @Test
    void aHandshakeThatIsNotAnsweredEndsTheAttemptByItself() {
        try (FaultyServer server = FaultyServer.doing(FaultyServer::swallow);
                Attempt attempt = Attempt.to(server.addressWithTls(), Device.any(), Duration.ofSeconds(1))) {
            Failure failure = attempt.closed();
            assertEquals(Cause.TIMEOUT, failure.cause());
            assertTrue(failure.sentence().contains("does not finish the TLS handshake"), failure.sentence());
        }
    }
}
