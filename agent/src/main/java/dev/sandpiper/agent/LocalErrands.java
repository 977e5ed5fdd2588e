package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Cause;
import dev.sandpiper.agent.command.Order;
import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.control.Errands;
import dev.sandpiper.agent.measure.Sampler.Answer;
import dev.sandpiper.agent.store.Waiting;
import dev.sandpiper.sensors.Action;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** The control socket's errands to the lanes. */
final class LocalErrands implements Errands {
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Agent agent;

    LocalErrands(Agent agent) {
        this.agent = agent;
    }

    @Override
    public Set<String> sensors() {
        return agent.config().sensors().stream()
                .map(SensorConfig::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public Map<String, ActuatorConfig> actuators() {
        return Excerpts.actuators(agent.config());
    }

    @Override
    public void read(String sensor, Consumer<Answer> answer) {
        agent.devices().read(sensor, answer);
    }

    // Somebody at the device sees what happens: no id and no journal, but every safety rule.
    @Override
    public void carryOut(String actuator, Action action, Optional<Duration> holdFor, Consumer<Outcome> outcome) {
        var deadline = agent.world().time().in(PATIENCE);
        var order = new Order(action, holdFor, Cause.LOCAL, Optional.empty(), deadline);
        agent.devices()
                .overRate(actuator, order)
                .ifPresentOrElse(outcome::accept, () -> agent.devices().carryOut(actuator, order, written(outcome)));
    }

    // Told when what the output leaves to the next run is written: whoever was told "off" will not find it on after a
    // crash.
    private Consumer<Outcome> written(Consumer<Outcome> outcome) {
        return told -> agent.onStoreLane(() -> outcome.accept(told));
    }

    @Override
    public String health() {
        return agent.healthMessage();
    }

    @Override
    public String outbox() {
        return agent.outboxFigures().toString();
    }

    @Override
    public void waiting(long key, Consumer<Waiting> answer) {
        agent.waiting(key, answer);
    }
}
