package dev.sandpiper.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One connection through a {@link FaultProxy}: the agent's side, the broker's side, a {@link Pump} each way. */
final class ProxiedConnection {
    /** @param after so many bytes, counted in both directions together */
    record Fate(long after, Cut cut) {
        static final Fate NONE = new Fate(Long.MAX_VALUE, Cut.CLOSE);
    }

    /** What a router does with a connection on which nothing passed for so long, when something does. */
    record Forgetting(Duration idle, Cut cut) {
        static final Forgetting NEVER = new Forgetting(Duration.ofDays(1), Cut.SILENCE);
    }

    private final FaultProxy proxy;
    private final Socket agent;
    private final Socket broker;
    private final Fate fate;
    private final Pump up;
    private final Pump down;
    private final AtomicLong lastTraffic = new AtomicLong(System.nanoTime());
    private final AtomicLong left;
    private final AtomicBoolean fateMet = new AtomicBoolean();
    private volatile boolean silent;

    ProxiedConnection(String name, FaultProxy proxy, Socket agent, Socket broker, Fate fate) throws IOException {
        this.proxy = proxy;
        this.agent = agent;
        this.broker = broker;
        this.fate = fate;
        this.left = new AtomicLong(fate.after);
        this.up = new Pump(name + " up", this, proxy.up(), agent, broker);
        this.down = new Pump(name + " down", this, proxy.down(), broker, agent);
        // What is passed on in pieces shall travel in pieces.
        agent.setTcpNoDelay(true);
        broker.setTcpNoDelay(true);
    }

    void start() {
        up.start();
        down.start();
    }

    /** Whether nothing passes any more, the end of the connection included. */
    boolean silent() {
        return silent;
    }

    void fallSilent() {
        silent = true;
    }

    void noteTraffic() throws IOException {
        var idle = System.nanoTime() - lastTraffic.getAndSet(System.nanoTime());
        var forgetting = proxy.forgetting();
        if (idle > forgetting.idle.toNanos() && !silent) cut(forgetting.cut);
    }

    /** How many of these bytes may pass before this connection is cut. */
    int allow(int bytes) {
        var before = left.getAndUpdate(now -> Math.max(0, now - bytes));
        return (int) Math.min(bytes, before);
    }

    void meetFate() throws IOException {
        if (fateMet.compareAndSet(false, true)) cut(fate.cut);
    }

    void cut(Cut how) throws IOException {
        proxy.noteCut();
        switch (how) {
            case RESET -> reset();
            case CLOSE -> close();
            case SILENCE -> fallSilent();
            case HALF_CLOSE -> {
                fallSilent();
                agent.shutdownOutput();
            }
        }
    }

    private void reset() throws IOException {
        agent.setSoLinger(true, 0);
        broker.setSoLinger(true, 0);
        close();
    }

    /** One side has gone without a proper end; the other hears of it in the same way. */
    void broken() {
        try {
            reset();
        } catch (IOException closedAlready) {
            close();
        }
    }

    void closeWhenBothEnded() {
        if (up.ended() && down.ended()) close();
    }

    void close() {
        proxy.gone(this);
        up.stop();
        down.stop();
        close(agent);
        close(broker);
    }

    private static void close(Socket side) {
        try {
            side.close();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
