package dev.sandpiper.agent.link;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When to ask a broker that only talks whether it is still there, and when to give it up. */
final class Vigil {
    private static final Duration ASK_EVERY = Duration.ofSeconds(30);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

    private final LongSupplier nanos;
    private long askedAt;
    private boolean answered = true;

    /** What to do. */
    enum Turn {
        LISTEN,
        ASK,
        GIVE_UP
    }

    /** @param nanos a clock that never jumps */
    Vigil(LongSupplier nanos) {
        this.nanos = nanos;
        this.askedAt = nanos.getAsLong();
    }

    /** Something came in, whatever it is. */
    void heard() {
        answered = true;
    }

    // Asked also while much comes in: a broker closes the connection of one that is silent for long.
    Turn turn() {
        var since = Duration.ofNanos(nanos.getAsLong() - askedAt);
        if (!answered) return since.compareTo(ANSWER_WITHIN) >= 0 ? Turn.GIVE_UP : Turn.LISTEN;
        if (since.compareTo(ASK_EVERY) < 0) return Turn.LISTEN;
        askedAt = nanos.getAsLong();
        answered = false;
        return Turn.ASK;
    }
}
