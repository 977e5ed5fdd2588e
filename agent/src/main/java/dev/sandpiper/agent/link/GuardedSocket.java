package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/**
 * What Paho takes for a plain socket. It looks the name up, does TLS and frames the input itself, and it can be closed
 * at once in every state: a TLS socket cannot, its close waits for a writer that is stuck.
 */
final class GuardedSocket extends Socket {
    /** Probes after silence at this distance and number; a dead peer is noticed half a minute after the first. */
    private static final int PROBE_SECONDS = 10;

    private static final int PROBES = 3;
    private static final int LONGEST_IDLE_SECONDS = 32_767;
    private static final byte[] PINGREQ = {(byte) 0xc0, 0};
    private static final int INPUT_BUFFER = 4_096;
    /** Longer than Paho can need from its receiver's start to its first write, which sleeps 100 ms a thread. */
    private static final int HOLD_SECONDS = 10;

    private final BrokerAddress address;
    private final Login login;
    private final Diagnosis diagnosis;
    private final Duration patience;
    private final Optional<Tls> tls;
    private final Consumer<LinkEvent> listener;
    private final CountDownLatch connectWritten = new CountDownLatch(1);

    private volatile FlightSocket raw = new FlightSocket();
    private volatile boolean aborted;
    private volatile Stage stage = Stage.LOOK_UP;
    private volatile @Nullable SSLSession session;
    private volatile @Nullable InputStream input;
    private volatile @Nullable WatchedOutput output;
    private volatile @Nullable IOException readFailure;
    private volatile @Nullable IOException writeFailure;
    /** {@link System#nanoTime} at which the write under way began; 0 when there is none. */
    private volatile long writeStart;

    /** @param patience for the TCP connect, for each step of the handshake, and for the CONNACK */
    GuardedSocket(
            BrokerAddress address, Login login, Diagnosis diagnosis, Duration patience, Consumer<LinkEvent> listener) {
        this.address = address;
        this.login = login;
        this.diagnosis = diagnosis;
        this.patience = patience;
        this.listener = listener;
        this.tls = address.tls() ? Optional.of(new Tls(login.tls(), address.host())) : Optional.empty();
    }

    /** Called by Paho's connecting thread; its address is a placeholder, the real one is looked up here. */
    @Override
    public void connect(SocketAddress placeholder, int timeoutMillis) throws IOException {
        try {
            reached(Stage.LOOK_UP);
            FlightSocket plain = reach();
            reached(Stage.HANDSHAKE);
            Socket secured = tls.isPresent() ? shakeHands(tls.get(), plain) : plain;
            plain.handshakeDone();
            long answerBy = System.nanoTime() + patience.toNanos();
            InputStream buffered = new BufferedInputStream(secured.getInputStream(), INPUT_BUFFER);
            input = new PacketStream(buffered, login.maxPacket(), diagnosis, answerBy, this::hold, this::pong);
            output = new WatchedOutput(secured.getOutputStream());
            reached(Stage.CONNACK);
        } catch (IOException | RuntimeException e) {
            closeRaw();
            throw e;
        }
    }

    /** Tries every address of the name, so that a network without IPv6 still reaches a broker that has both. */
    private FlightSocket reach() throws IOException {
        InetAddress[] candidates = InetAddress.getAllByName(address.host());
        reached(Stage.CONNECT);
        int timeout = (int) patience.dividedBy(candidates.length).toMillis();
        IOException last = new SocketException("no address");
        for (InetAddress candidate : candidates) {
            FlightSocket next = open();
            try {
                next.connect(new InetSocketAddress(candidate, address.port()), timeout);
                return next;
            } catch (IOException e) {
                next.close();
                last = e;
            }
        }
        throw last;
    }

    private FlightSocket open() throws IOException {
        FlightSocket next = new FlightSocket();
        next.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        // No sooner than MQTT's own ping, so that it costs nothing on a metered link.
        int idle = (int) Math.min(login.keepAlive().toSeconds(), LONGEST_IDLE_SECONDS);
        next.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, idle);
        next.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_SECONDS);
        next.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        // A small packet behind an unacknowledged one would wait 40 ms. Paho gathers a packet of up to 8 KiB in its own
        // buffer, so that it is one write and one TLS record all the same.
        next.setOption(StandardSocketOptions.TCP_NODELAY, true);
        raw = next;
        if (aborted) {
            next.close();
            throw new SocketException("aborted");
        }
        return next;
    }

    private SSLSocket shakeHands(Tls by, FlightSocket plain) throws IOException {
        plain.setSoTimeout((int) patience.toMillis());
        SSLSocket secured = by.over(plain);
        secured.startHandshake();
        session = secured.getSession();
        return secured;
    }

    /** Ends it in every state. Not through the TLS socket: that would wait for a stuck writer. */
    void abort() {
        aborted = true;
        closeRaw();
    }

    private void closeRaw() {
        try {
            raw.close();
        } catch (IOException e) {
            // The descriptor is gone all the same.
        }
    }

    private void reached(Stage next) {
        stage = next;
        listener.accept(new LinkEvent.Reached(next));
    }

    void loggedIn() {
        stage = Stage.CONNECTED;
    }

    Stage stage() {
        return stage;
    }

    /** What first went wrong while nobody had closed the socket; Paho often reports only the consequence. */
    Optional<IOException> failure() {
        IOException read = readFailure;
        return Optional.ofNullable(read != null ? read : writeFailure);
    }

    long writeStuckMillis() {
        long start = writeStart;
        return start == 0 ? 0 : (System.nanoTime() - start) / 1_000_000;
    }

    Traffic traffic() {
        return raw.traffic();
    }

    /** Sends a PINGREQ between two packets of Paho's. */
    void ping() {
        WatchedOutput connected = output;
        if (connected == null) {
            return;
        }
        try {
            connected.ping();
        } catch (IOException e) {
            // The reader hears of it, too.
        }
    }

    // Paho sends no pings, so that every answer to one is for the link.
    private void pong() {
        listener.accept(new LinkEvent.Pong());
    }

    Optional<Instant> certificateExpiry() {
        return tls.flatMap(Tls::expiry);
    }

    String details() {
        SSLSession negotiated = session;
        return negotiated == null ? "without TLS" : negotiated.getProtocol() + ", " + negotiated.getCipherSuite();
    }

    /**
     * Keeps a reader's failure back until Paho has tried to write its CONNECT, that is until all its threads run: it
     * starts them by waiting for a flag that an early failure clears again, and would wait for ever.
     */
    private void hold(IOException failure) {
        if (!aborted && readFailure == null) {
            readFailure = failure;
        }
        try {
            connectWritten.await(HOLD_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return connected(input);
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return connected(output);
    }

    private static <T> T connected(@Nullable T stream) throws SocketException {
        if (stream == null) {
            throw new SocketException("not connected");
        }
        return stream;
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        raw.setSoTimeout(millis);
    }

    @Override
    public void close() {
        abort();
    }

    @Override
    public boolean isClosed() {
        return raw.isClosed();
    }

    /** Knows how long a write has been under way, since Java has no time-out for one. */
    private final class WatchedOutput extends OutputStream {
        private final OutputStream target;

        private final ReentrantLock writing = new ReentrantLock();
        private boolean withinPacket;
        private volatile boolean pingWanted;

        private WatchedOutput(OutputStream target) {
            this.target = target;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        /** At once where nothing is being written, else behind the present packet; never waits for it. */
        void ping() throws IOException {
            pingWanted = true;
            if (writing.tryLock()) {
                try {
                    pingBetweenPackets();
                } finally {
                    writing.unlock();
                }
            }
        }

        private void pingBetweenPackets() throws IOException {
            if (pingWanted && !withinPacket) {
                pingWanted = false;
                send(PINGREQ, 0, PINGREQ.length);
                target.flush();
            }
        }

        /** Paho flushes at the end of each packet, and only there. */
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing.lock();
            try {
                withinPacket = true;
                send(bytes, offset, length);
            } finally {
                writing.unlock();
            }
        }

        private void send(byte[] bytes, int offset, int length) throws IOException {
            writeStart = System.nanoTime();
            try {
                target.write(bytes, offset, length);
            } catch (IOException e) {
                if (!aborted && writeFailure == null) {
                    writeFailure = e;
                }
                throw e;
            } finally {
                writeStart = 0;
                connectWritten.countDown();
            }
        }

        @Override
        public void flush() throws IOException {
            writing.lock();
            try {
                target.flush();
                withinPacket = false;
                pingBetweenPackets();
            } finally {
                writing.unlock();
            }
        }
    }
}
