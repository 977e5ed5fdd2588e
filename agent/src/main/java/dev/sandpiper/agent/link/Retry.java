package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.loop.Backoff;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** When to try to connect again: soon after a loss, slowly after a refusal that will not heal by itself. */
final class Retry {
    /** A connection that lasted this long begins a new series of pauses. */
    private static final Duration STABLE = Duration.ofMinutes(1);

    private final Duration slowest;
    private final Backoff backoff;
    private final Time time;

    Retry(BrokerConfig config, Time time, RandomGenerator random) {
        this.slowest = config.reconnectMax();
        this.backoff = new Backoff(config.reconnectMin(), config.reconnectMax(), random);
        this.time = time;
    }

    /** A connection ended that was made at {@code since}. */
    void ended(long since) {
        if (time.since(since).compareTo(STABLE) >= 0) backoff.reset();
        backoff.spread();
    }

    Duration pause(Failure failure) {
        var next = backoff.next();
        return switch (failure.cause()) {
            // An authentication service that is asked again and again may lock the device out.
            case CREDENTIALS, NOT_AUTHORISED, CLIENT_ID -> slowest;
            case NONE, NAME, UNREACHABLE, REFUSED, TIMEOUT, UNAVAILABLE, LOST, PROTOCOL, PACKET_TOO_LARGE -> next;
            case TLS_UNTRUSTED, TLS_HOST_NAME, TLS_EXPIRED, TLS_NOT_YET_VALID, TLS_CLIENT_CERTIFICATE, TLS_OTHER ->
                next;
            case CONFIGURATION -> next;
        };
    }
}
