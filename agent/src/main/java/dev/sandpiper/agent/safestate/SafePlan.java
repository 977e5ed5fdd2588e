package dev.sandpiper.agent.safestate;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BoardConfig;
import dev.sandpiper.agent.foreign.ForeignDriver;
import dev.sandpiper.sensors.Hub;
import dev.sandpiper.sensors.Section;
import dev.sandpiper.sensors.Value;
import java.nio.file.Path;
import java.util.List;

/**
 * All that has to be known to make outputs safe: the part of a configuration that is about them.
 *
 * @param directory of the outbox, where a running agent can be asked
 * @param drivers those outside the product that an output needs
 */
public record SafePlan(
        Path directory, BoardConfig board, List<ForeignDriver> drivers, List<Hub> hubs, List<Output> outputs) {

    /**
     * One output.
     *
     * @param type as in the configuration
     */
    public record Output(String id, String type, Section options, Value safe) {
        static Output of(ActuatorConfig actuator) {
            return new Output(actuator.id(), actuator.type().name(), actuator.options(), actuator.safe());
        }
    }

    public static SafePlan of(AgentConfig config) {
        var outputs = config.actuators().stream().map(Output::of).toList();
        var drivers = config.drivers().stream()
                .filter(driver ->
                        outputs.stream().anyMatch(output -> output.type().equals(driver.type())))
                .toList();
        return new SafePlan(config.outbox().directory(), config.board(), drivers, config.hubs(), outputs);
    }
}
