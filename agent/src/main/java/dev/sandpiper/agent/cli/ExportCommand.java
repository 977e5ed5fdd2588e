package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.Signals;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.store.StoredOutbox.Unreadable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "export",
        description = {
            "Writes everything that waits to be sent into a file, and leaves it in the outbox.",
            "Beside a running agent or without one."
        })
final class ExportCommand implements Callable<Integer> {
    private final Sandpiper sandpiper;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            required = true,
            description = "F.jsonl: each record as it is sent. F.csv: a line a record, a column a value."
                    + " -: as .jsonl to standard output.")
    private Path file = Path.of("");

    @Option(names = "--force", description = "Replaces a file that is there already.")
    private boolean force;

    ExportCommand(Sandpiper sandpiper) {
        this.sandpiper = sandpiper;
    }

    @Override
    public Integer call() throws Failure {
        var format = ExportFormat.of(file)
                .orElseThrow(() ->
                        Failure.usage("--to %s: expected a name that ends in .jsonl or .csv, or -".formatted(file)));
        if (!force && Files.exists(file))
            throw Failure.because("%s is there already; choose another name, or add --force".formatted(file));
        var config = sandpiper.config();
        var agent = RunningAgent.of(config);
        var trial = Thread.currentThread();
        for (var signal : new String[] {"INT", "TERM"}) Signals.on(signal, trial::interrupt);
        try (var records = WaitingRecords.of(agent)) {
            if (!records.known()) throw WaitingRecords.none(agent);
            var topics = Topics.of(config.broker().prefix(), config.device().id());
            export(new Export(records, format, topics, sandpiper.console()));
            return 0;
        } catch (Unreadable unreadable) {
            throw Failure.because(unreadable.getMessage());
        }
    }

    private void export(Export export) throws Failure, Unreadable {
        try {
            if (standardOutput()) sandpiper.console().say(export.toStandardOutput() + " to standard output");
            else sandpiper.console().result(export.to(file) + " to " + file);
        } catch (ClosedByInterruptException interrupted) {
            throw Failure.because("interrupted; %s was not written".formatted(name()));
        } catch (IOException failed) {
            throw Failure.because("%s was not written: %s".formatted(name(), reason(failed)));
        }
    }

    private boolean standardOutput() {
        return file.toString().equals("-");
    }

    private String name() {
        return standardOutput() ? "the whole outbox" : file.toString();
    }

    private static String reason(IOException failed) {
        return failed instanceof NoSuchFileException ? "there is no such folder" : failed.getMessage();
    }
}
