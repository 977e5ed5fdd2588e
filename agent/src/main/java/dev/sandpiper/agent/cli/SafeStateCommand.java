package dev.sandpiper.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "safe-state",
        description = {
            "Brings every output to its safe value. For systemd's ExecStopPost.",
            "Through the running agent where there is one, else by what the last one of this boot has left."
        })
final class SafeStateCommand implements Callable<Integer> {
    private final Sandpiper sandpiper;

    SafeStateCommand(Sandpiper sandpiper) {
        this.sandpiper = sandpiper;
    }

    @Override
    public Integer call() throws Failure {
        return new SafeState(sandpiper.file(), sandpiper.console()).run();
    }
}
