package dev.sandpiper.agent.command;

import java.util.Set;
import java.util.function.Consumer;

/** What the agent itself can be asked, contract section 4. */
public interface AgentTasks {

    /** Ids of all sensors. */
    Set<String> sensors();

    /** Reads a sensor now; the outcome is told on the desk's thread. */
    void read(String sensor, Consumer<Outcome> outcome);

    /** The health message, as JSON. */
    String health();

    /** What a ping is answered with, as JSON. */
    String ping();
}
