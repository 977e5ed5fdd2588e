package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.LinkEvent.Acked;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.LinkEvent.Closed;
import dev.sandpiper.agent.link.LinkEvent.Connected;
import dev.sandpiper.agent.link.LinkEvent.Pong;
import dev.sandpiper.agent.link.LinkEvent.Reached;
import dev.sandpiper.agent.link.LinkEvent.Subscribed;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The MQTT session's state machine: one transport per attempt, a deadline for each answer, {@link Transport#abort} as
 * the only way out, and a pause before the next attempt. Belongs to its lane; the transport's events are posted to it.
 */
public final class Link implements Step {
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(30);
    private static final Duration SUBSCRIBE_PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(10);
    private static final Duration SUBSCRIBE_AGAIN = Duration.ofMinutes(1);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final byte[] ONLINE = "online".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OFFLINE = "offline".getBytes(StandardCharsets.UTF_8);

    private final BrokerConfig config;
    private final Topics topics;
    private final Set<String> retained;
    private final Transport.Opener opener;
    private final Logins logins;
    private final Time time;
    private final Consumer<Runnable> lane;
    private final LinkUser user;
    private final Retry retry;
    private final Marker marker;
    private final Flight flight;
    private final Addresses addresses;
    private final Trouble trouble = new Trouble();
    private final LinkFigures figures;

    private Phase phase = Phase.PAUSED;
    private @Nullable Transport transport;
    private long connection;
    private long phaseEnds;
    private long connectedAt;
    private long lastHeard;
    private long goneAt;
    private Traffic traffic = Traffic.NONE;
    private long lastSent;
    private long lastReceived;
    private boolean pinged;
    private boolean online;
    private final Map<String, String> newest = new LinkedHashMap<>();

    private volatile LinkReport report;

    /** What the link is waiting for. */
    private enum Phase {
        /** For the end of a pause between two attempts. */
        PAUSED,
        /** For the broker's CONNACK. */
        CONNECTING,
        /** For its SUBACK. */
        SUBSCRIBING,
        /** For nothing: it works. */
        UP,
        /** For the last acknowledgements before a clean stop. */
        STOPPING,
        STOPPED
    }

    /**
     * @param retained ids of sensors whose last reading the broker keeps
     * @param awayBefore how long the agent had been away when this process began
     * @param lane runs a task on this link's lane; called by any thread
     */
    public Link(
            BrokerConfig config,
            Topics topics,
            Set<String> retained,
            Transport.Opener opener,
            Logins logins,
            Time time,
            RandomGenerator random,
            Duration awayBefore,
            Consumer<Runnable> lane,
            LinkUser user) {
        this.config = config;
        this.topics = topics;
        this.retained = Set.copyOf(retained);
        this.opener = opener;
        this.logins = logins;
        this.time = time;
        this.lane = lane;
        this.user = user;
        this.retry = new Retry(config, time, random);
        this.marker = new Marker(time, random);
        this.flight = new Flight(time);
        this.addresses = new Addresses(config.addresses());
        this.phaseEnds = time.nanos();
        this.lastHeard = time.nanos();
        this.goneAt = time.nanos() - awayBefore.toNanos();
        this.figures = new LinkFigures(time, config.keepAlive());
        this.report = figures.report(flight.rttMillis(), trouble.sentence());
    }

    /** How the link is; may be asked by any thread. */
    public LinkReport report() {
        return report;
    }

    @Override
    public Duration run() {
        switch (phase) {
            case PAUSED -> {
                if (phaseOver()) connect();
            }
            case CONNECTING -> {
                if (phaseOver()) giveUp(Cause.TIMEOUT, "no answer to the connection within 30 s");
            }
            case SUBSCRIBING -> {
                if (phaseOver()) giveUp(Cause.TIMEOUT, "no answer to the subscription within 20 s");
            }
            case UP -> supervise();
            case STOPPING -> {
                if (flight.isEmpty() || phaseOver()) disconnect();
            }
            case STOPPED -> {}
        }
        noteReport();
        return switch (phase) {
            case PAUSED, CONNECTING, SUBSCRIBING -> time.until(phaseEnds);
            case UP, STOPPING -> LOOK;
            case STOPPED -> Duration.ofDays(1);
        };
    }

    private boolean phaseOver() {
        return time.nanos() - phaseEnds >= 0;
    }

    private void enter(Phase next, Duration patience) {
        phase = next;
        phaseEnds = time.in(patience);
    }

    private void connect() {
        connection++;
        enter(Phase.CONNECTING, CONNECT_PATIENCE);
        var mine = connection;
        try {
            var login = logins.login(new Login.Will(topics.status(), OFFLINE));
            var attempt = opener.open(addresses.next(), login, event -> lane.accept(() -> heard(mine, event)));
            transport = attempt;
            attempt.connect();
        } catch (Logins.Unusable unusable) {
            closed(new Failure(Cause.CONFIGURATION, unusable.getMessage()));
        }
    }

    private void heard(long from, LinkEvent event) {
        if (from != connection || transport == null) return;
        if (!(event instanceof Closed)) lastHeard = time.nanos();
        switch (event) {
            case Connected(var sessionPresent, var details) -> connected(sessionPresent, details);
            case Subscribed(var granted) -> subscribed(granted);
            case Reached reached -> {}
            case Pong pong -> pinged = false;
            case Acked(var handle) -> flight.acknowledged(handle);
            case Arrived arrived -> arrived(arrived);
            case Closed(var failure) -> closed(failure);
        }
    }

    private void connected(boolean sessionPresent, String details) {
        connectedAt = time.nanos();
        lastSent = connectedAt;
        lastReceived = connectedAt;
        traffic = Traffic.NONE;
        pinged = false;
        figures.connected(sessionPresent, transport().certificateExpiry());
        addresses.good();
        trouble.connected(addresses.current(), details, sessionPresent);
        marker.connected(time.since(goneAt));
        subscribe();
    }

    // After every connect, also into a session that has them: it repairs what a broker has forgotten.
    private void subscribe() {
        enter(Phase.SUBSCRIBING, SUBSCRIBE_PATIENCE);
        transport().subscribe(List.of(topics.commands()));
    }

    private void subscribed(List<Integer> granted) {
        if (phase != Phase.SUBSCRIBING) return;
        trouble.subscribed(topics.commands(), granted);
        enter(Phase.UP, SUBSCRIBE_AGAIN);
        if (online) return;
        online = true;
        noteReport();
        send(topics.status(), ONLINE, Retain.YES, () -> {});
        newest.forEach(this::sendNow);
        marker.sent();
        send(topics.agentCommand(), marker.payload(), Retain.NO, () -> {});
        user.online(connection);
    }

    private void arrived(Arrived message) {
        var mine = connection;
        Runnable acknowledge = () -> lane.accept(() -> acknowledge(mine, message.packetId()));
        // The session may hold subscriptions of another configuration, or of another client with this id.
        var foreign = !topics.isCommand(message.topic());
        if (foreign || message.topic().equals(topics.agentCommand()) && marker.is(message.payload())) {
            acknowledge.run();
            return;
        }
        user.arrived(new LinkUser.Received(
                topics.commandName(message.topic()),
                message.payload(),
                message.retained(),
                marker.waited(),
                acknowledge));
    }

    private void acknowledge(long of, int packetId) {
        if (of == connection && transport != null) transport.acknowledge(packetId);
    }

    /** Sends a kept message, if it is for the present connection. */
    public void send(Outgoing message) {
        if (message.generation() != connection || !online) return;
        send(topics.of(message), message.payload(), retain(message), () -> {
            user.acknowledged(message.generation(), message.handle());
        });
    }

    private Retain retain(Outgoing message) {
        return switch (message.lane()) {
            case STATE -> Retain.YES;
            case TELEMETRY -> retained.contains(message.id()) ? Retain.YES : Retain.NO;
            case REPLY, GAP, HISTORY -> Retain.NO;
        };
    }

    /** Sends a message of which only the newest counts, retained, now and after each connect. */
    public void sendNewest(String topic, String payload) {
        newest.put(topic, payload);
        sendNow(topic, payload);
    }

    /** Sends a message that is soon outdated, retained: now or not at all. */
    public void sendNow(String topic, String payload) {
        if (online) send(topic, payload.getBytes(StandardCharsets.UTF_8), Retain.YES, () -> {});
    }

    private void send(String topic, byte[] payload, Retain retain, Runnable onAcknowledged) {
        flight.add(onAcknowledged, handle -> transport().publish(handle, topic, payload, retain));
    }

    private void supervise() {
        noteTraffic();
        if (flight.oldest().compareTo(acknowledgePatience()) > 0)
            giveUp(
                    Cause.TIMEOUT,
                    "the broker has not acknowledged a message for %d s"
                            .formatted(flight.oldest().toSeconds()));
        else if ((pinged || !flight.isEmpty()) && silence().compareTo(silencePatience()) >= 0)
            giveUp(
                    Cause.TIMEOUT,
                    "no answer from the broker for %d s".formatted(silence().toSeconds()));
        else if (trouble.subscriptionRefused() && phaseOver()) subscribe();
    }

    private void noteTraffic() {
        var now = transport().traffic();
        if (now.accepted() != traffic.accepted()) lastSent = time.nanos();
        if (now.received() != traffic.received()) lastReceived = time.nanos();
        traffic = now;
        var quiet = time.since(Math.min(lastSent, lastReceived)).compareTo(config.keepAlive()) >= 0;
        if (!quiet || pinged) return;
        pinged = true;
        transport().ping();
    }

    private Duration silence() {
        return time.since(Math.max(lastSent, lastReceived));
    }

    private Duration silencePatience() {
        var patience = config.keepAlive().multipliedBy(3).dividedBy(2);
        return patience.compareTo(SHORTEST_SILENCE) > 0 ? patience : SHORTEST_SILENCE;
    }

    private Duration acknowledgePatience() {
        var keepAlives = config.keepAlive().multipliedBy(3);
        return keepAlives.compareTo(Duration.ofMinutes(1)) > 0 ? keepAlives : Duration.ofMinutes(1);
    }

    private void giveUp(Cause cause, String sentence) {
        if (transport != null) transport.abort();
        closed(new Failure(cause, sentence));
    }

    private void closed(Failure failure) {
        if (transport != null) transport.close();
        transport = null;
        connection++;
        if (phase == Phase.STOPPING || phase == Phase.STOPPED) {
            phase = Phase.STOPPED;
            online = false;
            return;
        }
        if (figures.connected()) lost(failure);
        var pause = retry.pause(failure);
        trouble.failed(failure, addresses.current(), pause, time.synchronised());
        enter(Phase.PAUSED, pause);
    }

    // A broker that closed the connection was there until now; a silent one was last there when it was last heard.
    private void lost(Failure failure) {
        if (online) goneAt = failure.cause() == Cause.LOST ? time.nanos() : lastHeard;
        retry.ended(connectedAt);
        figures.lost();
        flight.clear();
        if (online) user.offline();
        online = false;
    }

    private Transport transport() {
        if (transport == null) throw new IllegalStateException("no transport while " + phase);
        return transport;
    }

    /** Says goodbye: the retained status, then DISCONNECT, so that the last will stays unpublished. */
    public void stop() {
        if (online) {
            send(topics.status(), OFFLINE, Retain.YES, () -> {});
            enter(Phase.STOPPING, STOP_PATIENCE);
        } else {
            phase = Phase.STOPPING;
            if (transport != null) transport.abort();
            closed(new Failure(Cause.NONE, "stopped"));
        }
    }

    public boolean stopped() {
        return phase == Phase.STOPPED;
    }

    private void disconnect() {
        transport().disconnect();
        closed(new Failure(Cause.NONE, "stopped"));
    }

    private void noteReport() {
        report = figures.report(flight.rttMillis(), trouble.sentence());
    }
}
