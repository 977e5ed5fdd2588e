package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultyServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** More comes in than is taken: then the connection is not read, the broker keeps the rest, and is not blamed for it. */
class HeldBackTest {
    private static final int MESSAGES = 3_000;
    private static final int PAYLOAD = 8_000;

    private static final long STUCK_NANOS = 500_000_000;

    private final AtomicInteger taken = new AtomicInteger();

    // QoS 0: nothing but the network keeps the broker from sending.
    private void flood(Socket socket) throws IOException {
        FaultyServer.answerConnect(socket, 0);
        var packet = new ByteArrayOutputStream();
        packet.writeBytes(new byte[] {0x30, (byte) (PAYLOAD + 3 & 0x7f | 0x80), (byte) (PAYLOAD + 3 >> 7), 0, 1, 't'});
        packet.writeBytes(new byte[PAYLOAD]);
        for (var sent = 0; sent < MESSAGES; sent++) {
            socket.getOutputStream().write(packet.toByteArray());
            taken.incrementAndGet();
        }
        FaultyServer.swallow(socket);
    }

    private void brokerIsStuck() {
        var before = new AtomicInteger();
        var since = new AtomicLong();
        Eventually.until("the broker sends no further", () -> {
            if (before.getAndSet(taken.get()) != taken.get()) since.set(System.nanoTime());
            return taken.get() > 0 && System.nanoTime() - since.get() > STUCK_NANOS;
        });
    }

    private static long arrived(Attempt attempt) {
        return attempt.soFar().stream().filter(Arrived.class::isInstance).count();
    }

    @Test
    void whileThereIsNoRoomTheConnectionIsNotReadAndAfterwardsAllOfItArrives() {
        try (var server = FaultyServer.doing(this::flood);
                var attempt = Attempt.to(server.address(), Device.any())) {
            attempt.room = false;
            attempt.connected();
            brokerIsStuck();
            assertTrue(taken.get() < MESSAGES, "the broker could send all of it");
            assertTrue(arrived(attempt) < 50, () -> arrived(attempt) + " arrived");
            attempt.room = true;
            Eventually.until(() -> "all arrive; " + arrived(attempt), () -> arrived(attempt) == MESSAGES);
        }
    }

    @Test
    void aConnectionThatIsNotReadCanBeGivenUp() {
        try (var server = FaultyServer.doing(this::flood);
                var attempt = Attempt.to(server.address(), Device.any())) {
            attempt.room = false;
            attempt.connected();
            attempt.transport().abort();
            Eventually.until(
                    "that is told", () -> attempt.soFar().stream().anyMatch(LinkEvent.Closed.class::isInstance));
        }
    }

    @Test
    void theLinkTakesAMegabyteBeforeItsTurnAndNoMore() {
        var bench = new LinkBench().up();
        var message = new Arrived(0, "sandpiper/device/command/pump", new byte[100_000], false, false);
        var taken = 0;
        for (; bench.wire.last().hasRoom(); taken++) bench.wire.last().reports(message);
        assertEquals(11, taken);
        bench.run();
        assertTrue(bench.wire.last().hasRoom());
        assertEquals(11, bench.received.size());
    }

    @Test
    void smallOnesWeighWhatTheyCostInMemory() {
        var bench = new LinkBench().up();
        var message = new Arrived(0, "sandpiper/device/command/pump", new byte[1], false, false);
        var taken = 0;
        for (; bench.wire.last().hasRoom(); taken++) bench.wire.last().reports(message);
        assertTrue(taken < 4_096, taken + " would not all find room in the mailbox");
    }

    @Test
    void aBrokerIsNotBlamedForWhatWasNotReadAndForWhatWasItIs() {
        var bench = new LinkBench();
        bench.up().acknowledgesAll();
        bench.wire.last().answersPings = false;
        bench.sends(Outgoing.Lane.TELEMETRY, 100);
        bench.room = false;
        for (var second = 0; second < 600; second++) {
            assertFalse(bench.wire.last().hasRoom());
            bench.pass(1);
        }
        assertFalse(bench.wire.last().aborted, "its answer may be there, unread");
        bench.room = true;
        assertTrue(bench.wire.last().hasRoom());
        bench.pass(Duration.ofSeconds(60));
        assertFalse(bench.wire.last().aborted);
        bench.pass(Duration.ofSeconds(31));
        assertTrue(bench.wire.last().aborted);
    }

    @Test
    void norIsItForTheTimeInWhichThisDeviceDidNotRun() {
        var bench = new LinkBench();
        bench.up().acknowledgesAll();
        bench.sends(Outgoing.Lane.TELEMETRY, 100);
        bench.pass(1);
        bench.time.pass(Duration.ofMinutes(5));
        bench.run();
        assertFalse(bench.wire.last().aborted);
    }
}
