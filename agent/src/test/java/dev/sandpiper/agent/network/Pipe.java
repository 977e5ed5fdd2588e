package dev.sandpiper.agent.network;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One direction of a TCP connection: a send buffer, a bottleneck, a delay. Everything arrives once and in order, or,
 * after a {@link #cut}, never.
 */
final class Pipe {
    private static final int SEND_BUFFER = 64 << 10;
    private static final int SEGMENT = 1400;

    private final Timeline timeline;
    private final RandomGenerator random;
    private final Supplier<Quality> quality;
    private final Deque<Segment> sending = new ArrayDeque<>();
    private final Deque<Segment> travelling = new ArrayDeque<>();
    private long sent;
    private long departed;
    private long arrived;
    private long lastArrival;
    private int held;
    private boolean busy;
    private boolean stalled;
    private boolean cut;

    private record Segment(int bytes, Runnable whenArrived) {}

    Pipe(Timeline timeline, RandomGenerator random, Supplier<Quality> quality) {
        this.timeline = timeline;
        this.random = random;
        this.quality = quality;
    }

    void send(int bytes, Runnable whenArrived) {
        sent += bytes;
        var left = bytes;
        for (; left > SEGMENT; left -= SEGMENT) sending.add(new Segment(SEGMENT, () -> {}));
        sending.add(new Segment(left, whenArrived));
        pump();
    }

    private void pump() {
        if (busy || stalled || cut || sending.isEmpty()) return;
        busy = true;
        var transfer = quality.get().transfer(sending.getFirst().bytes);
        if (transfer == 0) depart();
        else timeline.at(timeline.now() + transfer, this::depart);
    }

    // What a black hole swallowed is sent again when it ends.
    private void depart() {
        busy = false;
        if (stalled || cut) return;
        var segment = sending.remove();
        departed += segment.bytes;
        travelling.add(segment);
        arriveAfter(quality.get().delay(random));
        pump();
    }

    private void arriveAfter(long delay) {
        lastArrival = Math.max(lastArrival, timeline.now() + delay);
        timeline.at(lastArrival, this::arrive);
    }

    private void arrive() {
        if (cut) return;
        if (stalled) {
            held++;
            return;
        }
        var segment = travelling.remove();
        arrived += segment.bytes;
        segment.whenArrived.run();
    }

    /** Nothing moves until {@link #resume}; the send buffer goes on filling. */
    void stall() {
        stalled = true;
    }

    void resume(long retransmission) {
        if (!stalled) return;
        stalled = false;
        for (; held > 0; held--) arriveAfter(retransmission);
        pump();
    }

    /** Nothing moves any more, and nobody says so. */
    void cut() {
        cut = true;
    }

    /** Bytes the sender's network took. */
    long accepted() {
        return Math.min(sent, departed + SEND_BUFFER);
    }

    long arrived() {
        return arrived;
    }
}
