package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.testing.StoreBench;
import java.nio.file.Path;

/** A configuration, and what a stopped agent left in its outbox. */
record OutboxBench(Workbench bench, StoreBench store) {

    static OutboxBench in(Path folder) {
        var bench = Workbench.in(folder);
        return new OutboxBench(bench, new StoreBench(bench.directory()));
    }

    Typed typed(Object... words) {
        var line = new java.util.ArrayList<Object>(java.util.List.of("--config", bench.configuration(), "outbox"));
        line.addAll(java.util.List.of(words));
        return Typed.line(line.toArray());
    }

    Path file(String name) {
        return bench.folder().resolve(name);
    }
}
