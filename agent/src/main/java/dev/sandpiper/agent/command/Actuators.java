package dev.sandpiper.agent.command;

import java.util.function.Consumer;

/** The way from the desk to the outputs, which live on other threads. */
public interface Actuators {

    /**
     * Has an order carried out on the output's own thread.
     *
     * @param outcome told on the desk's thread; not at all when the output's thread is stuck
     */
    void carryOut(String actuator, Order order, Consumer<Outcome> outcome);
}
