package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Signals;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.pi.Pi;
import dev.sandpiper.agent.pi.PiCheck;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "check",
        description = "Says what the agent would do, with an estimate of traffic and of the outage it outlasts.")
final class CheckCommand implements Callable<Integer> {
    private final Sandpiper sandpiper;

    @Option(
            names = "--connect",
            description = "Also tries the broker: name, port, TLS, login, session, will, and each topic.")
    private boolean connect;

    CheckCommand(Sandpiper sandpiper) {
        this.sandpiper = sandpiper;
    }

    @Override
    public Integer call() throws Failure {
        var config = sandpiper.configWithContents();
        var plan = new Plan(config);
        sandpiper.console().result(plan.text());
        plan.warnings().forEach(this::warn);
        PiCheck.warnings(config, Pi.ofThisProcess()).forEach(this::warn);
        return connect ? connect(config) : 0;
    }

    private void warn(String warning) {
        sandpiper.console().say("warning: " + warning);
    }

    // Ctrl-C ends the trial, not what cleans up after it.
    private int connect(AgentConfig config) throws Failure {
        var trial = Thread.currentThread();
        for (var signal : new String[] {"INT", "TERM"}) Signals.on(signal, trial::interrupt);
        try {
            return new ConnectCheck(config, sandpiper.console()).succeeds() ? 0 : Failure.FAILED;
        } catch (Unusable unusable) {
            throw Failure.because(unusable.getMessage());
        } catch (InterruptedException interrupted) {
            throw Failure.because("interrupted");
        }
    }
}
