package dev.sandpiper.agent;

import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.measure.Records;
import dev.sandpiper.agent.store.Draft;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.tinylog.Logger;

/**
 * Where what sensors say waits for the store's lane, which takes a share of it in each turn: acknowledgements, commands and
 * what is to be sent have theirs in between, however fast sensors are read. It says when it has no more room.
 */
final class Readings implements Records, Step {
    /** As long as a card may take for a commit, 200 sensors can be read each second. */
    static final int MOST = 5_000;

    /** About as many as leave in a turn. */
    static final int SHARE = 100;

    /** With room for so long it is news when there is none again. */
    private static final Duration QUIET = Duration.ofMinutes(10);

    private static final Duration IDLE = Duration.ofDays(1);

    private final Lane store;
    private final Time time;
    private final Consumer<Draft> outbox;
    private final Queue<Draft> waiting = new ArrayDeque<>();
    /** Also of those that are still on their way here. */
    private final AtomicInteger expected = new AtomicInteger();

    private final AtomicBoolean told = new AtomicBoolean();
    private volatile long fullAt;

    /** @param outbox takes a record, on the store's lane */
    Readings(Lane store, Time time, Consumer<Draft> outbox) {
        this.store = store;
        this.time = time;
        this.outbox = outbox;
    }

    @Override
    public void keep(Draft draft) {
        expected.incrementAndGet();
        if (store.post(() -> waiting.add(draft))) return;
        expected.decrementAndGet();
        Logger.error("a record of {} was dropped: the store is stuck", draft.id());
    }

    @Override
    public boolean haveRoom() {
        if (expected.get() < MOST) return true;
        fullAt = time.nanos();
        if (told.compareAndSet(false, true))
            Logger.warn(
                    "sensors are read faster than records can be kept: with {} of them waiting, what is due is read later",
                    MOST);
        return false;
    }

    @Override
    public Duration run() {
        for (var left = SHARE; left > 0 && !waiting.isEmpty(); left--) takeOne();
        return waiting.isEmpty() ? IDLE : Duration.ZERO;
    }

    /** What has come so far, all of it. */
    void takeAll() {
        while (!waiting.isEmpty()) takeOne();
    }

    private void takeOne() {
        var draft = waiting.remove();
        expected.decrementAndGet();
        if (told.get() && time.since(fullAt).compareTo(QUIET) > 0) told.set(false);
        outbox.accept(draft);
    }
}
