package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.SensorConfig;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the agent itself can be asked, contract section 4. Outcomes are told on the desk's thread. */
public interface AgentTasks {

    /** A sensor of that name. */
    Optional<SensorConfig> sensor(String id);

    /** Reads a sensor now. */
    void read(String sensor, Consumer<Outcome> outcome);

    /** Has a sensor read in another cycle. */
    void interval(Errand.Interval interval, Consumer<Outcome> outcome);

    /** What {@link #log} takes. */
    List<String> logLevels();

    /** Has so much logged; what is to be answered, as JSON. */
    String log(String level);

    /** The health message, as JSON. */
    String health();

    /** What a ping is answered with, as JSON; a restart, too. */
    String ping();

    /** Why the next run would not begin. */
    Optional<String> noNextRun();

    /** Ends the run, so that another one is begun. */
    void restart();
}
