package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.loop.Backoff;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** When and where to try to connect again: soon after a loss, slowly after a refusal that will not heal by itself. */
final class Retry {
    /** A connection that lasted this long begins a new series of pauses. */
    private static final Duration STABLE = Duration.ofMinutes(1);
    /** Devices that see the same network come back do not knock in the same instant. */
    private static final Duration JITTER = Duration.ofMillis(500);

    private final Duration least;
    private final Backoff backoff;
    private final Addresses addresses;
    private final Time time;
    private final RandomGenerator random;
    private long lastAttempt;

    Retry(BrokerConfig config, Time time, RandomGenerator random) {
        this.least = config.reconnectMin();
        this.backoff = new Backoff(least, config.reconnectMax(), random);
        this.addresses = new Addresses(config.addresses(), time, () -> new Refusals(config, random));
        this.time = time;
        this.random = random;
        this.lastAttempt = time.nanos() - least.toNanos();
    }

    /** The address for an attempt that begins now. */
    BrokerAddress attempt() {
        lastAttempt = time.nanos();
        return addresses.next();
    }

    /** The address of the attempt or connection. */
    BrokerAddress address() {
        return addresses.current();
    }

    /** The attempt succeeded. */
    void connected() {
        addresses.good();
    }

    /** A connection ended that was made at {@code since}. */
    void ended(long since) {
        if (time.since(since).compareTo(STABLE) >= 0) backoff.reset();
        backoff.spread();
        addresses.restart();
    }

    /** After an attempt that failed or a connection that ended: how long to wait, and another address's turn. */
    Duration pause(Failure failure) {
        if (isRefusal(failure)) addresses.refused();
        var asleep = addresses.untilOneIsAwake();
        if (asleep.isPositive()) return asleep;
        return addresses.more() ? drawn(least) : backoff.next();
    }

    /**
     * The device's network has come back: how long to wait now, at most once in {@code reconnect.min} for a network that
     * comes and goes. Empty where it was not the network's fault.
     */
    Optional<Duration> hurry() {
        if (addresses.untilOneIsAwake().isPositive()) return Optional.empty();
        backoff.reset();
        addresses.restart();
        var soonest = least.minus(time.since(lastAttempt));
        var drawn = drawn(JITTER);
        return Optional.of(soonest.compareTo(drawn) > 0 ? soonest : drawn);
    }

    /** The login has changed: whoever refused the old one may take the new one. */
    void loginChanged() {
        backoff.reset();
        addresses.wake();
    }

    private static boolean isRefusal(Failure failure) {
        return switch (failure.cause()) {
            case CREDENTIALS, NOT_AUTHORISED, CLIENT_ID, TLS_CLIENT_CERTIFICATE -> true;
            case NONE, NAME, UNREACHABLE, REFUSED, TIMEOUT, UNAVAILABLE, CLOSED, LOST, PROTOCOL, PACKET_TOO_LARGE ->
                false;
            case TLS_UNTRUSTED, TLS_HOST_NAME, TLS_EXPIRED, TLS_NOT_YET_VALID, TLS_OTHER, CONFIGURATION -> false;
        };
    }

    private Duration drawn(Duration most) {
        return Duration.ofNanos((long) (random.nextDouble() * most.toNanos()));
    }
}
