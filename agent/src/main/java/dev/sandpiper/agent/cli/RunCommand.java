package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Service;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "run", description = "Runs the agent until SIGTERM or Ctrl-C.")
final class RunCommand implements Callable<Integer> {
    private final Sandpiper sandpiper;

    RunCommand(Sandpiper sandpiper) {
        this.sandpiper = sandpiper;
    }

    @Override
    public Integer call() throws Failure {
        return Service.run(sandpiper.config(), Version.text());
    }
}
