package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.payload.Part;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.store.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What this device says on the present connection: kept messages as they come, the newest of others after each connect. */
final class Publisher {
    static final byte[] ONLINE = "online".getBytes(StandardCharsets.UTF_8);
    /** Retained, it has the broker forget what it kept. */
    private static final String NOTHING = "";

    static final byte[] OFFLINE = "offline".getBytes(StandardCharsets.UTF_8);

    private final Topics topics;
    private Set<String> retained;
    /** Outputs that are not there any more. */
    private Set<String> gone = Set.of();

    private final LinkUser user;
    private final Consumer<Message> onAcknowledged;
    private final Flight flight;
    private final Convoy convoy;
    private int carries;
    private final Map<String, String> newest = new LinkedHashMap<>();
    /** The device's own messages, by topic, whose predecessor the broker has not acknowledged. */
    private final Map<String, Message> waiting = new LinkedHashMap<>();

    private @Nullable Transport transport;
    private long connection;

    /** @param retained ids of sensors whose last reading the broker keeps */
    Publisher(Topics topics, Set<String> retained, Time time, LinkUser user, Consumer<Message> onAcknowledged) {
        this.topics = topics;
        this.retained = Set.copyOf(retained);
        this.user = user;
        this.onAcknowledged = onAcknowledged;
        this.flight = new Flight(time);
        this.convoy = new Convoy(time, this::launch);
    }

    /** The broker is ready: says that the device is there, then what is newest. */
    void begin(Transport ready, long number) {
        transport = ready;
        connection = number;
        carries = flight.throughput().perSecond();
        convoy.begin();
        status(ONLINE);
        newest.forEach(this::sendNow);
    }

    /** The connection is over; whether the broker has what it did not acknowledge is unknown. */
    void end(Ending ending) {
        convoy.end(ending).ifPresent(this::refused);
        transport = null;
        waiting.clear();
        flight.clear();
    }

    boolean online() {
        return transport != null;
    }

    /** What the broker has not acknowledged. */
    Set<Message> underWay() {
        return convoy.underWay();
    }

    Flight flight() {
        return flight;
    }

    void status(byte[] payload) {
        publish(topics.status(), payload, Retain.YES);
    }

    /** The last word: what still waits for its turn stays in the outbox. */
    void farewell() {
        convoy.sendLast(new Message(topics.status(), OFFLINE, Retain.YES, null));
    }

    void marker(byte[] payload) {
        publish(topics.agentCommand(), payload, Retain.NO);
    }

    /** A kept message, if it is for the present connection. */
    void send(Outgoing message) {
        if (message.generation() != connection || !online()) return;
        if (!convoy.send(new Message(topics.of(message), message.payload(), retain(message), message)))
            user.refused(message.generation(), message.handle(), Refusal.SET_ASIDE);
    }

    private Retain retain(Outgoing message) {
        return switch (message.lane()) {
            case STATE -> isGone(message) ? Retain.NO : Retain.YES;
            case TELEMETRY ->
                retained.contains(message.id()) && !isError(message) && !isGone(message) ? Retain.YES : Retain.NO;
            case REPLY, GAP, HISTORY -> Retain.NO;
        };
    }

    private boolean isGone(Outgoing message) {
        return gone.contains(topics.of(message));
    }

    // By itself it would outlast the fault: what comes afterwards is on other topics.
    private static boolean isError(Outgoing message) {
        return message.value().equals(Part.ERROR);
    }

    void retains(Set<String> sensors) {
        retained = Set.copyOf(sensors);
    }

    /** Has the broker forget what it keeps on these topics, and keep the states on all others. */
    void gone(Set<String> where) {
        gone.forEach(newest::remove);
        gone = Set.copyOf(where);
        gone.forEach(topic -> sendNewest(topic, NOTHING));
    }

    /** A message of which only the newest counts, retained, now and after each connect. */
    void sendNewest(String topic, String payload) {
        newest.put(topic, payload);
        sendNow(topic, payload);
    }

    /** What was the newest there is not sent any more after a connect. */
    void forget(String topic) {
        newest.remove(topic);
    }

    /** A message that is soon outdated, retained: now or not at all. */
    void sendNow(String topic, String payload) {
        publish(topic, payload.getBytes(StandardCharsets.UTF_8), Retain.YES);
    }

    // One of a topic at a time, however long the broker acknowledges nothing: of its successors the newest counts.
    private void publish(String topic, byte[] payload, Retain retain) {
        if (!online()) return;
        var message = new Message(topic, payload, retain, null);
        if (ownUnderWay(topic)) waiting.put(topic, message);
        else convoy.send(message);
    }

    private boolean ownUnderWay(String topic) {
        return underWay().stream()
                .anyMatch(message -> message.kept() == null && message.topic().equals(topic));
    }

    private void launch(Message message) {
        var ready = transport;
        if (ready == null) return;
        flight.add(
                message.topic().length() + message.payload().length,
                () -> acknowledged(message),
                handle -> ready.publish(handle, message.topic(), message.payload(), message.retain()));
    }

    private void acknowledged(Message message) {
        var kept = message.kept();
        noteThroughput();
        if (kept != null) user.acknowledged(kept.generation(), kept.handle());
        convoy.acknowledged(message);
        if (kept == null) takenOwn(message.topic());
        onAcknowledged.accept(message);
    }

    private void takenOwn(String topic) {
        var successor = waiting.remove(topic);
        if (successor == null) user.taken(topic);
        else convoy.send(successor);
    }

    private void noteThroughput() {
        var now = flight.throughput().perSecond();
        if (now == carries) return;
        carries = now;
        user.carries(now);
    }

    private void refused(Convoy.Refused blamed) {
        var kept = blamed.message().kept();
        if (kept != null) user.refused(kept.generation(), kept.handle(), blamed.how());
    }

    /** Once a second: what was left out for a while has its turn again. */
    void look() {
        var released = convoy.look();
        if (released.isEmpty()) return;
        if (released.contains(topics.status())) status(ONLINE);
        newest.keySet().stream().filter(released::contains).forEach(topic -> sendNow(topic, newest.get(topic)));
        user.allowed();
    }

    /** Why something is not sent; for {@code health}. */
    Optional<String> trouble() {
        return convoy.trouble();
    }
}
