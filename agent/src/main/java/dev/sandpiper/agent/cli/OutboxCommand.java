package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.store.Census;
import dev.sandpiper.agent.store.StoredOutbox.Unreadable;
import java.util.SequencedMap;
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
        var agent = RunningAgent.of(config);
        var told = agent.ask(new Json().put("do", "outbox"));
        try (var records = WaitingRecords.of(agent)) {
            if (told.isEmpty() && !records.known()) throw WaitingRecords.none(agent);
            var census = records.census();
            var figures = told.orElseGet(() -> stored(records, census));
            figures.put("waiting", census.json());
            sandpiper.console().result(json ? text(figures) : new OutboxTable(figures, census, config).text());
            return 0;
        } catch (Unreadable unreadable) {
            throw Failure.because(unreadable.getMessage());
        }
    }

    private static SequencedMap<String, String> stored(WaitingRecords records, Census census) {
        var figures = new Json().put("records", census.records()).put("bytes", records.bytes());
        census.oldest().ifPresentOrElse(ts -> figures.put("oldest", ts), () -> figures.putNull("oldest"));
        return Members.of(figures.put("set_aside", census.aside()).toString());
    }

    private static String text(SequencedMap<String, String> figures) {
        var all = new Json();
        figures.forEach(all::raw);
        return all.toString();
    }
}
