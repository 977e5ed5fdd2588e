package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Boards;
import dev.sandpiper.agent.command.PlainValue;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.Durations;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.ExpandedBoard;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "set",
        description = {
            "Sets an actuator: through the running agent where there is one.",
            "Without an agent it is held until Ctrl-C or --for, and then left safe."
        })
final class SetCommand implements Callable<Integer> {
    private final Sandpiper sandpiper;

    @Parameters(index = "0", paramLabel = "ID", description = "The actuator.")
    private String id = "";

    @Parameters(index = "1", paramLabel = "VALUE", description = "As in a command: on, off, toggle, 0.75.")
    private String value = "";

    @Option(names = "--for", paramLabel = "DURATION", description = "Afterwards it goes back: 30s, 1h30m.")
    private Optional<Duration> holdFor = Optional.empty();

    SetCommand(Sandpiper sandpiper) {
        this.sandpiper = sandpiper;
    }

    @Override
    public Integer call() throws Failure {
        var config = sandpiper.config();
        var actuator = chosen(config);
        var told = RunningAgent.of(config).ask(request());
        if (told.isPresent()) show(told.get());
        else directly(config, actuator);
        return 0;
    }

    private ActuatorConfig chosen(AgentConfig config) throws Failure {
        var known = config.actuators().stream().map(ActuatorConfig::id).toList();
        return config.actuators().stream()
                .filter(actuator -> actuator.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Failure.usage(
                        known.isEmpty()
                                ? "no actuator '%s': %s has none".formatted(id, config.file())
                                : "no actuator '%s'; there are %s".formatted(id, String.join(", ", known))));
    }

    private Json request() {
        var request = new Json().put("do", "set").put("actuator", id).put("value", value);
        holdFor.ifPresent(span -> request.put("for", Durations.format(span)));
        return request;
    }

    private void show(Map<String, String> told) throws Failure {
        if (!told.containsKey("value"))
            throw Failure.because(Members.plain(told.getOrDefault("reason", "the agent gave no reason")));
        sandpiper.console().result(id + " " + Members.plain(told.get("value")));
    }

    private void directly(AgentConfig config, ActuatorConfig actuator) throws Failure {
        var action = action(actuator);
        try (var board = ExpandedBoard.of(Boards.open(config), config.hubs(), System::nanoTime);
                var held = HeldOutput.open(actuator, board)) {
            var value = held.take(action);
            sandpiper.console().result(id + " " + value);
            sandpiper.console().say(held.plan(holdFor));
            held.hold(holdFor);
        } catch (DeviceFault fault) {
            throw Failure.because(id + ": " + fault.getMessage());
        }
    }

    private Action action(ActuatorConfig actuator) throws Failure {
        return actuator.repertoire()
                .actions()
                .apply(PlainValue.of(value))
                .orElseThrow(() -> Failure.because("%s takes %s, not %s"
                        .formatted(id, actuator.repertoire().accepts(), value)));
    }
}
