package dev.sandpiper.agent;

import dev.sandpiper.agent.store.Stop;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** That the run is to end, and why; told by any thread. The first reason counts, but a crash outdoes the others. */
final class End {
    private final CountDownLatch come = new CountDownLatch(1);
    private final AtomicReference<@Nullable Stop> reason = new AtomicReference<>();

    void by(Stop stop) {
        if (stop == Stop.CRASH) reason.set(stop);
        else reason.compareAndSet(null, stop);
        come.countDown();
    }

    void await() {
        try {
            come.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A clean stop unless something else was told. */
    Stop reason() {
        var told = reason.get();
        return told == null ? Stop.CLEAN : told;
    }
}
