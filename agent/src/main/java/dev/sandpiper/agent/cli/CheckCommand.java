package dev.sandpiper.agent.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "check",
        description = "Says what the agent would do, with an estimate of traffic and of the outage it outlasts.")
final class CheckCommand implements Callable<Integer> {
    private final Sandpiper sandpiper;

    CheckCommand(Sandpiper sandpiper) {
        this.sandpiper = sandpiper;
    }

    @Override
    public Integer call() throws Failure {
        var plan = new Plan(sandpiper.configWithContents());
        sandpiper.console().result(plan.text());
        plan.warnings().forEach(warning -> sandpiper.console().say("warning: " + warning));
        return 0;
    }
}
