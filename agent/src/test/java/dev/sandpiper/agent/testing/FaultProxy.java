package dev.sandpiper.agent.testing;

import dev.sandpiper.agent.testing.ProxiedConnection.Fate;
import dev.sandpiper.agent.testing.ProxiedConnection.Forgetting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A network between an agent and a broker that is as bad as the test says: a TCP proxy on loopback. {@link #up} and
 * {@link #down} hold what happens to bytes on their way, the rest what happens to connections. What it draws, it draws
 * by its seed.
 */
public final class FaultProxy implements AutoCloseable {
    private final int broker;
    private final Random random;
    private final Way up;
    private final Way down;
    private final Set<ProxiedConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final int port;
    private volatile ServerSocket listener;
    private volatile Supplier<Fate> fates = () -> Fate.NONE;
    private volatile Forgetting forgetting = Forgetting.NEVER;

    private FaultProxy(int broker, long seed) {
        this.broker = broker;
        this.random = new Random(seed);
        this.up = new Way(seed + 1);
        this.down = new Way(seed + 2);
        this.listener = listen(0);
        this.port = listener.getLocalPort();
    }

    /** A good network until it is told otherwise. */
    public static FaultProxy to(int broker, long seed) {
        return new FaultProxy(broker, seed);
    }

    /** Where the agent connects. */
    public int port() {
        return port;
    }

    /** From the agent to the broker. */
    public Way up() {
        return up;
    }

    /** From the broker to the agent. */
    public Way down() {
        return down;
    }

    /** Both directions, and the attempts to connect, end in nothing. */
    public void swallows() {
        up.swallows();
        down.swallows();
    }

    /** Nothing moves; when it {@link #flows} again nothing was lost. */
    public void holds() {
        up.holds();
        down.holds();
    }

    public void flows() {
        up.flows();
        down.flows();
    }

    /** Nothing listens any more. */
    public void refuses() {
        close(listener);
        // The kernel listens for as long as a thread waits there.
        var acceptor = "fault-proxy " + port;
        Eventually.until(
                "nothing listens on " + port,
                () -> threads(port).stream()
                        .noneMatch(thread -> thread.getName().equals(acceptor)));
    }

    /** Ends {@link #refuses}. */
    public void accepts() {
        listener = listen(port);
    }

    /** Cuts what is open at this moment. */
    public void cutsAll(Cut how) {
        open.forEach(connection -> {
            try {
                connection.cut(how);
            } catch (IOException goneMeanwhile) {
                // Which is what was asked for.
            }
        });
    }

    /** Cuts each further connection after 1 to {@code bytes} bytes, in any of these ways. */
    public void cutsEachWithin(int bytes, Cut... how) {
        fates = () -> new Fate(random.nextLong(1, bytes + 1L), how[random.nextInt(how.length)]);
    }

    /** Ends {@link #cutsEachWithin}. */
    public void keepsEach() {
        fates = () -> Fate.NONE;
    }

    /** Connections on which nothing passed for so long are cut when something does. */
    public void forgetsAfter(Duration idle, Cut how) {
        forgetting = new Forgetting(idle, how);
    }

    /** How many connections were taken so far. */
    public int taken() {
        return taken.get();
    }

    /** How many were cut so far. */
    public int cuts() {
        return cuts.get();
    }

    /** How many are open. */
    public int open() {
        return open.size();
    }

    Forgetting forgetting() {
        return forgetting;
    }

    void noteCut() {
        cuts.incrementAndGet();
    }

    void gone(ProxiedConnection connection) {
        open.remove(connection);
    }

    private ServerSocket listen(int wanted) {
        try {
            var next = new ServerSocket();
            next.setReuseAddress(true);
            next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted), 50);
            Thread.ofPlatform()
                    .daemon()
                    .name("fault-proxy " + next.getLocalPort())
                    .start(() -> accept(next));
            return next;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void accept(ServerSocket from) {
        try {
            while (true) take(from.accept());
        } catch (IOException closed) {
            // It refuses, or the test is over.
        }
    }

    private void take(Socket agent) throws IOException {
        var number = taken.incrementAndGet();
        try {
            var there = new Socket(InetAddress.getLoopbackAddress(), broker);
            var name = "fault-proxy %d #%d".formatted(port, number);
            var connection = new ProxiedConnection(name, this, agent, there, fates.get());
            open.add(connection);
            connection.start();
        } catch (IOException brokerIsAway) {
            agent.setSoLinger(true, 0);
            agent.close();
        }
    }

    /** Those that run for it, which are none once it is closed. */
    public static List<Thread> threads(int port) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> (thread.getName() + " ").startsWith("fault-proxy " + port + " "))
                .toList();
    }

    private static void close(ServerSocket listener) {
        try {
            listener.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        refuses();
        open.forEach(ProxiedConnection::close);
        Eventually.until("the proxy's threads have ended", () -> threads(port).isEmpty());
    }
}
