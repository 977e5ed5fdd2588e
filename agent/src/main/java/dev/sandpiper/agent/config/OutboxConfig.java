package dev.sandpiper.agent.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What is kept until the broker has it.
 *
 * @param maxSize of the store on disk, bytes
 * @param commitEvery what a power cut may cost at most; zero commits every record before it is sent
 * @param freshFor what is older goes to {@code history/}
 * @param batch the most records in one history message; 1 sends each alone
 */
public record OutboxConfig(
        Path directory, long maxSize, Duration commitEvery, WhenFull whenFull, Duration freshFor, int batch) {

    /** What gives way when the store is full. */
    public enum WhenFull {
        THIN,
        DROP_OLDEST
    }
}
