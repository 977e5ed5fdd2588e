package dev.sandpiper.agent.network;

import dev.sandpiper.agent.link.Expiry;
import dev.sandpiper.agent.link.Failure;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent;
import dev.sandpiper.agent.link.Login;
import dev.sandpiper.agent.link.Retain;
import dev.sandpiper.agent.link.Stage;
import dev.sandpiper.agent.link.Traffic;
import dev.sandpiper.agent.link.Transport;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The agent's end of a connection: name, TCP, TLS, CONNECT, then packets; any of it may take long or never end. */
final class SimulatedTransport implements Transport {
    private static final Duration RESOLVER_RETRY = Duration.ofSeconds(5);
    private static final Duration LATEST_EVENT = Duration.ofSeconds(3);
    private static final int CLIENT_HELLO = 600;
    private static final int CERTIFICATES = 4000;
    private static final int HEADER = 10;

    private final SimulatedNetwork network;
    private final SimulatedBroker broker;
    private final Login login;
    private final Transport.Listener listener;
    private final Connection connection;
    private final Set<Long> singles = new HashSet<>();
    private final Set<Long> histories = new HashSet<>();
    private final long number;
    private final long opened;
    private long heardUntil = Long.MAX_VALUE;
    private boolean up;
    private boolean over;

    SimulatedTransport(SimulatedNetwork network, String host, Login login, long number, Transport.Listener listener) {
        this.network = network;
        this.broker = network.broker();
        this.login = login;
        this.number = number;
        this.opened = network.timeline().now();
        this.listener = listener;
        this.connection = new Connection(network, host, () -> end(Cause.LOST), () -> end(Cause.CLOSED));
    }

    long number() {
        return number;
    }

    long opened() {
        return opened;
    }

    Login login() {
        return login;
    }

    Connection connection() {
        return connection;
    }

    /** The broker has answered the subscription. */
    boolean up() {
        return up;
    }

    boolean over() {
        return over;
    }

    /** From the broker: arrives in its turn, unless the connection ends before. */
    void report(int bytes, LinkEvent event) {
        connection.toAgent(bytes, () -> hear(event));
    }

    // An event that another thread was just reporting can still follow the end.
    private void hear(LinkEvent event) {
        if (network.timeline().now() > heardUntil) return;
        if (event instanceof LinkEvent.Subscribed && !over) {
            up = true;
            network.connectedAgain(this);
        }
        listener.accept(event);
    }

    @Override
    public void connect() {
        hear(new LinkEvent.Reached(Stage.LOOK_UP));
        lookUp();
    }

    private void lookUp() {
        if (over) return;
        if (has(Fault.DEVICE_OFFLINE) || has(Fault.LOOK_UP_FAILS)) endAfter(roundTrip(), Cause.NAME);
        else if (has(Fault.LOOK_UP_HANGS) || has(Fault.BLACK_HOLE)) later(RESOLVER_RETRY, this::lookUp);
        else
            later(roundTrip(), () -> {
                hear(new LinkEvent.Reached(Stage.CONNECT));
                synchronise(Duration.ofSeconds(1));
            });
    }

    private void synchronise(Duration retry) {
        if (has(Fault.DEVICE_OFFLINE) || has(Fault.UNREACHABLE)) endAfter(roundTrip(), Cause.UNREACHABLE);
        else if (has(Fault.REFUSED)) endAfter(roundTrip(), Cause.REFUSED);
        else if (has(Fault.BLACK_HOLE)) later(retry, () -> synchronise(retry.multipliedBy(2)));
        else later(roundTrip(), this::shakeHands);
    }

    private void shakeHands() {
        if (network.stalls(connection.host())) connection.stall();
        hear(new LinkEvent.Reached(Stage.HANDSHAKE));
        connection.toBroker(
                CLIENT_HELLO,
                () -> connection.toAgent(CERTIFICATES, () -> {
                    if (over) return;
                    hear(new LinkEvent.Reached(Stage.CONNACK));
                    connection.toBroker(150, () -> broker.connect(this));
                }));
    }

    private boolean has(Fault fault) {
        return network.has(connection.host(), fault);
    }

    private Duration roundTrip() {
        return Duration.ofNanos(
                network.quality().delay(network.random()) + network.quality().delay(network.random()));
    }

    private void later(Duration delay, Runnable action) {
        network.timeline().after(delay, () -> {
            if (!over) action.run();
        });
    }

    private void endAfter(Duration delay, Cause cause) {
        later(delay, () -> end(cause));
    }

    @Override
    public void subscribe(List<String> filters) {
        connection.toBroker(50, () -> broker.subscribe(this, filters.size()));
    }

    @Override
    public void unsubscribe(List<String> filters) {
        connection.toBroker(50, () -> broker.unsubscribe(this));
    }

    @Override
    public void ping() {
        network.findings().pings++;
        connection.toBroker(2, () -> broker.ping(this));
    }

    @Override
    public void publish(long handle, String topic, byte[] payload, Retain retain) {
        var flight = topic.contains("/history/") ? histories : singles;
        flight.add(handle);
        var findings = network.findings();
        findings.mostSingles = Math.max(findings.mostSingles, singles.size());
        findings.mostHistories = Math.max(findings.mostHistories, histories.size());
        var bytes = HEADER + topic.length() + payload.length;
        connection.toBroker(bytes, () -> {
            if (!broker.publish(this, topic, payload, retain == Retain.YES)) return;
            connection.toAgent(4, () -> {
                flight.remove(handle);
                hear(new LinkEvent.Acked(handle));
            });
        });
    }

    @Override
    public void acknowledge(int packetId) {
        connection.toBroker(4, () -> broker.acknowledged(this, packetId));
    }

    @Override
    public void disconnect() {
        if (over) return;
        connection.toBroker(2, () -> broker.left(this, false));
        over = true;
        listener.accept(new LinkEvent.Closed(new Failure(Cause.NONE, "disconnected")));
    }

    @Override
    public void abort() {
        if (over) return;
        if (!connection.harmed() && !network.stopping())
            network.violation("gave up connection " + number + ", which was slow at worst");
        end(Cause.NONE);
    }

    void end(Cause cause) {
        if (over) return;
        leave();
        listener.accept(new LinkEvent.Closed(new Failure(cause, "the simulated link ended: " + cause)));
        network.lost();
    }

    /** The agent's process ends, and its system closes the connection. */
    void leave() {
        var patience = login.keepAlive().multipliedBy(4).plusSeconds(30);
        if (connection.dead().compareTo(patience) > 0)
            network.violation("connection " + number + " was dead for " + connection.dead() + " unnoticed");
        over = true;
        heardUntil = network.timeline().now() + network.random().nextLong(LATEST_EVENT.toNanos());
        connection.toBroker(1, () -> broker.left(this, true));
    }

    @Override
    public Traffic traffic() {
        return new Traffic(connection.received(), connection.accepted());
    }

    @Override
    public List<Expiry> expiries() {
        return List.of();
    }
}
