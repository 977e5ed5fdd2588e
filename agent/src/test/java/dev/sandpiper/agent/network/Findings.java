package dev.sandpiper.agent.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was seen of the agent from outside: what it must not do, and how fast it is. */
public final class Findings {
    /** What must never happen. */
    public final List<String> violations = new ArrayList<>();

    /** How it was connected again, each time. */
    public final List<Return> returns = new ArrayList<>();

    /**
     * A connection after a loss. Time counts from when a connection was possible and the agent knew of the loss.
     *
     * @param seen whether that was when the device itself saw its network come back
     * @param attempt when the attempt began that succeeded
     * @param whole when the subscription was granted
     * @param quality of the way at the end
     */
    public record Return(boolean seen, Duration attempt, Duration whole, Quality quality) {}

    public long pings;
    public int mostSingles;
    public int mostHistories;
}
