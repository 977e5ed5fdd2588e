package dev.sandpiper.agent.network;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was seen of the agent from outside: what it must not do, and how fast it is. */
public final class Findings {
    /** What must never happen. */
    public final List<String> violations = new ArrayList<>();

    /** How long it took to be connected again, from when that was possible and the agent knew of the loss. */
    public final List<Duration> returns = new ArrayList<>();

    /** The same where the device itself saw its network come back. */
    public final List<Duration> seenReturns = new ArrayList<>();

    public long pings;
    public int mostSingles;
    public int mostHistories;
}
