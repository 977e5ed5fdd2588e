package dev.sandpiper.agent.command;

import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.sensors.Board;
import java.util.function.Consumer;

/**
 * What all outputs of an agent share.
 *
 * @param records takes every change of a value, from any lane
 */
public record Common(Board board, Time time, Consumer<Draft> records, Interlocks interlocks, Past past) {}
