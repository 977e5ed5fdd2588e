package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Trouble.About;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** What is said and heard on a connection once the broker has let this device in. */
final class Conversation {
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Time time;
    private final Topics topics;
    private final LinkUser user;
    private final Lessons lessons;
    private final Silence silence;
    private final Publisher publisher;
    private final Receiver receiver;
    private final Marker marker;
    private final Inflow inflow;
    private final Pulse pulse;
    private final Absence absence;
    private long lookAt;

    Conversation(
            BrokerConfig config,
            Topics topics,
            Set<String> retained,
            Surroundings around,
            NetworkWatch network,
            Lessons lessons,
            LinkMemory memory,
            BooleanSupplier heldBack,
            LinkUser user) {
        this.time = around.time();
        this.lookAt = time.nanos();
        this.topics = topics;
        this.user = user;
        this.lessons = lessons;
        this.publisher = new Publisher(topics, retained, time, user, this::acknowledged);
        this.inflow = new Inflow(time, this::rttMillis);
        this.marker = new Marker(time, around.random(), inflow, memory);
        this.receiver = new Receiver(topics, marker, inflow, user, lessons::foreignMarker);
        this.silence = new Silence(time, topics, config, inflow, memory);
        this.pulse = new Pulse(time, publisher.flight(), network, lessons::keepAlive, heldBack);
        this.absence = new Absence(time, memory.away());
    }

    /** How long this device has been away from its broker. */
    Duration away() {
        return isOpen() ? Duration.ZERO : absence.soFar();
    }

    /** A connection was made. */
    void begin(Transport transport) {
        pulse.begin(transport);
        marker.connected(absence.soFar());
        inflow.begin();
        subscribe(transport);
        silence.connected(transport);
    }

    // After every connect, also into a session that has them: it repairs what a broker has forgotten.
    void subscribe(Transport transport) {
        transport.subscribe(topics.heard());
    }

    /** The broker answered the subscription to commands: now this device may speak. */
    void open(Transport transport, long connection) {
        publisher.begin(transport, connection);
        marker.sent();
        publisher.marker(marker.payload());
        user.online(connection);
    }

    /** It took so long: nothing is smaller than a subscription and its answer. */
    void answered(Duration after) {
        publisher.flight().throughput().roundTrip(after.toNanos());
    }

    boolean isOpen() {
        return publisher.online();
    }

    /** The broker answered another subscription; answers come in the order of the questions. */
    void granted(List<Integer> granted) {
        silence.granted(granted);
    }

    void unsubscribed() {
        silence.unsubscribed();
    }

    /** Something came in, whatever it is. */
    void heard() {
        absence.heard();
        pulse.heard();
    }

    void ponged() {
        pulse.ponged();
    }

    private void acknowledged(Message message) {
        lessons.acknowledged(message);
        silence.acknowledged(message);
    }

    void acknowledged(long handle) {
        publisher.flight().acknowledged(handle);
    }

    /** @param acknowledging makes of what is to be done with it what tells the broker, which any thread may call at any time */
    void arrived(Arrived message, UnaryOperator<Runnable> acknowledging) {
        silence.arrived(message);
        receiver.arrived(message, acknowledging);
    }

    /** How long ago something last came in. */
    Duration silence(Transport transport) {
        return pulse.note(transport);
    }

    /** Once a second at least: why the connection counts as dead, if it does. */
    Optional<Failure> look(Transport transport) {
        if (!time.until(lookAt).isPositive()) lookAround();
        return pulse.look(transport);
    }

    // At full rate each acknowledgement brings a turn.
    private void lookAround() {
        lookAt = time.in(LOOK);
        inflow.look();
        lessons.look();
        publisher.look();
        silence.look();
    }

    /** When to look again. */
    Duration next() {
        return pulse.next();
    }

    /** The connection is over. */
    void end(Failure failure) {
        lessons.ended(failure, pulse.quietBefore(), publisher.underWay());
        var ending = silence.ended(failure);
        if (!isOpen()) return;
        absence.begins(failure);
        publisher.end(ending);
        user.offline();
    }

    Publisher publisher() {
        return publisher;
    }

    long rttMillis() {
        return publisher.flight().rttMillis();
    }

    /** What the broker does not want to have, what it throws away, and who else it takes for this device. */
    void note(Standing standing) {
        standing.note(About.TAKEN_OVER, lessons.problem());
        standing.note(About.REFUSED, publisher.trouble());
        standing.note(About.SILENCE, silence.sentence());
    }
}
