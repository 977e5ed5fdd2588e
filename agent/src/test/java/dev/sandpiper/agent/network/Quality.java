package dev.sandpiper.agent.network;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How good the way to the broker is: one delay, its jitter, and a bottleneck in each direction. */
public record Quality(Duration latency, Duration jitter, long bytesPerSecond) {
    private static final long UNLIMITED = Long.MAX_VALUE;
    private static final Duration FAST = Duration.ofMillis(50);

    static final Quality CABLE = new Quality(Duration.ofMillis(1), Duration.ofMillis(1), UNLIMITED);

    /** From a cable to a mobile network at its end: a second each way, another of jitter, 1 KB/s. */
    static Quality any(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> CABLE;
            case 1 -> new Quality(Duration.ofMillis(20), Duration.ofMillis(30), 1 << 20);
            case 2 -> new Quality(Duration.ofMillis(100), Duration.ofMillis(500), 1 << 14);
            default ->
                new Quality(
                        Duration.ofMillis(random.nextInt(1000)),
                        Duration.ofMillis(1 + random.nextInt(1000)),
                        random.nextLong(1000, 8000));
        };
    }

    /** Whether the round trips of look-up, TCP, TLS, login and subscription take well below a second together. */
    public boolean isFast() {
        return latency.plus(jitter).compareTo(FAST) <= 0;
    }

    long delay(RandomGenerator random) {
        return latency.toNanos() + random.nextLong(jitter.toNanos());
    }

    long transfer(int bytes) {
        return bytesPerSecond == UNLIMITED ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
    }
}
