package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.config.BrokerAddress;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CopyOnWriteArrayList;

/** A broker that does what no real one does on request; it notes what each connection brought. */
public final class ScriptedBroker implements AutoCloseable {
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int PUBACK = 4;
    private static final int SUBSCRIBE = 8;
    private static final int PINGREQ = 12;
    private static final int GRANTED = 1;

    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final FaultyServer server;
    private final int[] acknowledging;
    private volatile int subscriptionAnswer = GRANTED;

    /** @param duplicate by the sender's account */
    public record Published(int packetId, String topic, String payload, boolean duplicate) {}

    private ScriptedBroker(int... acknowledging) {
        this.acknowledging = acknowledging.clone();
        this.server = FaultyServer.doing(this::serve);
    }

    /** Acknowledges so many messages on its first connection, its second, and so on; the last figure holds for the rest. */
    public static ScriptedBroker acknowledging(int... most) {
        return new ScriptedBroker(most);
    }

    /** Answers subscriptions with this from now on, such as 0x80 for a refusal. */
    public ScriptedBroker answeringSubscriptions(int code) {
        subscriptionAnswer = code;
        return this;
    }

    public BrokerAddress address() {
        return server.address();
    }

    /** Those that have logged in, oldest first. */
    public List<Connection> connections() {
        return connections;
    }

    private void serve(Socket socket) throws IOException {
        new Connection(socket).serve();
    }

    /** One login. */
    public final class Connection {
        private final Socket socket;
        private final DataInputStream in;
        private final List<Published> published = new CopyOnWriteArrayList<>();
        private final List<Integer> acknowledged = new CopyOnWriteArrayList<>();
        private final int acknowledgesAtMost = acknowledging[Math.min(connections.size(), acknowledging.length - 1)];
        private volatile boolean subscribed;
        private int lastPacketId;

        private Connection(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new DataInputStream(socket.getInputStream());
        }

        /** What the agent published here, oldest first. */
        public List<Published> published() {
            return published;
        }

        /** Packet ids of what the agent acknowledged here. */
        public List<Integer> acknowledged() {
            return acknowledged;
        }

        /** Whether a subscription was answered. */
        public boolean subscribed() {
            return subscribed;
        }

        /** Sends a message with QoS 1. */
        public void sends(int packetId, String topic, String payload) {
            send(publish(packetId, topic, payload));
        }

        /** Sends messages with QoS 1 in one segment, with the packet ids 1, 2, and so on. */
        public void sendsTogether(String topic, String... payloads) {
            var packets = new StringJoiner(" ");
            for (var payload : payloads) packets.add(publish(++lastPacketId, topic, payload));
            send(packets.toString());
        }

        private String publish(int packetId, String topic, String payload) {
            var name = topic.getBytes(StandardCharsets.UTF_8);
            var body = payload.getBytes(StandardCharsets.UTF_8);
            var hex = HexFormat.ofDelimiter(" ");
            var length = name.length + body.length + 4;
            return "32 %02x 00 %02x %s %02x %02x %s"
                    .formatted(
                            length,
                            name.length,
                            hex.formatHex(name),
                            packetId >> 8,
                            packetId & 0xff,
                            hex.formatHex(body));
        }

        public void closes() {
            try {
                socket.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }

        private void send(String hex) {
            try {
                FaultyServer.send(socket, hex);
            } catch (IOException gone) {
                // The agent left, which it may.
            }
        }

        private void serve() throws IOException {
            while (true) {
                var first = in.readUnsignedByte();
                answer(first >> 4, (first & 8) != 0, in.readNBytes(FaultyServer.readLength(in)));
            }
        }

        private void answer(int type, boolean duplicate, byte[] body) {
            switch (type) {
                case CONNECT -> {
                    connections.add(this);
                    send("20 02 00 00");
                }
                case SUBSCRIBE -> {
                    var filters = filters(body);
                    var answer = " %02x".formatted(subscriptionAnswer).repeat(filters);
                    send("90 %02x %02x %02x%s".formatted(2 + filters, body[0], body[1], answer));
                    subscribed = true;
                }
                case PUBLISH -> note(duplicate, body);
                case PUBACK -> acknowledged.add(number(body, 0));
                case PINGREQ -> send("d0 00");
                default -> {}
            }
        }

        private void note(boolean duplicate, byte[] body) {
            var end = 2 + number(body, 0);
            var text = new String(body, end + 2, body.length - end - 2, StandardCharsets.UTF_8);
            var topic = new String(body, 2, end - 2, StandardCharsets.UTF_8);
            published.add(new Published(number(body, end), topic, text, duplicate));
            if (published.size() <= acknowledgesAtMost) send("40 02 %02x %02x".formatted(body[end], body[end + 1]));
        }

        /** How many are asked for: after the packet id each has a length, itself and a QoS. */
        private static int filters(byte[] body) {
            var count = 0;
            for (var at = 2; at < body.length; at += 2 + number(body, at) + 1) count++;
            return count;
        }

        private static int number(byte[] body, int at) {
            return (body[at] & 0xff) << 8 | body[at + 1] & 0xff;
        }
    }

    @Override
    public void close() {
        connections.forEach(Connection::closes);
        server.close();
    }
}
