package dev.sandpiper.agent;

import dev.sandpiper.agent.store.Stop;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** What is wanted of a running agent from outside: that it reads its configuration again, or ends. Told by any thread. */
final class Requests {
    private final Semaphore news = new Semaphore(0);
    private final AtomicBoolean reload = new AtomicBoolean();
    private final AtomicReference<@Nullable Stop> end = new AtomicReference<>();

    /** It is to end. The first reason counts, but a crash outdoes the others. */
    void end(Stop reason) {
        if (reason == Stop.CRASH) end.set(reason);
        else end.compareAndSet(null, reason);
        news.release();
    }

    /** It is to read its configuration again; several requests at once are one. */
    void reload() {
        reload.set(true);
        news.release();
    }

    /** What is wanted next. */
    enum Wish {
        NOTHING,
        RELOAD,
        END
    }

    /** Waits for the next wish, at most that long. */
    Wish await(Duration patience) {
        try {
            if (pending() == Wish.NOTHING) news.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
            return pending();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Wish.END;
        }
    }

    private Wish pending() {
        if (end.get() != null) return Wish.END;
        return reload.get() ? Wish.RELOAD : Wish.NOTHING;
    }

    /** A reload begins: what is asked for from now on is another. */
    void reloads() {
        reload.set(false);
    }

    /** Why it ends: a clean stop unless something else was told. */
    Stop reason() {
        var told = end.get();
        return told == null ? Stop.CLEAN : told;
    }
}
