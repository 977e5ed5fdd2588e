package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "health", description = "Says how the running agent is.")
final class HealthCommand implements Callable<Integer> {
    private final Sandpiper sandpiper;

    @Option(names = "--json", description = "Prints the health message as it is sent to the broker.")
    private boolean json;

    HealthCommand(Sandpiper sandpiper) {
        this.sandpiper = sandpiper;
    }

    @Override
    public Integer call() throws Failure {
        var config = sandpiper.config();
        var agent = RunningAgent.of(config);
        var message = agent.answer(new Json().put("do", "health"))
                .orElseThrow(() -> Failure.because("no agent runs on %s; start it with: sandpiper run --config %s"
                        .formatted(agent.directory(), config.file())));
        sandpiper.console().result(json ? message : new HealthReport(Members.of(message)).text());
        return 0;
    }
}
