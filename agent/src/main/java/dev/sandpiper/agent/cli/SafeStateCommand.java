package dev.sandpiper.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "safe-state",
        description = {
            "Brings every output to its safe value: through the running agent where there is one,",
            "else directly, by what the last agent of this boot has left. For systemd's ExecStopPost."
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
