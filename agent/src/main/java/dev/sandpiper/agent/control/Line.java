package dev.sandpiper.agent.control;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection that carries lines. Each wait has an end: a peer that does nothing holds nobody up. */
final class Line implements AutoCloseable {
    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;

    Line(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        selector = Selector.open();
        key = channel.register(selector, 0);
    }

    /**
     * The text up to the next line end.
     *
     * @param most bytes; more is refused
     * @throws IOException also when the peer was silent or slow for {@code patience}
     */
    String read(int most, Duration patience) throws IOException {
        var until = System.nanoTime() + patience.toNanos();
        var received = new ByteArrayOutputStream();
        var buffer = ByteBuffer.allocate(4096);
        while (received.size() <= most) {
            await(SelectionKey.OP_READ, until);
            if (channel.read(buffer.clear()) < 0) throw new IOException("the connection ended early");
            buffer.flip();
            while (buffer.hasRemaining()) {
                var one = buffer.get();
                if (one == '\n') return received.toString(StandardCharsets.UTF_8);
                received.write(one);
            }
        }
        throw new IOException("a line of more than " + most + " bytes");
    }

    void write(String text, Duration patience) throws IOException {
        var until = System.nanoTime() + patience.toNanos();
        var bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            await(SelectionKey.OP_WRITE, until);
            channel.write(bytes);
        }
    }

    private void await(int readiness, long until) throws IOException {
        key.interestOps(readiness);
        var millis = (until - System.nanoTime()) / 1_000_000;
        if (millis <= 0 || selector.select(millis) == 0) throw new IOException("nothing came in time");
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
