package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.loop.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses after what will not heal by asking again: from {@code reconnect.max} to a quarter of an hour. An authentication
 * service that is asked again and again may lock the device out, and two clients with one id throw each other out.
 */
final class Refusals {
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Backoff backoff;

    Refusals(BrokerConfig config, RandomGenerator random) {
        var least = config.reconnectMax();
        var most = least.compareTo(LONGEST) > 0 ? least : LONGEST;
        this.backoff = new Backoff(least, most, random);
    }

    Duration pause() {
        return backoff.next();
    }

    void over() {
        backoff.reset();
    }
}
