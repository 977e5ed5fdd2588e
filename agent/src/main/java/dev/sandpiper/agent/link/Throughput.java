package dev.sandpiper.agent.link;

/**
 * What the present connection carries: bytes acknowledged in the time an acknowledgement took, without the round trip,
 * which is there for the smallest message too. Tells how much history may be under way, so that a slow link is not
 * stuffed: fresh records, commands and the answer to a ping wait behind it.
 */
final class Throughput {
    /** To begin with: a link of 1 KB/s has carried it in four seconds. */
    private static final int FIRST = 4_096;

    private static final int LEAST = 512;
    private static final int MOST = 65_536;
    private static final int GROWTH = 4;
    /** Less than this part of what the link seems to carry tells of a pause somewhere rather than of the link. */
    private static final int TELLING_PART = 16;

    private long shortestNanos = Long.MAX_VALUE;
    private int perSecond = FIRST;

    /** A new connection, on a link that may be another. */
    void begin() {
        shortestNanos = Long.MAX_VALUE;
        perSecond = FIRST;
    }

    /** An answer to something small came after so long. */
    void roundTrip(long nanos) {
        shortestNanos = Math.min(shortestNanos, nanos);
    }

    /**
     * An acknowledgement came.
     *
     * @param bytes of the message, and of all that was under way before it
     */
    void acknowledged(long bytes, long nanos) {
        roundTrip(nanos);
        if (bytes < perSecond / TELLING_PART) return;
        var carrying = Math.max(1, nanos - shortestNanos);
        var carried = bytes * 1e9 / carrying;
        var most = Math.min(MOST, (double) GROWTH * Math.min(perSecond, bytes));
        // Little says that the link is slow at once; much says only that it is faster than what was asked of it.
        perSecond = (int) Math.max(LEAST, carried < perSecond ? carried : Math.max(perSecond, Math.min(carried, most)));
    }

    /** How many bytes the link carries in about a second, from {@value #LEAST} to {@value #MOST}. */
    int perSecond() {
        return perSecond;
    }
}
