package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.config.Limits.Rate;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How often an output may be told something: a bucket of as many tokens as {@code rate_limit} names, full at the start,
 * that gains one each time its share of the time has passed. Asked by any thread.
 */
final class RateLimit {
    private volatile Optional<Rate> rate;
    private final Time time;

    /** When the bucket will be full again, or was. All there is to know, so that one compare-and-set is enough. */
    private final AtomicLong fullAt;

    RateLimit(Optional<Rate> rate, Time time) {
        this.rate = rate;
        this.time = time;
        this.fullAt = new AtomicLong(time.nanos());
    }

    /** Another rule. Nobody has to wait longer for it than until its own bucket is full. */
    void rule(Optional<Rate> next) {
        next.ifPresent(most -> {
            var latest = time.in(most.per());
            fullAt.updateAndGet(at -> at - latest > 0 ? latest : at);
        });
        rate = next;
    }

    /** Takes a token, or says why there is none. */
    Optional<String> refuses() {
        return rate.flatMap(this::refuses);
    }

    private Optional<String> refuses(Rate most) {
        var share = most.per().toNanos() / most.commands();
        while (true) {
            var now = time.nanos();
            var before = fullAt.get();
            var after = (before - now > 0 ? before : now) + share;
            var missing = after - now - share * most.commands();
            if (missing > 0) return Optional.of(reason(most, Duration.ofNanos(missing)));
            if (fullAt.compareAndSet(before, after)) return Optional.empty();
        }
    }

    private static String reason(Rate most, Duration wait) {
        return "rate_limit is %d in %s: come again in %s"
                .formatted(most.commands(), Durations.format(most.per()), Waits.shown(wait));
    }
}
