package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.store.Census;
import dev.sandpiper.agent.store.Kept;
import dev.sandpiper.agent.store.KeyRanges;
import dev.sandpiper.agent.store.StoredOutbox;
import dev.sandpiper.agent.store.StoredOutbox.Taker;
import dev.sandpiper.agent.store.StoredOutbox.Unreadable;
import dev.sandpiper.agent.store.Waiting;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything in the outbox, each record once: what the running agent has in memory only, and the rows of the file but
 * for those that the broker has already. The file is read here and not by the agent, which has better to do.
 */
final class WaitingRecords implements AutoCloseable {
    private final List<Kept> inMemory;
    private final KeyRanges except;
    private final Optional<StoredOutbox> stored;

    private WaitingRecords(List<Kept> inMemory, KeyRanges except, Optional<StoredOutbox> stored) {
        this.inMemory = inMemory;
        this.except = except;
        this.stored = stored;
    }

    // First the agent, then the file: what is written meanwhile is seen in both, and told apart by its key.
    static WaitingRecords of(RunningAgent agent) throws Failure, Unreadable {
        var inMemory = new ArrayList<Kept>();
        var except = KeyRanges.none();
        for (var page = ask(agent, 0); page.isPresent(); page = next(agent, page.get())) {
            inMemory.addAll(page.get().records());
            except.add(page.get().sent());
        }
        except.add(KeyRanges.of(inMemory.stream().map(Kept::key).toList()));
        return new WaitingRecords(inMemory, except, StoredOutbox.in(agent.directory()));
    }

    private static Optional<Waiting> next(RunningAgent agent, Waiting page) throws Failure {
        return page.more() ? ask(agent, page.last()) : Optional.empty();
    }

    private static Optional<Waiting> ask(RunningAgent agent, long behind) throws Failure {
        return agent.ask(new Json().put("do", "waiting").put("behind", Long.toString(behind)))
                .map(Waiting::parse);
    }

    /** Whether there is, or was, an agent to ask about. */
    boolean known() {
        return stored.isPresent() || !inMemory.isEmpty();
    }

    /** What to say where there is none. */
    static Failure none(RunningAgent agent) {
        return Failure.because("no outbox in %s: no agent has run there".formatted(agent.directory()));
    }

    /** What the file and its log take on the disk. */
    long bytes() {
        return stored.map(StoredOutbox::bytes).orElse(0L);
    }

    Census census() throws Unreadable {
        var census = stored.isPresent() ? stored.get().census(except) : new Census();
        inMemory.forEach(census::add);
        return census;
    }

    /** By key, which is the order in which they were kept. */
    void each(Taker taker) throws Unreadable, IOException {
        var memory = new ArrayDeque<>(inMemory);
        if (stored.isPresent())
            stored.get().each(except, record -> {
                while (!memory.isEmpty() && memory.element().key() < record.key()) taker.take(memory.remove());
                taker.take(record);
            });
        for (var record : memory) taker.take(record);
    }

    @Override
    public void close() {
        stored.ifPresent(StoredOutbox::close);
    }
}
