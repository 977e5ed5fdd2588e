package dev.sandpiper.agent;

import java.time.Duration;

/**
 * How long a simulation lasts, and how much happens in it.
 *
 * @param parts of equal length, each with trouble of its own
 * @param troubles at most so many faults of the network in a part, and as many blows to the connection
 * @param crashes at most so many in a part
 * @param commands in a part
 * @param readEvery the sensor's interval
 * @param suspends at most so many in a part
 */
record Schedule(int parts, Duration part, int troubles, int crashes, int commands, Duration readEvery, int suspends) {
    static final Schedule SHORT = new Schedule(1, Duration.ofMinutes(20), 6, 5, 30, Duration.ofSeconds(2), 0);
    static final Schedule SLEEPY = new Schedule(1, Duration.ofMinutes(20), 6, 5, 30, Duration.ofSeconds(2), 5);
    static final Schedule DAY = new Schedule(24, Duration.ofHours(1), 16, 2, 10, Duration.ofSeconds(10), 0);

    Duration length() {
        return part.multipliedBy(parts);
    }
}
