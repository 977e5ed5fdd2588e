package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Boards;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.SensorConfig;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.ExpandedBoard;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "read",
        description = "Reads sensors once: through the running agent where there is one, else directly.")
final class ReadCommand implements Callable<Integer> {
    private final Sandpiper sandpiper;

    @Parameters(paramLabel = "ID", description = "The sensors to read (default: all).")
    private List<String> ids = List.of();

    @Option(names = "--json", description = "Prints {\"air\":{\"temperature\":21.46}} instead of a table.")
    private boolean json;

    @Option(names = "--trace", description = "Shows the bytes exchanged on standard error; without an agent only.")
    private boolean trace;

    ReadCommand(Sandpiper sandpiper) {
        this.sandpiper = sandpiper;
    }

    @Override
    public Integer call() throws Failure {
        var config = sandpiper.config();
        var sensors = chosen(config);
        var asked = RunningAgent.of(config).ask(request(sensors));
        if (asked.isPresent() && trace)
            sandpiper.console().say("the running agent reads; the bytes can be shown only while it is stopped");
        var answer = asked.isPresent() ? ReadAnswer.of(asked.get()) : directly(config, sensors);
        show(config, answer);
        answer.faults().forEach((id, fault) -> sandpiper.console().say(id + ": " + fault));
        return answer.faults().isEmpty() ? 0 : Failure.FAILED;
    }

    private List<SensorConfig> chosen(AgentConfig config) throws Failure {
        var known = config.sensors().stream().map(SensorConfig::id).toList();
        for (var id : ids)
            if (!known.contains(id))
                throw Failure.usage(
                        known.isEmpty()
                                ? "no sensor '%s': %s has none".formatted(id, config.file())
                                : "no sensor '%s'; there are %s".formatted(id, String.join(", ", known)));
        return config.sensors().stream()
                .filter(sensor -> ids.isEmpty() || ids.contains(sensor.id()))
                .toList();
    }

    private Json request(List<SensorConfig> sensors) {
        var request = new Json().put("do", "read");
        if (ids.isEmpty()) return request;
        return request.put("sensors", sensors.stream().map(SensorConfig::id).toList());
    }

    private ReadAnswer directly(AgentConfig config, List<SensorConfig> sensors) throws Failure {
        try (var board = ExpandedBoard.of(traced(Boards.open(config)), config.hubs(), System::nanoTime)) {
            return new Hands(board, sandpiper.console()::say).read(sensors);
        } catch (DeviceFault fault) {
            throw Failure.because(fault.getMessage());
        }
    }

    private Board traced(Board board) {
        return trace ? new TracedBoard(board, sandpiper.console().err()::println) : board;
    }

    private void show(AgentConfig config, ReadAnswer answer) {
        if (json) sandpiper.console().result(answer.json());
        else if (!answer.readings().isEmpty()) sandpiper.console().result(answer.table(config));
    }
}
