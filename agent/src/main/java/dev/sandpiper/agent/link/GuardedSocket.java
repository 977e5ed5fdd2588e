package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * What Paho takes for a plain socket. It looks the name up, does TLS and WebSocket and frames the input itself, and it can be closed
 * at once in every state: a TLS socket cannot, its close waits for a writer that is stuck.
 */
final class GuardedSocket extends Socket {
    /** Whom it tells what it sees; by any thread. */
    interface Observer {
        void saw(LinkEvent event);

        /** Whether more may be read of a connection that is logged in. */
        default boolean hasRoom() {
            return true;
        }

        /** This thread begins to read. */
        default void readBy(Thread reader) {}
    }

    private static final int INPUT_BUFFER = 4_096;
    /** Longer than Paho can need from its receiver's start to its first write, which sleeps 100 ms a thread. */
    private static final int HOLD_SECONDS = 10;
    /** What the peer said last is read sooner than this after a write to it has failed. */
    private static final int LAST_WORDS_MILLIS = 500;

    private final BrokerAddress address;
    private final Login login;
    private final Diagnosis diagnosis;
    private final Duration patience;
    private final Optional<Tls> tls;
    private final Observer observer;
    private final Dialer dialer;
    private final CountDownLatch connectWritten = new CountDownLatch(1);
    private final CountDownLatch readFailed = new CountDownLatch(1);

    private volatile boolean aborted;
    private volatile Stage stage = Stage.LOOK_UP;
    private volatile @Nullable SSLSession session;
    private volatile @Nullable InputStream input;
    private volatile @Nullable PacketOutput output;
    private volatile @Nullable IOException readFailure;
    private volatile @Nullable IOException writeFailure;

    /** @param patience for each step: the look-up, the TCP connect, the handshake, the CONNACK */
    GuardedSocket(
            BrokerAddress address,
            Login login,
            HostNames names,
            Diagnosis diagnosis,
            Duration patience,
            Observer observer) {
        this.address = address;
        this.dialer = new Dialer(address, login.keepAlive(), names, diagnosis, patience);
        this.login = login;
        this.diagnosis = diagnosis;
        this.patience = patience;
        this.observer = observer;
        this.tls = address.tls() ? Optional.of(new Tls(login.tls().orElseThrow(), address)) : Optional.empty();
    }

    /** Called by Paho's connecting thread; its address is a placeholder, the real one is looked up here. */
    @Override
    public void connect(SocketAddress placeholder, int timeoutMillis) throws IOException {
        try {
            FlightSocket plain = dialer.connect(this::reached);
            reached(Stage.HANDSHAKE);
            plain.setSoTimeout((int) patience.toMillis());
            Socket secured = tls.isPresent() ? shakeHands(tls.get(), plain) : plain;
            plain.handshakeDone();
            InputStream in = new Sluice(new BufferedInputStream(secured.getInputStream(), INPUT_BUFFER), this::reads);
            OutputStream out = secured.getOutputStream();
            if (address.webSocket().isPresent()) {
                openWebSocket(in, out);
            } else {
                carry(in, out);
            }
            reached(Stage.CONNACK);
        } catch (IOException | RuntimeException e) {
            abort();
            throw e;
        }
    }

    // Of what is not logged in only answers to its own questions come.
    private boolean reads() {
        return aborted || stage != Stage.CONNECTED || observer.hasRoom();
    }

    private void openWebSocket(InputStream in, OutputStream out) throws IOException {
        diagnosis.webSocketBegins();
        new WebSocketHandshake(address, diagnosis.peer()).open(in, out, System.nanoTime() + patience.toNanos());
        WebSocketOutput frames = new WebSocketOutput(out);
        carry(new WebSocketInput(in, diagnosis, control -> reply(frames, control)), frames);
    }

    // By the sending thread, which alone may wait for the peer.
    private void reply(WebSocketOutput frames, WebSocketControl control) {
        frames.reply(control);
        PacketOutput packets = output;
        if (packets != null) {
            packets.flushSoon();
        }
    }

    /** From here on MQTT's packets. */
    private void carry(InputStream in, OutputStream out) throws SocketException {
        long answerBy = System.nanoTime() + patience.toNanos();
        InputStream packetsIn = new PacketStream(in, login.maxPacket(), diagnosis, answerBy, this::hold, this::pong);
        input = new ReaderWatch(packetsIn, observer::readBy);
        PacketOutput packets = new PacketOutput(out, connectWritten, this::sendingFailed);
        output = packets;
        if (aborted) {
            throw new SocketException("aborted");
        }
        packets.start("MQTT Out: " + login.clientId());
    }

    private SSLSocket shakeHands(Tls by, FlightSocket plain) throws IOException {
        SSLSocket secured = by.over(plain);
        secured.startHandshake();
        session = secured.getSession();
        return secured;
    }

    /** Ends it in every state. Not through the TLS socket: that would wait for a stuck writer. */
    void abort() {
        aborted = true;
        readFailed.countDown();
        dialer.abort();
        PacketOutput packets = output;
        if (packets != null) {
            packets.close();
        }
    }

    private void reached(Stage next) {
        stage = next;
        observer.saw(new LinkEvent.Reached(next));
    }

    void loggedIn() {
        dialer.good();
        stage = Stage.CONNECTED;
    }

    /** Whether Paho has begun to send, that is whether all its threads run. */
    boolean connectWritten() {
        return connectWritten.getCount() == 0;
    }

    Stage stage() {
        return stage;
    }

    /** What first went wrong while nobody had closed the socket; Paho often reports only the consequence. */
    Optional<IOException> failure() {
        IOException read = readFailure;
        return Optional.ofNullable(read != null ? read : writeFailure);
    }

    @Override
    public InetAddress getLocalAddress() {
        return dialer.socket().getLocalAddress();
    }

    Traffic traffic() {
        return dialer.socket().traffic();
    }

    /** Sends a PINGREQ between two packets of Paho's; never waits. */
    void ping() {
        PacketOutput connected = output;
        if (connected != null) {
            connected.ping();
        }
    }

    // Paho sends no pings, so that every answer to one is for the link.
    private void pong() {
        observer.saw(new LinkEvent.Pong());
    }

    List<Expiry> expiries() {
        return tls.map(Tls::expiries).orElse(List.of());
    }

    String details() {
        SSLSession negotiated = session;
        String secured =
                negotiated == null ? "without TLS" : negotiated.getProtocol() + ", " + negotiated.getCipherSuite();
        return address.webSocket().isPresent() ? secured + ", WebSocket" : secured;
    }

    /**
     * Keeps a reader's failure back until Paho has tried to write its CONNECT, that is until all its threads run: it
     * starts them by waiting for a flag that an early failure clears again, and would wait for ever.
     */
    private void hold(IOException failure) {
        if (!aborted && readFailure == null && writeFailure == null) {
            readFailure = failure;
        }
        readFailed.countDown();
        await(connectWritten, TimeUnit.SECONDS.toMillis(HOLD_SECONDS));
    }

    /** A peer that refuses something says so and closes; its words count, not that a write to it fails then. */
    private void sendingFailed(IOException failure) {
        await(readFailed, LAST_WORDS_MILLIS);
        if (!aborted) {
            writeFailure = failure;
        }
        dialer.abort();
    }

    private static void await(CountDownLatch event, long millis) {
        try {
            event.await(millis, TimeUnit.MILLISECONDS);
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
        dialer.socket().setSoTimeout(millis);
    }

    @Override
    public void close() {
        abort();
    }

    @Override
    public boolean isClosed() {
        return dialer.socket().isClosed();
    }
}
