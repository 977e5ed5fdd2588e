package dev.sandpiper.agent.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.TlsConfig;
import dev.sandpiper.agent.keys.KeyFault;
import dev.sandpiper.agent.link.LinkEvent.Closed;
import dev.sandpiper.agent.link.LinkEvent.Connected;
import dev.sandpiper.agent.link.LinkEvent.Reached;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.TestCertificates.Issued;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** One transport with what it reports, and whether it left anything behind. */
final class Attempt implements AutoCloseable {
    /** What a test says of the device that connects. */
    record Device(String clientId, Optional<String> username, Optional<String> password, int maxPacket, TlsConfig tls) {
        static final TlsConfig NO_FILES = TlsConfig.NONE;
        private static final Optional<Path> NONE = Optional.empty();
        private static final AtomicLong NEXT = new AtomicLong();

        /** Each with a client id of its own, so that Paho's threads tell whose they are. */
        static Device any() {
            return new Device(
                    "device-" + NEXT.incrementAndGet(), Optional.empty(), Optional.empty(), 128 * 1024, NO_FILES);
        }

        static Device trusting(Path authority) {
            return any().with(new TlsConfig(Optional.of(authority), NONE, NONE, NONE, Optional.empty(), List.of()));
        }

        Device with(TlsConfig files) {
            return new Device(clientId, username, password, maxPacket, files);
        }

        Device showing(Issued own) {
            return with(new TlsConfig(
                    tls.caFile(),
                    Optional.of(own.certificate()),
                    Optional.of(own.key()),
                    NONE,
                    tls.serverName(),
                    tls.alpn()));
        }

        Device expecting(String serverName) {
            return with(new TlsConfig(
                    tls.caFile(), tls.certFile(), tls.keyFile(), NONE, Optional.of(serverName), tls.alpn()));
        }

        Device offering(String... protocols) {
            return with(new TlsConfig(
                    tls.caFile(), tls.certFile(), tls.keyFile(), NONE, tls.serverName(), List.of(protocols)));
        }

        Device as(String user, String word) {
            return new Device(clientId, Optional.of(user), Optional.of(word), maxPacket, tls);
        }

        Device accepting(int bytes) {
            return new Device(clientId, username, password, bytes, tls);
        }

        Login login() {
            return new Login(
                    clientId,
                    username,
                    password.map(String::toCharArray),
                    Login.Session.PERSISTENT,
                    Duration.ofSeconds(60),
                    maxPacket,
                    Optional.of(new Login.Will(will(), "offline".getBytes(StandardCharsets.UTF_8), Retain.YES)),
                    Optional.of(material()));
        }

        private TlsMaterial material() {
            try {
                return TlsMaterial.load(tls);
            } catch (KeyFault fault) {
                throw new AssertionError(fault);
            }
        }

        String will() {
            return "status/" + clientId;
        }
    }

    private static final long STUCK_NANOS = 500_000_000;

    private final Device device;
    private final LinkedBlockingQueue<LinkEvent> events = new LinkedBlockingQueue<>();
    private final List<Stage> reached = new CopyOnWriteArrayList<>();
    private final AtomicInteger closings = new AtomicInteger();
    private final PahoTransport transport;
    private long published;
    private long lastAccepted = -1;
    private long acceptedAt;

    /** Whether the connection may be read. */
    volatile boolean room = true;

    private Attempt(BrokerAddress address, Device device, HostNames names, Duration patience) {
        this.device = device;
        this.transport = new PahoTransport(address, device.login(), new Ear(), names, patience);
        transport.connect();
    }

    static Attempt to(BrokerAddress address, Device device) {
        return to(address, device, Duration.ofSeconds(30));
    }

    static Attempt to(BrokerAddress address, Device device, HostNames names) {
        return new Attempt(address, device, names, Duration.ofSeconds(30));
    }

    static Attempt to(BrokerAddress address, Device device, Duration patience) {
        return new Attempt(address, device, new HostNames(InetAddress::getAllByName), patience);
    }

    /** Gives it up when it has come so far; says what the operator is told. */
    Failure abortedAt(Stage stage) {
        Eventually.until("it is at " + stage, () -> transport.stage() == stage);
        transport.abort();
        return closed();
    }

    private final class Ear implements Transport.Listener {
        @Override
        public void accept(LinkEvent event) {
            report(event);
        }

        @Override
        public boolean hasRoom() {
            return room;
        }
    }

    private void report(LinkEvent event) {
        if (event instanceof Reached(var stage)) {
            reached.add(stage);
            return;
        }
        if (event instanceof Closed) {
            closings.incrementAndGet();
        }
        events.add(event);
    }

    PahoTransport transport() {
        return transport;
    }

    /** What was reported, in this order. */
    List<Stage> reached() {
        return List.copyOf(reached);
    }

    Connected connected() {
        return next(Connected.class);
    }

    /** The failure, after making sure that it is the only one and nothing of Paho still runs. */
    Failure closed() {
        Failure failure = next(Closed.class).failure();
        Eventually.until(
                "Paho's threads of " + device.clientId() + " have ended",
                () -> threads().isEmpty());
        assertEquals(1, closings.get(), "an attempt ends exactly once");
        return failure;
    }

    /** The next event, which must be of this kind. */
    <E extends LinkEvent> E next(Class<E> kind) {
        LinkEvent event = poll(30);
        if (!kind.isInstance(event)) {
            return fail("expected " + kind.getSimpleName() + ", came " + event);
        }
        return kind.cast(event);
    }

    private @Nullable LinkEvent poll(int seconds) {
        try {
            return events.poll(seconds, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    List<LinkEvent> soFar() {
        return List.copyOf(events);
    }

    /** Publishes until a peer that does not read takes no more. */
    void fillsThePeer() {
        publishes(100);
        awaitStuck(List.of(this));
    }

    /** Messages of 100 KB. */
    void publishes(int count) {
        byte[] payload = new byte[100_000];
        for (int i = 0; i < count; i++) {
            transport.publish(i, "large", payload, Retain.NO);
        }
        published += (long) count * payload.length;
    }

    static void awaitStuck(List<Attempt> attempts) {
        Eventually.until("the peers take no more", () -> {
            long stuck = attempts.stream().filter(Attempt::stuck).count();
            return stuck == attempts.size();
        });
    }

    private boolean stuck() {
        long accepted = transport.traffic().accepted();
        if (accepted != lastAccepted) {
            lastAccepted = accepted;
            acceptedAt = System.nanoTime();
        }
        return accepted < published && System.nanoTime() - acceptedAt > STUCK_NANOS;
    }

    List<String> threads() {
        return threads(device);
    }

    static List<String> threads(Device device) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("MQTT ") && name.endsWith(": " + device.clientId()))
                .toList();
    }

    /** Also proves that an attempt that has ended can be aborted again. */
    @Override
    public void close() {
        transport.close();
        Eventually.until(
                "Paho's threads of " + device.clientId() + " have ended",
                () -> threads().isEmpty());
        assertEquals(1, closings.get(), "an attempt ends exactly once");
    }
}
