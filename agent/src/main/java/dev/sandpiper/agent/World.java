package dev.sandpiper.agent;

import dev.sandpiper.agent.link.Network;
import dev.sandpiper.agent.link.Transport;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Board;
import java.util.random.RandomGenerator;

/**
 * Everything an agent touches outside itself; simulations bring their own.
 *
 * @param boot names the device's present boot
 */
public record World(
        Board board,
        Time time,
        Transport.Opener transports,
        Network network,
        RandomGenerator random,
        String boot,
        String version) {}
