package dev.sandpiper.agent.link;

import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether the present connection is alive: pings it when it is quiet, and says when an answer is overdue. Only what
 * comes in is a sign of life. What goes out is none: the kernel goes on taking it for a peer that is gone. While the device
 * is suspended nothing can come in: that time says nothing of the way or the broker, and afterwards there is doubt.
 */
final class Pulse {
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** How often a working link looks at the device's network. */
    private static final Duration RARELY = Duration.ofSeconds(5);

    /** Looks are a second apart, or less: who looks later was not running, and nobody read. */
    private static final Duration LATE = Duration.ofSeconds(5);

    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_ACKNOWLEDGEMENT = Duration.ofMinutes(1);

    private final Time time;
    private final Flight flight;
    private final NetworkWatch network;
    private final Supplier<Duration> keepAlive;
    private final BooleanSupplier heldBack;
    private Traffic traffic = Traffic.NONE;
    private long lastSent;
    private long lastReceived;
    /** The oldest ping without an answer. */
    private OptionalLong pinged = OptionalLong.empty();

    private long lastPing;
    private OptionalLong doubted = OptionalLong.empty();
    private Duration suspended = Duration.ZERO;
    private long awakeSince;
    private long lookedAt;

    /**
     * @param keepAlive after which a quiet connection is pinged
     * @param heldBack whether this device did not read all the time since it was last asked
     */
    Pulse(Time time, Flight flight, NetworkWatch network, Supplier<Duration> keepAlive, BooleanSupplier heldBack) {
        this.time = time;
        this.flight = flight;
        this.network = network;
        this.keepAlive = keepAlive;
        this.heldBack = heldBack;
    }

    /** A new connection. */
    void begin(Transport transport) {
        network.connectedFrom(transport.localAddress());
        lastSent = time.nanos();
        lastReceived = lastSent;
        awakeSince = lastSent;
        lookedAt = lastSent;
        suspended = time.suspended();
        traffic = Traffic.NONE;
        pinged = OptionalLong.empty();
        doubted = OptionalLong.empty();
    }

    /** Something came in. */
    void heard() {
        lastReceived = time.nanos();
        doubted = OptionalLong.empty();
    }

    void ponged() {
        pinged = OptionalLong.empty();
    }

    // There is a reason to doubt the connection: asks now, and waits for the answer no longer than the shortest time.
    private void doubt(Transport transport) {
        if (doubted.isEmpty()) doubted = OptionalLong.of(time.nanos());
        if (pinged.isEmpty()) ping(transport);
    }

    private void ping(Transport transport) {
        lastPing = time.nanos();
        if (pinged.isEmpty()) pinged = OptionalLong.of(lastPing);
        transport.ping();
    }

    /** Looks at the connection, pings it when there is reason to, and says why it counts as dead if it does. */
    Optional<Failure> look(Transport transport) {
        note(transport);
        switch (network.look(RARELY)) {
            case NONE -> {}
            case MORE, OTHER -> doubt(transport);
            case CUT_OFF -> {
                return Optional.of(new Failure(Cause.UNREACHABLE, network.lost() + ", this device's address, is gone"));
            }
        }
        if (Step.sooner(flight.owed(), time.since(awakeSince)).compareTo(acknowledgePatience()) > 0)
            return dead("the broker answers, but has not acknowledged a message for %d s", time.since(oldest()));
        return untilDead().isPositive() ? Optional.empty() : dead("no answer from the broker for %d s", silence());
    }

    /** When to look again. */
    Duration next() {
        return Step.sooner(LOOK, Step.sooner(untilPing(), untilDead()));
    }

    /** Notes what has moved, and pings the connection when that is due; how long ago something last came in. */
    Duration note(Transport transport) {
        if (woke()) doubt(transport);
        if (didNotListen()) attends();
        var now = transport.traffic();
        if (now.accepted() != traffic.accepted()) lastSent = time.nanos();
        if (now.received() != traffic.received()) heard();
        traffic = now;
        if (!untilPing().isPositive()) ping(transport);
        return time.since(lastReceived);
    }

    /**
     * For how long nothing had come in when the oldest thing without an answer was sent; until now where all have one.
     * Only as far back as the device has been awake.
     */
    Duration quietBefore() {
        woke();
        return Duration.ofNanos(Math.max(0, due().orElse(time.nanos()) - lastReceived));
    }

    private boolean woke() {
        var now = time.suspended();
        if (now.minus(suspended).compareTo(LOOK) < 0) return false;
        suspended = now;
        attends();
        return true;
    }

    // What it did not read may be the answer; nobody else's lateness, and no reason for doubt.
    private boolean didNotListen() {
        var late = time.since(lookedAt).compareTo(LATE) >= 0;
        lookedAt = time.nanos();
        return heldBack.getAsBoolean() || late;
    }

    private void attends() {
        awakeSince = time.nanos();
        lastReceived = awakeSince;
    }

    // Also while an answer is late, behind something large: the broker ends a connection on which nothing is sent.
    private Duration untilPing() {
        var quiet = pinged.isPresent() ? lastPing : Math.min(lastSent, lastReceived);
        return keepAlive.get().minus(time.since(quiet));
    }

    private Duration untilDead() {
        if (due().isEmpty()) return LOOK;
        var silent = atLeast(SHORTEST_SILENCE, 1.5).minus(silence());
        var unsure = doubted.isEmpty() ? silent : SHORTEST_SILENCE.minus(time.since(doubted.getAsLong()));
        return Step.sooner(silent, unsure).plus(flight.largest());
    }

    /** Since when an answer is due. */
    private OptionalLong due() {
        var oldest = flight.oldest();
        if (pinged.isEmpty()) return oldest;
        return OptionalLong.of(Math.min(pinged.getAsLong(), oldest.orElse(Long.MAX_VALUE)));
    }

    private Duration silence() {
        return time.since(Math.max(lastReceived, due().orElse(lastReceived)));
    }

    private long oldest() {
        return flight.oldest().orElse(time.nanos());
    }

    private static Optional<Failure> dead(String sentence, Duration since) {
        return Optional.of(new Failure(Cause.TIMEOUT, sentence.formatted(since.toSeconds())));
    }

    private Duration acknowledgePatience() {
        return atLeast(SHORTEST_ACKNOWLEDGEMENT, 3);
    }

    private Duration atLeast(Duration shortest, double keepAlives) {
        var patience = Duration.ofMillis((long) (keepAlive.get().toMillis() * keepAlives));
        return patience.compareTo(shortest) > 0 ? patience : shortest;
    }
}
