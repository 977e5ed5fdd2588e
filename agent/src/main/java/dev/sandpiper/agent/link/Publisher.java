package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Outgoing;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What this device says on the present connection: kept messages as they come, the newest of others after each connect. */
final class Publisher {
    static final byte[] ONLINE = "online".getBytes(StandardCharsets.UTF_8);
    static final byte[] OFFLINE = "offline".getBytes(StandardCharsets.UTF_8);

    private final Topics topics;
    private final Set<String> retained;
    private final LinkUser user;
    private final Flight flight;
    private final Map<String, String> newest = new LinkedHashMap<>();
    private @Nullable Transport transport;
    private long connection;

    /** @param retained ids of sensors whose last reading the broker keeps */
    Publisher(Topics topics, Set<String> retained, Time time, LinkUser user) {
        this.topics = topics;
        this.retained = Set.copyOf(retained);
        this.user = user;
        this.flight = new Flight(time);
    }

    /** The broker is ready: says that the device is there, then what is newest. */
    void begin(Transport ready, long number) {
        transport = ready;
        connection = number;
        status(ONLINE);
        newest.forEach(this::sendNow);
    }

    /** The connection is over; whether the broker has what it did not acknowledge is unknown. */
    void end() {
        transport = null;
        flight.clear();
    }

    boolean online() {
        return transport != null;
    }

    Flight flight() {
        return flight;
    }

    void status(byte[] payload) {
        publish(topics.status(), payload, Retain.YES, () -> {});
    }

    void marker(byte[] payload) {
        publish(topics.agentCommand(), payload, Retain.NO, () -> {});
    }

    /** A kept message, if it is for the present connection. */
    void send(Outgoing message) {
        if (message.generation() != connection) return;
        publish(topics.of(message), message.payload(), retain(message), () -> {
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

    /** A message of which only the newest counts, retained, now and after each connect. */
    void sendNewest(String topic, String payload) {
        newest.put(topic, payload);
        sendNow(topic, payload);
    }

    /** A message that is soon outdated, retained: now or not at all. */
    void sendNow(String topic, String payload) {
        publish(topic, payload.getBytes(StandardCharsets.UTF_8), Retain.YES, () -> {});
    }

    private void publish(String topic, byte[] payload, Retain retain, Runnable onAcknowledged) {
        var ready = transport;
        if (ready == null) return;
        var size = topic.length() + payload.length;
        flight.add(size, onAcknowledged, handle -> ready.publish(handle, topic, payload, retain));
    }
}
