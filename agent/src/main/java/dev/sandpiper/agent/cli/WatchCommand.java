package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Signals;
import dev.sandpiper.agent.operator.Entrance;
import dev.sandpiper.agent.operator.Watching;
import dev.sandpiper.agent.operator.Watching.Hopeless;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "watch",
        description = {
            "Shows what devices say, from any machine, until Ctrl-C.",
            "A live table on a terminal, else a line for each message."
        })
final class WatchCommand implements Callable<Integer> {
    private final Sandpiper sandpiper;

    @Parameters(paramLabel = "DEVICE", description = "The devices to watch (default: all).")
    private List<String> devices = List.of();

    @Mixin
    private BrokerOptions broker = new BrokerOptions();

    WatchCommand(Sandpiper sandpiper) {
        this.sandpiper = sandpiper;
    }

    @Override
    public Integer call() throws Failure {
        for (var device : devices) SendCommand.checkDevice(device);
        var entrance = broker.entrance(sandpiper);
        var watcher = Thread.currentThread();
        for (var signal : new String[] {"INT", "TERM", "HUP"}) Signals.on(signal, watcher::interrupt);
        try {
            watching(entrance).watch();
            return 0;
        } catch (Hopeless hopeless) {
            throw Failure.because(hopeless.getMessage());
        }
    }

    private Watching watching(Entrance entrance) {
        var console = sandpiper.console();
        var terminal = Terminal.ofOutput().filter(_ -> Terminal.draws(System.getenv()));
        if (terminal.isEmpty()) return Watching.inLines(entrance, devices, console.out(), console::say);
        var paper = terminal.get().paper();
        return Watching.onScreen(entrance, devices, console.out(), paper::get, Terminal.ink(System.getenv()));
    }
}
