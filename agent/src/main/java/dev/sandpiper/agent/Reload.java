package dev.sandpiper.agent;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.ConfigErrors;
import dev.sandpiper.agent.config.Environment;
import java.util.List;
import org.tinylog.Logger;

/** Reads the configuration again. One that cannot be taken leaves the former in use, and is told until one can. */
final class Reload {
    private final Agent agent;
    private final Changeover changeover;
    private final Environment environment;

    Reload(Agent agent, Changeover changeover, Environment environment) {
        this.agent = agent;
        this.changeover = changeover;
        this.environment = environment;
    }

    void run() {
        try {
            var next = AgentConfig.read(agent.config().file(), environment);
            changeover.to(next).ifPresentOrElse(this::remains, () -> taken(next));
        } catch (ConfigErrors errors) {
            errors.lines().forEach(Logger::error);
            remains(summary(errors.lines()));
        }
    }

    private void taken(AgentConfig config) {
        agent.configurationProblems(List.of());
        Logger.info(
                "the configuration was read again: {} sensors, {} actuators",
                config.sensors().size(),
                config.actuators().size());
    }

    private void remains(String reason) {
        var problem = "the configuration on the disk is not in use: " + reason;
        agent.configurationProblems(List.of(problem));
        Logger.error("{}; what was read before stays in use", problem);
    }

    private static String summary(List<String> errors) {
        var others = errors.size() - 1;
        return errors.getFirst() + (others == 0 ? "" : " (and %d more, see the log)".formatted(others));
    }
}
