package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import java.util.random.RandomGenerator;

/** What the link touches outside the agent; simulations bring their own. */
public record Surroundings(Transport.Opener transports, Network network, Time time, RandomGenerator random) {}
