package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.store.StoredOutbox;
import dev.sandpiper.agent.store.StoredOutbox.Unreadable;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "outbox", description = "Says what waits to be sent.")
final class OutboxCommand implements Callable<Integer> {
    private final Sandpiper sandpiper;

    @Option(names = "--json", description = "Prints a JSON object instead of a table.")
    private boolean json;

    OutboxCommand(Sandpiper sandpiper) {
        this.sandpiper = sandpiper;
    }

    @Override
    public Integer call() throws Failure {
        var config = sandpiper.config();
        var told = RunningAgent.of(config).answer(new Json().put("do", "outbox"));
        var answer = told.isPresent() ? told.get() : stored(config);
        sandpiper.console().result(json ? answer : table(Members.of(answer), config));
        return 0;
    }

    private String stored(AgentConfig config) throws Failure {
        var directory = config.outbox().directory();
        try {
            return StoredOutbox.in(directory)
                    .orElseThrow(() -> Failure.because("no outbox in %s: no agent has run there".formatted(directory)))
                    .json()
                    .toString();
        } catch (Unreadable unreadable) {
            throw Failure.because(unreadable.getMessage());
        }
    }

    private static String table(Map<String, String> figures, AgentConfig config) {
        var bytes = Double.parseDouble(figures.getOrDefault("bytes", "0"));
        var table = new Table()
                .row("records", figures.getOrDefault("records", "0"))
                .row("oldest", figures.getOrDefault("oldest", "null").equals("null") ? "-" : oldest(figures))
                .row(
                        "size",
                        "%s of %s"
                                .formatted(
                                        Figures.bytes(bytes),
                                        Figures.bytes(config.outbox().maxSize())));
        if (!figures.getOrDefault("set_aside", "0").equals("0"))
            table.row("set aside", figures.get("set_aside") + ", the broker closes the connection on them");
        if (figures.containsKey("dropped")) table.row("dropped", figures.get("dropped") + " since the start");
        if (figures.containsKey("store")) table.row("store", Members.plain(figures.get("store")));
        return table.toString();
    }

    private static String oldest(Map<String, String> figures) {
        return Members.plain(figures.get("oldest"));
    }
}
