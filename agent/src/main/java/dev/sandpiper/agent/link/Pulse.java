package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Optional;

/** Whether the present connection is alive: pings it when it is quiet, and says when it owes an answer for too long. */
final class Pulse {
    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_ACKNOWLEDGEMENT = Duration.ofMinutes(1);

    private final Time time;
    private final Duration keepAlive;
    private Traffic traffic = Traffic.NONE;
    private long lastSent;
    private long lastReceived;
    private boolean pinged;

    Pulse(Time time, Duration keepAlive) {
        this.time = time;
        this.keepAlive = keepAlive;
    }

    /** A new connection. */
    void begin() {
        lastSent = time.nanos();
        lastReceived = lastSent;
        traffic = Traffic.NONE;
        pinged = false;
    }

    void ponged() {
        pinged = false;
    }

    /** Looks at the connection, pings it when that is due, and says why it counts as dead if it does. */
    Optional<Failure> look(Transport transport, Flight flight) {
        note(transport.traffic());
        if (quiet() && !pinged) {
            pinged = true;
            transport.ping();
        }
        if (flight.oldest().compareTo(acknowledgePatience()) > 0)
            return dead("the broker has not acknowledged a message for %d s", flight.oldest());
        var due = pinged || !flight.isEmpty();
        return due && silence().compareTo(silencePatience()) >= 0
                ? dead("no answer from the broker for %d s", silence())
                : Optional.empty();
    }

    private void note(Traffic now) {
        if (now.accepted() != traffic.accepted()) lastSent = time.nanos();
        if (now.received() != traffic.received()) lastReceived = time.nanos();
        traffic = now;
    }

    private boolean quiet() {
        return time.since(Math.min(lastSent, lastReceived)).compareTo(keepAlive) >= 0;
    }

    private static Optional<Failure> dead(String sentence, Duration since) {
        return Optional.of(new Failure(Cause.TIMEOUT, sentence.formatted(since.toSeconds())));
    }

    private Duration silence() {
        return time.since(Math.max(lastSent, lastReceived));
    }

    private Duration silencePatience() {
        return longer(SHORTEST_SILENCE, keepAlive.multipliedBy(3).dividedBy(2));
    }

    private Duration acknowledgePatience() {
        return longer(SHORTEST_ACKNOWLEDGEMENT, keepAlive.multipliedBy(3));
    }

    private static Duration longer(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
