package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Failure.Cause;
import java.io.EOFException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.paho.client.mqttv3.IMqttActionListener;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.IMqttToken;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.MqttPingSender;
import org.eclipse.paho.client.mqttv3.internal.ClientComms;
import org.eclipse.paho.client.mqttv3.internal.wire.MqttWireMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.jspecify.annotations.Nullable;

/**
 * MQTT 3.1.1 by Paho 1.2.5, the only class that knows it. One client object per attempt: a Paho client that connects
 * again can hang in several ways. Its callbacks only report, and its socket is the one forced exit.
 */
public final class PahoTransport implements Transport {
    /** Paho reports ping time-outs there by itself. A strong reference, since java.util.logging keeps none. */
    private static final Logger PAHO_LOG = Logger.getLogger("org.eclipse.paho.client.mqttv3");

    static {
        PAHO_LOG.setLevel(Level.OFF);
    }

    static final HostNames NAMES = new HostNames(InetAddress::getAllByName);

    /** Bounds what the link's own clock does not end earlier. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A literal, so that Paho looks nothing up: {@link GuardedSocket} does, and can be aborted meanwhile. */
    private static final String PLACEHOLDER = "tcp://127.0.0.1:1883";

    private static final int AT_LEAST_ONCE = 1;
    private static final int EXACTLY_ONCE = 2;
    /** Any id; the PUBACK for it is never sent. */
    private static final int NO_PACKET = 1;

    private static final long QUIESCE_MILLIS = 500;
    private static final int HIGHEST_CONNACK_CODE = 255;

    private final Login login;
    private final Listener listener;
    private final Diagnosis diagnosis;
    private final GuardedSocket socket;
    /** Packet ids of messages that another client's subscription left in the session. */
    private final Set<Integer> exactlyOnce = ConcurrentHashMap.newKeySet();

    private final AtomicBoolean ended = new AtomicBoolean();
    private final IMqttActionListener whenAcked = new When(this::acked);
    private final long start = System.nanoTime();
    private volatile boolean disconnecting;
    private @Nullable MqttAsyncClient client;

    public PahoTransport(BrokerAddress address, Login login, Listener listener) {
        this(address, login, listener, NAMES, PATIENCE);
    }

    PahoTransport(BrokerAddress address, Login login, Listener listener, HostNames names, Duration patience) {
        this.login = login;
        this.listener = listener;
        this.diagnosis = new Diagnosis(address, login);
        this.socket = new GuardedSocket(address, login, names, diagnosis, patience, new Watcher());
    }

    @Override
    public void connect() {
        try {
            MqttAsyncClient attempt =
                    new MqttAsyncClient(PLACEHOLDER, login.clientId(), new MemoryPersistence(), new NoPings());
            attempt.setManualAcks(true);
            attempt.setCallback(new Inbox());
            client = attempt;
            attempt.connect(options(), null, new When(this::loggedIn, this::lost));
        } catch (MqttException | IllegalArgumentException e) {
            end(diagnosis.of(e, socket.stage()));
        }
    }

    private MqttConnectOptions options() {
        MqttConnectOptions options = new MqttConnectOptions();
        // Without a version Paho tries 3.1 after every refusal, which doubles what a lock-out counts.
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(login.session() == Login.Session.CLEAN);
        options.setKeepAliveInterval((int) login.keepAlive().toSeconds());
        options.setMaxInflight(WINDOW);
        login.will()
                .ifPresent(will ->
                        options.setWill(will.topic(), will.payload(), AT_LEAST_ONCE, will.retain() == Retain.YES));
        options.setSocketFactory(new OneSocket(socket));
        login.username().ifPresent(options::setUserName);
        login.password().ifPresent(options::setPassword);
        return options;
    }

    @Override
    public void subscribe(List<String> filters) {
        int[] qos = new int[filters.size()];
        Arrays.fill(qos, AT_LEAST_ONCE);
        IMqttActionListener whenAnswered = new When(token -> subscribed(filters.size(), token));
        whenConnected(paho -> paho.subscribe(filters.toArray(String[]::new), qos, null, whenAnswered));
    }

    @Override
    public void unsubscribe(List<String> filters) {
        whenConnected(paho -> paho.unsubscribe(
                filters.toArray(String[]::new), null, new When(token -> report(new LinkEvent.Unsubscribed()))));
    }

    @Override
    public void ping() {
        if (!ended.get() && socket.stage() == Stage.CONNECTED) {
            socket.ping();
        }
    }

    @Override
    public void publish(long handle, String topic, byte[] payload, Retain retain) {
        boolean retained = retain == Retain.YES;
        whenConnected(paho -> paho.publish(topic, payload, AT_LEAST_ONCE, retained, handle, whenAcked));
    }

    @Override
    public void acknowledge(int packetId) {
        if (packetId != 0) {
            int qos = exactlyOnce.remove(packetId) ? EXACTLY_ONCE : AT_LEAST_ONCE;
            whenConnected(paho -> paho.messageArrivedComplete(packetId, qos));
        }
    }

    private interface Request {
        void to(MqttAsyncClient paho) throws MqttException;
    }

    private void whenConnected(Request request) {
        MqttAsyncClient paho = client;
        if (paho == null || ended.get() || socket.stage() != Stage.CONNECTED) {
            return;
        }
        try {
            request.to(paho);
        } catch (MqttException e) {
            if (e.getReasonCode() == MqttException.REASON_CODE_CLIENT_NOT_CONNECTED) {
                return; // Paho is about to report the loss, and knows better why.
            }
            end(new Failure(Cause.LOST, "the connection was given up: " + e.getMessage()));
        }
    }

    @Override
    public void disconnect() {
        disconnecting = true;
        boolean confirmed = sendDisconnect();
        end(new Failure(Cause.NONE, confirmed ? "disconnected" : "ended without a DISCONNECT"));
    }

    private boolean sendDisconnect() {
        MqttAsyncClient paho = client;
        if (paho == null || socket.stage() != Stage.CONNECTED) {
            return false;
        }
        try {
            paho.disconnect(QUIESCE_MILLIS).waitForCompletion(DISCONNECT_MILLIS);
            return true;
        } catch (MqttException e) {
            return false;
        }
    }

    @Override
    public void abort() {
        end(diagnosis.givenUp(socket.stage(), Duration.ofNanos(System.nanoTime() - start)));
    }

    @Override
    public Optional<InetAddress> localAddress() {
        return Optional.of(socket.getLocalAddress());
    }

    @Override
    public Traffic traffic() {
        return socket.traffic();
    }

    @Override
    public List<Expiry> expiries() {
        return socket.expiries();
    }

    Stage stage() {
        return socket.stage();
    }

    /** @param reported by Paho; often only the consequence of what the socket saw */
    private void lost(@Nullable Throwable reported) {
        if (disconnecting) {
            return; // The broker closes first; disconnect() is still there to report the end.
        }
        end(explain(reported));
    }

    private Failure explain(@Nullable Throwable reported) {
        if (reported instanceof MqttException e) {
            int code = e.getReasonCode();
            if (socket.stage() == Stage.CONNACK && code > 0 && code <= HIGHEST_CONNACK_CODE) {
                return diagnosis.connack(code);
            }
            if (code == MqttException.REASON_CODE_UNEXPECTED_ERROR) {
                return diagnosis.malformed();
            }
        }
        Optional<? extends Throwable> seen = socket.failure();
        Throwable root = seen.isPresent() ? seen.get() : reported;
        return diagnosis.of(root == null ? new EOFException() : root, socket.stage());
    }

    /** Claims the end before it closes the socket, so that the consequence of that cannot be reported as the reason. */
    private void end(Failure failure) {
        boolean first = ended.compareAndSet(false, true);
        socket.abort();
        if (first) {
            listener.accept(new LinkEvent.Closed(failure));
        }
    }

    private void report(LinkEvent event) {
        if (!ended.get()) {
            listener.accept(event);
        }
    }

    /**
     * The link pings, through the socket: Paho would judge a slow connection dead, and has no deadline below its own.
     * Paho tells of the end of its sender here, and that is needed.
     */
    private final class NoPings implements MqttPingSender {
        @Override
        public void init(ClientComms comms) {}

        @Override
        public void start() {}

        @Override
        public void stop() {
            releaseSender();
        }

        @Override
        public void schedule(long delayInMilliseconds) {}
    }

    /**
     * Paho wakes its sender once when it stops it; one that was just about to wait misses that and waits for ever. It
     * does not wait while there is something to send, and ends when it finds that the connection has ended.
     */
    private void releaseSender() {
        MqttAsyncClient paho = client;
        if (paho == null || !socket.connectWritten()) {
            return; // A sender that finds this before the CONNECT would end too soon, and Paho wait for it for ever.
        }
        try {
            paho.messageArrivedComplete(NO_PACKET, AT_LEAST_ONCE);
        } catch (MqttException e) {
            // It is there all the same, or nothing is left to be released.
        }
    }

    private final class Watcher implements GuardedSocket.Observer {
        @Override
        public void saw(LinkEvent event) {
            report(event);
        }

        @Override
        public boolean hasRoom() {
            return listener.hasRoom();
        }

        /** What ends Paho's receiver, and is no failure of reading, Paho does not notice: a lack of memory, a defect. */
        @Override
        public void readBy(Thread receiver) {
            receiver.setUncaughtExceptionHandler((thread, why) -> {
                end(new Failure(Cause.LOST, "the connection was given up, since nobody can read it any more: " + why));
                releaseSender(); // It finds the socket closed, and so does Paho.
            });
        }
    }

    private final class Inbox implements MqttCallback {
        @Override
        public void messageArrived(String topic, MqttMessage message) {
            if (message.getQos() == EXACTLY_ONCE) {
                exactlyOnce.add(message.getId());
            }
            report(new LinkEvent.Arrived(
                    message.getId(), topic, message.getPayload(), message.isRetained(), message.isDuplicate()));
        }

        @Override
        public void connectionLost(@Nullable Throwable cause) {
            lost(cause);
        }

        @Override
        public void deliveryComplete(IMqttDeliveryToken token) {
            // whenAcked hears of it with the handle.
        }
    }

    private void loggedIn(IMqttToken token) {
        socket.loggedIn();
        report(new LinkEvent.Connected(token.getSessionPresent(), socket.details()));
    }

    // Paho takes any answer for that to the subscription, also an empty one.
    private void subscribed(int filters, IMqttToken token) {
        List<Integer> granted = Arrays.stream(token.getGrantedQos()).boxed().toList();
        if (granted.size() == filters) {
            report(new LinkEvent.Subscribed(granted));
        } else {
            end(diagnosis.malformed());
        }
    }

    // Paho takes any answer with its packet id for that to a message, too.
    private void acked(IMqttToken token) {
        if (token.getResponse().getType() != MqttWireMessage.MESSAGE_TYPE_PUBACK) {
            end(diagnosis.malformed());
        }
        report(new LinkEvent.Acked((Long) token.getUserContext()));
    }

    /**
     * @param failure of the connect; the others fail when the connection ends, which is reported once, and whether the
     *     broker has a message is unknown then: it stays in the outbox
     */
    private record When(Consumer<IMqttToken> success, Consumer<@Nullable Throwable> failure)
            implements IMqttActionListener {
        When(Consumer<IMqttToken> success) {
            this(success, ended -> {});
        }

        @Override
        public void onSuccess(IMqttToken token) {
            success.accept(token);
        }

        @Override
        public void onFailure(IMqttToken token, @Nullable Throwable cause) {
            failure.accept(cause);
        }
    }
}
