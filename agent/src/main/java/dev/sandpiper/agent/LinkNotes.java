package dev.sandpiper.agent;

import dev.sandpiper.agent.link.LinkMemory;
import dev.sandpiper.agent.loop.Lane;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.LastStop;
import dev.sandpiper.agent.store.Notes;
import dev.sandpiper.agent.store.Run;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What the link keeps from run to run: read while one thread wires everything, written on the store's lane. */
final class LinkNotes implements LinkMemory {
    private static final Duration LONG_AGO = Duration.ofDays(36_500);

    private final Run run;
    private final Notes notes;
    private final Supplier<String> setup;
    private final Lane storeLane;
    private final Time time;
    private final Optional<Duration> awayInThisRun;

    /** @param awayInThisRun where another link of this run was before */
    LinkNotes(
            Run run, Notes notes, Supplier<String> setup, Lane storeLane, Time time, Optional<Duration> awayInThisRun) {
        this.run = run;
        this.notes = notes;
        this.setup = setup;
        this.storeLane = storeLane;
        this.time = time;
        this.awayInThisRun = awayInThisRun;
    }

    // After a start it counts as having been away for long, unless the last stop was clean and a clock tells when.
    @Override
    public Duration away() {
        return awayInThisRun.orElseGet(this::awayBefore);
    }

    private Duration awayBefore() {
        return run.previous()
                .flatMap(Run.Previous::ended)
                .flatMap(ended -> LastStop.in(notes))
                .flatMap(stop -> stop.ago(time, run.boot()))
                .orElse(LONG_AGO);
    }

    @Override
    public Optional<String> recall(String name) {
        return notes.text(name);
    }

    @Override
    public Optional<String> setup() {
        return Optional.of(setup.get());
    }

    @Override
    public void keep(String name, String text) {
        storeLane.post(() -> notes.writeLater(name, text));
    }
}
