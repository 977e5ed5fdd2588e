package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** Makes the TCP connection of one attempt: looks the broker's name up and tries its addresses in turn. */
final class Dialer {
    /** Tried within one attempt; the others have their turn in the next. */
    private static final int MOST_ADDRESSES = 4;
    /** Spread over the addresses. A single one may take as long as the link waits. */
    private static final Duration ALL_ADDRESSES = Duration.ofSeconds(20);

    /** Probes after silence at this distance and number; a dead peer is noticed half a minute after the first. */
    private static final int PROBE_SECONDS = 10;

    private static final int PROBES = 3;
    private static final int LONGEST_IDLE_SECONDS = 32_767;

    private final BrokerAddress broker;
    private final Duration keepAlive;
    private final HostNames names;
    private final Diagnosis diagnosis;
    private final Duration patience;
    private final CountDownLatch lookingUp = new CountDownLatch(1);

    private volatile FlightSocket socket = new FlightSocket();
    private volatile @Nullable InetAddress trying;
    private volatile boolean aborted;
    private volatile boolean good;

    /** @param patience for the look-up, and for a single address */
    Dialer(BrokerAddress broker, Duration keepAlive, HostNames names, Diagnosis diagnosis, Duration patience) {
        this.broker = broker;
        this.keepAlive = keepAlive;
        this.names = names;
        this.diagnosis = diagnosis;
        this.patience = patience;
    }

    /** @param reached told of each stage that begins */
    FlightSocket connect(Consumer<Stage> reached) throws IOException {
        reached.accept(Stage.LOOK_UP);
        if (broker.isPlaceholder()) {
            throw new UnknownHostException(broker.host());
        }
        List<InetAddress> found = names.addresses(broker.host(), patience, lookingUp);
        checkAborted();
        reached.accept(Stage.CONNECT);
        List<InetAddress> candidates = found.subList(0, Math.min(found.size(), MOST_ADDRESSES));
        int millis = (int) perAddress(candidates.size()).toMillis();
        for (InetAddress candidate : candidates) {
            try {
                return connect(candidate, millis);
            } catch (IOException e) {
                checkAborted();
                diagnosis.failed(candidate, e);
                names.bad(broker.host(), candidate);
            }
        }
        throw diagnosis.mostTelling();
    }

    /** So that a network without IPv6, or a dead machine of several, does not take the time of the others. */
    private Duration perAddress(int count) {
        Duration share = ALL_ADDRESSES.dividedBy(count);
        return count > 1 && share.compareTo(patience) < 0 ? share : patience;
    }

    private FlightSocket connect(InetAddress candidate, int millis) throws IOException {
        trying = candidate;
        diagnosis.trying(candidate);
        FlightSocket next = open();
        try {
            next.connect(new InetSocketAddress(candidate, broker.port()), millis);
            return next;
        } catch (IOException e) {
            next.close();
            throw e;
        }
    }

    private FlightSocket open() throws IOException {
        FlightSocket next = new FlightSocket();
        next.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
        // No sooner than MQTT's own ping, so that it costs nothing on a metered link.
        int idle = (int) Math.min(keepAlive.toSeconds(), LONGEST_IDLE_SECONDS);
        next.setOption(ExtendedSocketOptions.TCP_KEEPIDLE, idle);
        next.setOption(ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_SECONDS);
        next.setOption(ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
        // A small packet behind an unacknowledged one would wait 40 ms; it is PacketOutput that gathers.
        next.setOption(StandardSocketOptions.TCP_NODELAY, true);
        socket = next;
        checkAborted();
        return next;
    }

    private void checkAborted() throws SocketException {
        if (aborted) {
            abort();
            throw new SocketException("aborted");
        }
    }

    /** The socket tried last; not connected before {@link #connect}. */
    FlightSocket socket() {
        return socket;
    }

    /** The broker took the login. */
    void good() {
        InetAddress address = trying;
        if (address != null) {
            good = true;
            names.good(broker.host(), address);
        }
    }

    /** Ends it in every state, at once. */
    void abort() {
        aborted = true;
        lookingUp.countDown();
        InetAddress address = trying;
        if (address != null && !good) {
            names.bad(broker.host(), address);
        }
        try {
            socket.close();
        } catch (IOException e) {
            // The descriptor is gone all the same.
        }
    }
}
