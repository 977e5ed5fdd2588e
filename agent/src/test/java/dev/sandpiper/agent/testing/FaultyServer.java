package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.config.BrokerAddress;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** A peer on loopback that behaves as badly as the test says; each connection has a thread of its own. */
public final class FaultyServer implements AutoCloseable {
    /** One connection; it is closed afterwards. */
    public interface Behaviour {
        void serve(Socket socket) throws IOException;
    }

    private final ServerSocket listener;

    private FaultyServer(ServerSocket listener) {
        this.listener = listener;
    }

    public static FaultyServer doing(Behaviour behaviour) {
        try {
            FaultyServer server = new FaultyServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(() -> server.accept(behaviour));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(Behaviour behaviour) {
        try {
            while (true) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> serve(behaviour, socket));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static void serve(Behaviour behaviour, Socket socket) {
        try (socket) {
            behaviour.serve(socket);
        } catch (IOException e) {
            // The other side went away, which is what most tests are about.
        }
    }

    public BrokerAddress address() {
        return address("127.0.0.1", listener.getLocalPort(), false);
    }

    /** @param host a name for 127.0.0.1 */
    public BrokerAddress addressOf(String host) {
        return address(host, listener.getLocalPort(), false);
    }

    public BrokerAddress addressWithWebSocket() {
        int port = listener.getLocalPort();
        return new BrokerAddress("ws://127.0.0.1:" + port, "127.0.0.1", port, false, Optional.of("/mqtt"));
    }

    public BrokerAddress addressWithTls() {
        return address("127.0.0.1", listener.getLocalPort(), true);
    }

    public static BrokerAddress address(String host, int port, boolean tls) {
        return new BrokerAddress((tls ? "mqtts" : "mqtt") + "://" + host + ":" + port, host, port, tls);
    }

    /** @return the packet's body, without its fixed header */
    public static byte[] readPacket(InputStream in) throws IOException {
        if (in.read() < 0) {
            throw new IOException("the client went away");
        }
        return in.readNBytes(readLength(in));
    }

    /** The rest of a fixed header: MQTT 3.1.1, section 2.2.3. */
    public static int readLength(InputStream in) throws IOException {
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the client went away");
            }
            length |= (next & 0x7f) << shift;
            if (next < 0x80) {
                return length;
            }
        }
        throw new IOException("no length");
    }

    /** Reads the CONNECT and answers with this return code. */
    public static void answerConnect(Socket socket, int code) throws IOException {
        readPacket(socket.getInputStream());
        socket.getOutputStream().write(new byte[] {0x20, 2, 0, (byte) code});
    }

    /** @param hex such as {@code 30 05 00 01} */
    public static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.ofDelimiter(" ").parseHex(hex));
    }

    /** Reads until the client goes away. */
    public static void swallow(Socket socket) throws IOException {
        socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    }

    /** A delay that is part of the misbehaviour. */
    public static void pause(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
