package dev.sandpiper.agent.store;

import dev.sandpiper.agent.payload.Payloads;
import java.time.Duration;
import java.util.Set;

/**
 * The outbox's part of the configuration.
 *
 * @param commitEvery what a power cut may cost at most; zero commits every record before it is sent
 * @param freshFor what is older goes to {@code history/}
 * @param sendEvery how long readings are gathered; zero sends each at once
 * @param batch records in one history message
 * @param retained ids whose newest record the broker keeps, beside all actuators
 * @param messagesPerSecond ceiling for the backlog
 * @param bytesPerSecond ceiling for the backlog
 * @param payloads what is sent looks like
 */
public record OutboxLimits(
        Duration commitEvery,
        Duration freshFor,
        Duration sendEvery,
        int batch,
        long maxSize,
        boolean thin,
        Set<String> retained,
        double messagesPerSecond,
        double bytesPerSecond,
        Payloads payloads) {

    /** What a history message may take, in bytes. */
    public static final int MAX_HISTORY_BYTES = 64 * 1024;
}
