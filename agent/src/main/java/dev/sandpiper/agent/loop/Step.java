package dev.sandpiper.agent.loop;

import java.time.Duration;

/** Work of one thread: everything it owns is touched only inside {@link #run}. */
@FunctionalInterface
public interface Step {

    /** Does what is due and says when to come again; {@link Loop#wake} may bring it earlier. */
    Duration run();

    /** The shorter of two pauses. */
    static Duration sooner(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
