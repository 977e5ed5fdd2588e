package dev.sandpiper.agent.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Acked;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.LinkEvent.Subscribed;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import dev.sandpiper.agent.testing.TestCertificates;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session over TLS with a real mosquitto. */
class PahoTransportTest {
    @TempDir
    static Path folder;

    static TestCertificates certificates;
    static Mosquitto broker;

    @BeforeAll
    static void start() {
        certificates = TestCertificates.in(folder.resolve("ca"));
        broker = Mosquitto.in(folder.resolve("broker"))
                .withTls(certificates, certificates.forLoopback())
                .withPassword("pi", "secret")
                .start();
    }

    @AfterAll
    static void end() {
        broker.close();
    }

    private static Device device() {
        return Device.trusting(certificates.ca()).as("pi", "secret");
    }

    @Test
    void aLoginIsReportedWithWhatTlsNegotiated() {
        try (Attempt attempt = Attempt.to(broker.address(), device())) {
            LinkEvent.Connected connected = attempt.connected();
            assertFalse(connected.sessionPresent());
            assertTrue(connected.details().startsWith("TLSv1.3, TLS_"), connected.details());
            List<Expiry> expiries = attempt.transport().expiries();
            assertEquals(
                    List.of("the broker's certificate 'CN=loopback'", "the authority 'CN=ca' in " + certificates.ca()),
                    expiries.stream().map(Expiry::what).toList());
            Instant expiry = expiries.getFirst().end();
            assertEquals(365, ChronoUnit.DAYS.between(Instant.now(), expiry.plusSeconds(3600)));
        }
    }

    @Test
    void eachStageIsReportedOnceAndInOrder() {
        try (Attempt attempt = Attempt.to(broker.address(), device())) {
            attempt.connected();
            assertEquals(List.of(Stage.LOOK_UP, Stage.CONNECT, Stage.HANDSHAKE, Stage.CONNACK), attempt.reached());
        }
    }

    @Test
    void everyPublishIsAcknowledgedByItsHandle() {
        try (Attempt attempt = Attempt.to(broker.address(), device())) {
            attempt.connected();
            Set<Long> handles = new HashSet<>();
            for (long handle = 1000; handle < 1100; handle++) {
                handles.add(handle);
                attempt.transport().publish(handle, "telemetry", new byte[] {1}, Retain.NO);
            }
            for (int i = 0; i < 100; i++) {
                assertTrue(handles.remove(attempt.next(Acked.class).handle()));
            }
        }
    }

    @Test
    void aPayloadOfManyTlsRecordsArrivesUnchanged() {
        byte[] payload = new byte[100_000];
        for (int i = 0; i < payload.length; i++) {
            payload[i] = (byte) (i * 31 >> 3);
        }
        try (Attempt attempt = Attempt.to(broker.address(), device())) {
            attempt.connected();
            attempt.transport().subscribe(List.of("large"));
            assertEquals(new Subscribed(List.of(1)), attempt.next(Subscribed.class));
            attempt.transport().publish(1, "large", payload, Retain.NO);
            LinkEvent first = attempt.next(LinkEvent.class);
            LinkEvent second = attempt.next(LinkEvent.class);
            Arrived arrived = (Arrived) (first instanceof Arrived ? first : second);
            assertArrayEquals(payload, arrived.payload());
        }
    }

    @Test
    void aRetainedMessageIsToldFromALiveOne() {
        broker.publish("command/pump", "before", "-r");
        try (Attempt attempt = Attempt.to(broker.address(), device())) {
            attempt.connected();
            attempt.transport().subscribe(List.of("command/+"));
            attempt.next(Subscribed.class);
            assertTrue(attempt.next(Arrived.class).retained());
            broker.publish("command/pump", "live", "-r");
            Arrived live = attempt.next(Arrived.class);
            assertEquals("live", new String(live.payload(), UTF_8));
            assertEquals("command/pump", live.topic());
            assertFalse(live.retained());
        }
        broker.publish("command/pump", "", "-r");
    }

    @Test
    void whatWasRetainedByThisSideIsServedToLaterSubscribers() {
        try (Attempt attempt = Attempt.to(broker.address(), device())) {
            attempt.connected();
            attempt.transport().publish(7, "birth", "online".getBytes(UTF_8), Retain.YES);
            assertEquals(7, attempt.next(Acked.class).handle());
            attempt.transport().subscribe(List.of("birth"));
            attempt.next(Subscribed.class);
            assertTrue(attempt.next(Arrived.class).retained());
        }
    }

    @Test
    void aCommandThatWasNotAcknowledgedComesAgainOnTheNextConnection() {
        Device device = device();
        try (Attempt first = Attempt.to(broker.address(), device)) {
            first.connected();
            first.transport().subscribe(List.of("do/it"));
            first.next(Subscribed.class);
            broker.publish("do/it", "one");
            broker.publish("do/it", "two");
            Arrived one = first.next(Arrived.class);
            Arrived two = first.next(Arrived.class);
            assertFalse(one.duplicate());
            first.transport().acknowledge(one.packetId());
            Eventually.until(
                    "the broker has the PUBACK of " + one.packetId(),
                    () -> broker.logContains("Received PUBACK from " + device.clientId() + " (Mid: " + one.packetId()));
            first.transport().abort();
            assertEquals(Cause.LOST, first.closed().cause());
            first.transport().acknowledge(two.packetId());
        }
        try (Attempt next = Attempt.to(broker.address(), device)) {
            assertTrue(next.connected().sessionPresent());
            Arrived again = next.next(Arrived.class);
            assertEquals("two", new String(again.payload(), UTF_8));
            assertTrue(again.duplicate());
            assertFalse(again.retained());
        }
    }

    @Test
    void aMessageOfQosZeroNeedsNoAcknowledgement() {
        try (Attempt attempt = Attempt.to(broker.address(), device())) {
            attempt.connected();
            attempt.transport().subscribe(List.of("loose"));
            attempt.next(Subscribed.class);
            broker.publish("loose", "zero", "-q", "0");
            Arrived arrived = attempt.next(Arrived.class);
            assertEquals(0, arrived.packetId());
            attempt.transport().acknowledge(arrived.packetId());
            attempt.transport().publish(1, "still/there", new byte[0], Retain.NO);
            attempt.next(Acked.class);
        }
    }

    private static void watch(Attempt watcher, Device device) {
        watcher.connected();
        watcher.transport().subscribe(List.of(device.will()));
        watcher.next(Subscribed.class);
    }

    @Test
    void aDisconnectLeavesTheLastWillUnpublished() {
        Device device = device();
        try (Attempt watcher = Attempt.to(broker.address(), device());
                Attempt attempt = Attempt.to(broker.address(), device)) {
            watch(watcher, device);
            attempt.connected();
            attempt.transport().publish(1, device.will(), "bye".getBytes(UTF_8), Retain.NO);
            assertEquals(new Acked(1), attempt.next(Acked.class));
            attempt.transport().disconnect();
            assertEquals(new Failure(Cause.NONE, "disconnected"), attempt.closed());
            broker.publish(device.will(), "marker");
            assertEquals("bye", new String(watcher.next(Arrived.class).payload(), UTF_8));
            assertEquals("marker", new String(watcher.next(Arrived.class).payload(), UTF_8));
        }
    }

    @Test
    void anAbortLetsTheBrokerPublishTheLastWill() {
        Device device = device();
        try (Attempt watcher = Attempt.to(broker.address(), device());
                Attempt attempt = Attempt.to(broker.address(), device)) {
            watch(watcher, device);
            attempt.connected();
            attempt.transport().abort();
            assertEquals(Cause.LOST, attempt.closed().cause());
            assertEquals("offline", new String(watcher.next(Arrived.class).payload(), UTF_8));
        }
    }

    @Test
    void aBrokerThatEndsIsReportedOnce() {
        try (Mosquitto own = Mosquitto.in(folder.resolve("mortal")).start();
                Attempt attempt = Attempt.to(own.address(), Device.any())) {
            assertEquals("without TLS", attempt.connected().details());
            own.kill();
            Failure failure = attempt.closed();
            assertTrue(failure.isClose(), failure.toString());
            assertTrue(failure.sentence().startsWith("the broker ended the connection"), failure.sentence());
            attempt.transport().publish(1, "too/late", new byte[0], Retain.NO);
            attempt.transport().subscribe(List.of("too/late"));
            attempt.transport().disconnect();
            assertEquals(List.of(), attempt.soFar());
        }
    }

    @Test
    void moreUnacknowledgedThanAgreedEndsTheAttempt() {
        try (Attempt attempt = Attempt.to(broker.address(), device())) {
            attempt.connected();
            broker.freeze();
            // Paho counts what it has begun to send, and takes some more meanwhile.
            for (int i = 0; i < 100_000 && attempt.soFar().isEmpty(); i++) {
                attempt.transport().publish(i, "flood", new byte[10], Retain.NO);
            }
            assertEquals(Cause.LOST, attempt.closed().cause());
        } finally {
            broker.thaw();
        }
    }
}
