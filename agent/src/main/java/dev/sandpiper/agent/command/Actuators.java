package dev.sandpiper.agent.command;

import java.util.Optional;
import java.util.function.Consumer;

/** The way from the desk to the outputs, which live on other threads. */
public interface Actuators {

    /** Why an order is one too many at present; counts it otherwise. */
    Optional<Outcome.Refused> overRate(String actuator, Order order);

    /**
     * Has an order carried out on the output's own thread.
     *
     * @param outcome told on the desk's thread; not at all when the output's thread is stuck
     */
    void carryOut(String actuator, Order order, Consumer<Outcome> outcome);
}
