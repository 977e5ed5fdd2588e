package dev.sandpiper.agent;

import dev.sandpiper.agent.loop.Lane;
import java.util.Map;
import java.util.Set;

/** Has each of several lanes do something, and waits for them. */
@FunctionalInterface
interface Together {

    /** Those that have not done it in time; they do it when they can. */
    Set<Lane> run(Map<Lane, Runnable> tasks);

    /** The same of one lane. */
    default void run(Lane lane, Runnable task) {
        run(Map.of(lane, task));
    }
}
