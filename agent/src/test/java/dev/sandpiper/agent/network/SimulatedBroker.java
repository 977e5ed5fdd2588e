package dev.sandpiper.agent.network;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A broker for one client id with a persistent session. Written from MQTT 3.1.1, sections 3.1, 4.1 and 4.3 to 4.6. */
public final class SimulatedBroker {
    private static final int RECEIVE_WINDOW = 20;
    private static final int HEADER = 10;
    private static final int REFUSED = 128;

    private final SimulatedNetwork network;
    private final SimulatedTime time;
    private @Nullable SimulatedTransport connected;
    private long lastHeard;
    private boolean session;
    private boolean subscribed;
    private int lastPacketId;
    private final Map<Integer, Queued> unacknowledged = new LinkedHashMap<>();
    private final List<Queued> waiting = new ArrayList<>();

    private Predicate<String> dislikes = payload -> false;

    /** What the agent published, in the order it came. */
    public final List<Received> received = new ArrayList<>();

    /** What the agent published, or the broker for it. */
    public record Received(long connection, Instant at, String topic, String payload, boolean retained) {}

    private record Queued(String topic, byte[] payload) {}

    SimulatedBroker(SimulatedNetwork network, SimulatedTime time) {
        this.network = network;
        this.time = time;
    }

    void connect(SimulatedTransport agent) {
        if (has(agent, Fault.CONNACK_MISSING)) return;
        if (has(agent, Fault.UNAVAILABLE)) {
            agent.connection().toAgent(4, () -> agent.end(Cause.UNAVAILABLE));
            return;
        }
        throwOut();
        connected = agent;
        heard(agent);
        watch(agent);
        agent.report(4, new LinkEvent.Connected(session, "simulated"));
        session = true;
        unacknowledged.forEach((id, message) -> send(agent, id, message, true));
        deliver();
    }

    private static void send(SimulatedTransport agent, int id, Queued message, boolean again) {
        var bytes = HEADER + message.topic.length() + message.payload.length;
        agent.report(bytes, new LinkEvent.Arrived(id, message.topic, message.payload, false, again));
    }

    private boolean has(SimulatedTransport agent, Fault fault) {
        return network.has(agent.connection().host(), fault);
    }

    /** From now on it closes the connection on such a payload, as brokers do that have no other way to refuse it. */
    public void dislikes(Predicate<String> payload) {
        dislikes = payload;
    }

    /** A packet came from there. */
    void heard(SimulatedTransport agent) {
        if (agent == connected) lastHeard = time.now();
    }

    // [MQTT-3.1.2-24]: one and a half keep-alives without a packet, and the client is thrown out.
    private void watch(SimulatedTransport agent) {
        var patience = agent.login().keepAlive().multipliedBy(3).dividedBy(2);
        var ends = lastHeard + patience.toNanos();
        network.timeline().at(ends, () -> {
            if (connected != agent) return;
            if (time.now() - lastHeard < patience.toNanos()) {
                watch(agent);
                return;
            }
            if (!agent.connection().harmed() && !agent.over())
                network.violation("let connection " + agent.number() + " sleep until the broker ended it");
            throwOut();
        });
    }

    private void throwOut() {
        var agent = connected;
        if (agent == null) return;
        agent.connection().closedByBroker();
        left(agent, true);
    }

    /** The client's end of the connection is closed. */
    void left(SimulatedTransport agent, boolean unexpected) {
        if (agent != connected) return;
        connected = null;
        if (unexpected) agent.login().will().ifPresent(will -> keep(agent, will.topic(), will.payload(), true));
    }

    void subscribe(SimulatedTransport agent, int filters) {
        heard(agent);
        if (has(agent, Fault.SUBACK_MISSING)) return;
        var refused = has(agent, Fault.SUBACK_REFUSED);
        if (!refused) subscribed = true;
        agent.report(4 + filters, new LinkEvent.Subscribed(Collections.nCopies(filters, refused ? REFUSED : 1)));
    }

    void unsubscribe(SimulatedTransport agent) {
        heard(agent);
        agent.report(4, new LinkEvent.Unsubscribed());
    }

    void ping(SimulatedTransport agent) {
        heard(agent);
        agent.report(2, new LinkEvent.Pong());
    }

    /** Whether it is to be acknowledged. */
    boolean publish(SimulatedTransport agent, String topic, byte[] payload, boolean retained) {
        heard(agent);
        if (dislikes.test(new String(payload, StandardCharsets.UTF_8))) {
            agent.connection().harm();
            if (agent == connected) throwOut();
            return false;
        }
        keep(agent, topic, payload, retained);
        if (topic.contains("/command/")) command(topic, payload);
        return !has(agent, Fault.PUBACK_MISSING);
    }

    private void keep(SimulatedTransport agent, String topic, byte[] payload, boolean retained) {
        received.add(new Received(
                agent.number(), time.truth(), topic, new String(payload, StandardCharsets.UTF_8), retained));
    }

    /** Somebody publishes a command with QoS 1; false when there is no subscription that would keep it. */
    public boolean command(String topic, String payload) {
        return command(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    private boolean command(String topic, byte[] payload) {
        if (!subscribed) return false;
        waiting.add(new Queued(topic, payload));
        deliver();
        return true;
    }

    private void deliver() {
        var agent = connected;
        if (agent == null) return;
        while (!waiting.isEmpty() && unacknowledged.size() < RECEIVE_WINDOW) {
            var message = waiting.removeFirst();
            lastPacketId = lastPacketId % 65535 + 1;
            unacknowledged.put(lastPacketId, message);
            send(agent, lastPacketId, message, false);
        }
    }

    void acknowledged(SimulatedTransport agent, int packetId) {
        heard(agent);
        unacknowledged.remove(packetId);
        deliver();
    }

    /** The process is started again; the connections are reset, their acknowledgements lost. */
    public void restart() {
        var agent = connected;
        if (agent == null) return;
        agent.connection().reset();
        left(agent, true);
    }

    /** The broker has no memory of this client; the payloads of commands that nobody will see any more. */
    public List<String> forgetSession() {
        var lost = new ArrayList<>(unacknowledged.values());
        lost.addAll(waiting);
        restart();
        session = false;
        subscribed = false;
        lastPacketId = 0;
        unacknowledged.clear();
        waiting.clear();
        return lost.stream()
                .map(message -> new String(message.payload, StandardCharsets.UTF_8))
                .toList();
    }

    /** Another client with the same id comes, and comes again as often as it is thrown out, until then. */
    public void takeOver(Duration lasting) {
        var until = time.now() + lasting.toNanos();
        fight(until);
    }

    private void fight(long until) {
        if (time.now() >= until) return;
        if (connected != null) {
            connected.connection().harm();
            throwOut();
        }
        network.timeline().after(Duration.ofMillis(500 + network.random().nextInt(3000)), () -> fight(until));
    }
}
