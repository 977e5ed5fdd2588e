package dev.sandpiper.agent.testing;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** One direction through a {@link FaultProxy}: what it does to the bytes of all connections, from now on. */
public final class Way {
    static final int LARGEST_CHUNK = 16_384;

    private static final int WHOLE = Integer.MAX_VALUE;
    private static final int CHUNKS_A_SECOND = 50;
    private static final long NEVER = Long.MIN_VALUE;

    private enum Flow {
        FLOWING,
        HELD,
        SWALLOWED
    }

    private record Lag(Duration least, Duration jitter) {}

    private record Pieces(int longest, Duration pause) {}

    private final Random random;
    private final AtomicLong bytesToSpoilt = new AtomicLong(NEVER);
    private final AtomicLong passed = new AtomicLong();
    private volatile Flow flow = Flow.FLOWING;
    private volatile Lag lag = new Lag(Duration.ZERO, Duration.ZERO);
    private volatile Pieces pieces = new Pieces(WHOLE, Duration.ZERO);
    private volatile long bytesPerSecond = Long.MAX_VALUE;

    Way(long seed) {
        this.random = new Random(seed);
    }

    public Way delayedBy(Duration delay) {
        return delayedBy(delay, Duration.ZERO);
    }

    /** @param jitter at most this much more, drawn for each chunk; order is kept */
    public Way delayedBy(Duration delay, Duration jitter) {
        lag = new Lag(delay, jitter);
        return this;
    }

    /** Of each connection. The sender feels it: no more is read than passes. */
    public Way limitedTo(long bytesPerSecond) {
        this.bytesPerSecond = bytesPerSecond;
        return this;
    }

    /** Everything is passed on in parts of 1 to {@code longest} bytes with this pause between two. */
    public Way inPieces(int longest, Duration pause) {
        pieces = new Pieces(longest, pause);
        return this;
    }

    /** One bit is turned over in the byte that follows these. */
    public Way spoilsAfter(long bytes) {
        bytesToSpoilt.set(bytes);
        return this;
    }

    /** Stops reading; what was not read waits at the sender. */
    public void holds() {
        flow = Flow.HELD;
    }

    /** Reads and drops, the end of a stream too. A connection that lost a byte stays silent for ever. */
    public void swallows() {
        flow = Flow.SWALLOWED;
    }

    /** Ends {@link #holds} and {@link #swallows}. */
    public void flows() {
        flow = Flow.FLOWING;
    }

    /** What was handed on so far, on all connections. */
    public long bytes() {
        return passed.get();
    }

    boolean held() {
        return flow == Flow.HELD;
    }

    boolean swallowing() {
        return flow == Flow.SWALLOWED;
    }

    void passed(int bytes) {
        passed.addAndGet(bytes);
    }

    /** Small where the way is slow, so that its speed is even. */
    int chunk() {
        return Math.clamp(bytesPerSecond / CHUNKS_A_SECOND, 1, LARGEST_CHUNK);
    }

    /** How long a slow line is busy with so many bytes. */
    long nanosFor(int bytes) {
        return Math.round(1e9 * bytes / bytesPerSecond);
    }

    long lagNanos() {
        var now = lag;
        return now.least.toNanos() + random.nextLong(now.jitter.toNanos() + 1);
    }

    int nextPiece(int left) {
        var longest = pieces.longest;
        return longest == WHOLE ? left : Math.min(left, 1 + random.nextInt(longest));
    }

    Duration pauseBetweenPieces() {
        return pieces.pause;
    }

    void spoil(byte[] bytes) {
        var before = bytesToSpoilt.get();
        if (before == NEVER) return;
        if (before < bytes.length) bytes[(int) before] ^= (byte) 0x10;
        bytesToSpoilt.set(before < bytes.length ? NEVER : before - bytes.length);
    }
}
