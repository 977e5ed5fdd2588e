package dev.sandpiper.agent.store;

/**
 * How {@code max_size} is divided.
 *
 * @param maxSize what all files of the outbox together may take, in bytes
 */
record Division(long maxSize) {
    private static final long SMALLEST_LOG = 64 * 1024;
    private static final long LARGEST_LOG = 1024 * 1024;
    private static final long INDEX = 64 * 1024;

    /** At which the write-ahead log is folded back into the database. */
    long log() {
        return Math.clamp(maxSize / 8, SMALLEST_LOG, LARGEST_LOG);
    }

    /** What one transaction may bring, so that the log stays within what is {@link #besides}. */
    int atOnce() {
        return (int) log() / 4;
    }

    /** What the log, its index and a transaction or two may take beside the database. */
    long besides() {
        return 5 * log() / 2 + INDEX;
    }

    /** What the database may take. */
    long room() {
        return maxSize - besides();
    }

    /** From how much on old records are given up: the transaction that deletes them must find room, too. */
    long full() {
        return room() - 3L * atOnce();
    }
}
