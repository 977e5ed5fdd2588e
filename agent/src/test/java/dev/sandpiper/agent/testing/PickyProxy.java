package dev.sandpiper.agent.testing;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Makes a broker one that closes the connection on a publish it does not like, as AWS IoT and RabbitMQ do on a topic that
 * is not allowed, and most on a packet above their limit. Reads MQTT 3.1.1 from the agent, section 2.2 and 3.3.
 */
public final class PickyProxy implements AutoCloseable {
    private static final int PUBLISH = 3;
    private static final int SUBSCRIBE = 8;

    private final FaultyServer server;
    private final int broker;
    private final AtomicInteger closes = new AtomicInteger();
    private volatile Predicate<Publish> dislikes = publish -> false;
    private volatile boolean dislikesSubscriptions;

    /** @param size of the packet's body, in bytes */
    public record Publish(String topic, String payload, int size) {}

    private PickyProxy(int broker) {
        this.broker = broker;
        this.server = FaultyServer.doing(this::serve);
    }

    public static PickyProxy to(int broker) {
        return new PickyProxy(broker);
    }

    public int port() {
        return server.address().port();
    }

    /** From now on. */
    public void dislikes(Predicate<Publish> these) {
        dislikes = these;
    }

    /** Closes on them as well from now on, as RabbitMQ does on one that is not allowed. */
    public void dislikesSubscriptions() {
        dislikesSubscriptions = true;
    }

    /** How often it has closed a connection. */
    public int closes() {
        return closes.get();
    }

    private void serve(Socket agent) throws IOException {
        try (var server = new Socket(InetAddress.getLoopbackAddress(), broker)) {
            Thread.ofVirtual().start(() -> answers(server, agent));
            var in = new DataInputStream(agent.getInputStream());
            while (pass(in, server.getOutputStream())) continue;
            closes.incrementAndGet();
        }
    }

    private static void answers(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // One of both has gone.
        }
    }

    /** False when this packet is the last. */
    private boolean pass(DataInputStream in, OutputStream server) throws IOException {
        var first = in.read();
        if (first < 0) throw new EOFException();
        var length = 0;
        var lengthBytes = ByteBuffer.allocate(4);
        for (var more = true; more; ) {
            var next = in.readUnsignedByte();
            length |= (next & 0x7f) << 7 * lengthBytes.position();
            lengthBytes.put((byte) next);
            more = next >= 0x80;
        }
        var body = in.readNBytes(length);
        if (first >> 4 == PUBLISH && dislikes.test(publish(body))) return false;
        if (first >> 4 == SUBSCRIBE && dislikesSubscriptions) return false;
        server.write(first);
        server.write(lengthBytes.array(), 0, lengthBytes.position());
        server.write(body);
        return true;
    }

    private static Publish publish(byte[] body) {
        var topicBytes = ByteBuffer.wrap(body).getShort();
        var payloadAt = 2 + topicBytes + 2;
        return new Publish(
                new String(body, 2, topicBytes, StandardCharsets.UTF_8),
                new String(body, payloadAt, body.length - payloadAt, StandardCharsets.UTF_8),
                body.length);
    }

    @Override
    public void close() {
        server.close();
    }
}
