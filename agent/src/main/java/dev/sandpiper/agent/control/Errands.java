package dev.sandpiper.agent.control;

import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.measure.Sampler;
import dev.sandpiper.agent.store.Waiting;
import dev.sandpiper.sensors.Action;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What the agent does for a person at the device. Called on the control thread; answers may come on any. */
public interface Errands {

    /** Ids of all sensors, in the order of the configuration. */
    Set<String> sensors();

    /** All actuators, by their id. */
    Map<String, ActuatorConfig> actuators();

    /** Reads a sensor now. */
    void read(String sensor, Consumer<Sampler.Answer> answer);

    /** Has an actuator act, as far as its safety rules let it. */
    void carryOut(String actuator, Action action, Optional<Duration> holdFor, Consumer<Outcome> outcome);

    /** The health message, as JSON. */
    String health();

    /** The outbox's figures, as JSON. */
    String outbox();

    /** What of the outbox is not to be seen in its file, of the records behind a key. */
    void waiting(long key, Consumer<Waiting> answer);
}
