package dev.sandpiper.agent.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.FaultyServer;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be unacknowledged at a time: contract section 1. The peer is no mosquitto, which always acknowledges. */
class WindowTest {
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int SUBSCRIBE = 8;
    private static final int MOST_SINGLES = 100;

    @TempDir
    Path folder;

    private final AtomicInteger connections = new AtomicInteger();
    private final List<String> unacknowledged = new CopyOnWriteArrayList<>();

    @Test
    void atMostAHundredSinglesAndOneHistoryMessageAreUnderWay() {
        var outputs = IntStream.rangeClosed(2, 27)
                .mapToObj(pin -> "  - { id: o%d, type: gpio-output, pin: %d }\n".formatted(pin, pin))
                .collect(Collectors.joining());
        try (var server = FaultyServer.doing(this::serve);
                var agent = AgentProcess.in(
                        folder.resolve("agent"), """
                        device: { id: hut }
                        broker: { url: "%s", reconnect: { min: 2s, max: 3s } }
                        outbox: { directory: outbox, fresh_for: 1s, commit_every: 200ms }
                        board: { type: simulated }
                        sensors: [ { id: air, type: bme280, every: 10ms }, { id: room, type: lm75, every: 10ms } ]
                        actuators:
                        """.formatted(server.address().url()) + outputs)) {
            agent.start();
            Eventually.until("the window is full", () -> unacknowledged.size() >= 90);
            Eventually.until("something went stale and is sent too", () -> historyMessages() > 0);
            var full = System.nanoTime();
            Eventually.until("more would have come", () -> System.nanoTime() - full > 1_000_000_000L);
            var singles = unacknowledged.size() - historyMessages();
            assertTrue(singles <= MOST_SINGLES, singles + " are unacknowledged: " + unacknowledged);
            assertTrue(historyMessages() == 1, historyMessages() + " history messages are unacknowledged");
        }
    }

    private int historyMessages() {
        return (int) unacknowledged.stream()
                .filter(topic -> topic.startsWith("sandpiper/hut/history/"))
                .count();
    }

    /** The first connection is an ordinary one that ends soon, so that history waits for the others, which never see an acknowledgement. */
    private void serve(Socket socket) throws IOException {
        var first = connections.incrementAndGet() == 1;
        unacknowledged.clear();
        var in = new DataInputStream(socket.getInputStream());
        var acknowledged = 0;
        while (acknowledged < 100) {
            var type = in.readUnsignedByte() >> 4;
            var body = in.readNBytes(FaultyServer.readLength(in));
            switch (type) {
                case CONNECT -> FaultyServer.send(socket, "20 02 00 00");
                case SUBSCRIBE -> FaultyServer.send(socket, "90 03 %02x %02x 01".formatted(body[0], body[1]));
                case PUBLISH -> {
                    var topicLength = (body[0] & 0xff) << 8 | body[1] & 0xff;
                    if (first) {
                        var id = topicLength + 2;
                        FaultyServer.send(socket, "40 02 %02x %02x".formatted(body[id], body[id + 1]));
                        acknowledged++;
                    } else unacknowledged.add(new String(body, 2, topicLength, StandardCharsets.UTF_8));
                }
                default -> {}
            }
        }
    }
}
