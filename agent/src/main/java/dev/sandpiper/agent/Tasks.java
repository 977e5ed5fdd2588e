package dev.sandpiper.agent;

import dev.sandpiper.agent.command.Actuators;
import dev.sandpiper.agent.command.AgentTasks;
import dev.sandpiper.agent.command.Order;
import dev.sandpiper.agent.command.Outcome;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.measure.Sampler.Answer;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The command desk's errands to other lanes; outcomes come back on the desk's. */
final class Tasks implements Actuators, AgentTasks {
    private final Agent agent;

    Tasks(Agent agent) {
        this.agent = agent;
    }

    @Override
    public Optional<Outcome.Refused> overRate(String actuator, Order order) {
        return agent.devices().overRate(actuator, order);
    }

    @Override
    public void carryOut(String actuator, Order order, Consumer<Outcome> outcome) {
        agent.devices().carryOut(actuator, order, told -> agent.onStoreLane(() -> outcome.accept(told)));
    }

    @Override
    public Set<String> sensors() {
        return agent.devices().samplers().keySet();
    }

    @Override
    public void read(String sensor, Consumer<Outcome> outcome) {
        agent.devices().read(sensor, answer -> agent.onStoreLane(() -> outcome.accept(outcome(sensor, answer))));
    }

    private static Outcome outcome(String sensor, Answer answer) {
        return switch (answer) {
            case Answer.Values(var reading) ->
                new Outcome.Answered(new Json().putAll(reading).toString());
            case Answer.Failed(var sentence) -> Outcome.failed(sensor + ": " + sentence);
        };
    }

    @Override
    public String health() {
        agent.sendHealth();
        return agent.healthMessage();
    }

    @Override
    public String ping() {
        return new Json()
                .put("agent", agent.world().version())
                .put("run", agent.run().number())
                .toString();
    }
}
