package dev.sandpiper.agent;

import dev.sandpiper.agent.link.Network;
import dev.sandpiper.agent.link.Transport;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Stop.Trace;
import dev.sandpiper.sensors.Board;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Everything an agent touches outside itself; simulations bring their own.
 *
 * @param boot names the device's present boot
 * @param traces what the end of the run before left behind on the device
 */
public record World(
        Board board,
        Time time,
        Transport.Opener transports,
        Network network,
        RandomGenerator random,
        String boot,
        Set<Trace> traces,
        String version) {}
