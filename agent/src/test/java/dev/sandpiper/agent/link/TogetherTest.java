package dev.sandpiper.agent.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sandpiper.agent.link.Attempt.Device;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultyServer;
import dev.sandpiper.agent.testing.TestCertificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages do not keep to the network's portions: several in one TLS record or segment, one in several. */
class TogetherTest {
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();

    // Each write is one TLS record, and as a rule one segment.
    private void inThreePortions(Socket socket) throws IOException {
        FaultyServer.answerConnect(socket, 0);
        FaultyServer.send(socket, "32 06 00 01 74 00 01 61 32 06 00 01 74 00 02 62 32 06 00 01");
        FaultyServer.send(socket, "74");
        FaultyServer.send(socket, "00 03 63 32 06 00 01 74 00 04 64");
        while (true) acknowledged.add(HexFormat.of().formatHex(FaultyServer.readPacket(socket.getInputStream())));
    }

    private void eachArrivesAndIsAcknowledged(Attempt attempt) {
        attempt.connected();
        for (var expected : List.of("a", "b", "c", "d")) {
            var arrived = attempt.next(Arrived.class);
            assertEquals(expected, new String(arrived.payload(), UTF_8));
            attempt.transport().acknowledge(arrived.packetId());
        }
        Eventually.until(
                () -> "each is acknowledged; " + acknowledged,
                () -> acknowledged.equals(List.of("0001", "0002", "0003", "0004")));
    }

    @Test
    void inOneSegmentAndAcrossTwo() {
        try (var server = FaultyServer.doing(this::inThreePortions);
                var attempt = Attempt.to(server.address(), Device.any())) {
            eachArrivesAndIsAcknowledged(attempt);
        }
    }

    @Test
    void inOneTlsRecordAndAcrossTwo(@TempDir Path folder) {
        var authority = TestCertificates.in(folder);
        var own = authority.forServer("broker", "IP:127.0.0.1");
        try (var server = FaultyServer.doing(TlsServer.behind(own, this::inThreePortions));
                var attempt = Attempt.to(server.addressWithTls(), Device.trusting(authority.ca()))) {
            eachArrivesAndIsAcknowledged(attempt);
        }
    }
}
