import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.payload.Format;
import dev.sandpiper.agent.payload.Payloads;
import dev.sandpiper.agent.store.Boots;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Journal;
import dev.sandpiper.agent.store.Keeper;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.agent.store.Outbox;
import dev.sandpiper.agent.store.OutboxLimits;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.store.Run;
import dev.sandpiper.agent.store.Stamps;
import dev.sandpiper.agent.store.Stop;
import dev.sandpiper.agent.store.Store;
import dev.sandpiper.agent.testing.SimulatedTime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/** The agent's outbox while the link is down, as its store thread runs it. */
@NullMarked
final class OutboxKeeping implements Keeping {
    private static final long MAX_SIZE = 1L << 30;
    private static final Duration CLOCK_WAIT = Duration.ofMinutes(2);
    private static final Duration FRESH_FOR = Duration.ofSeconds(30);

    /** Two hours of what the agent's store thread does when nothing happens. */
    private static final int QUIET_TURNS = 12;

    private static final Duration TIDIED_EVERY = Duration.ofMinutes(10);

    /** Twenty records a second need not take an hour to be an hour's. */
    private final SimulatedTime time = new SimulatedTime();

    private Duration betweenRecords = Duration.ofMillis(50);
    private final ArrayDeque<Outgoing> sent = new ArrayDeque<>();
    private @Nullable Store store;
    private @Nullable Outbox outbox;

    @Override
    public long open(Path folder) {
        var opened = store = new Store(folder, MAX_SIZE, time);
        var run = Run.begin(opened, time, "boot", Set.of(), new Random(1));
        // Commits when asked to and not before, as the agent does when the oldest record has waited long enough.
        var limits = new OutboxLimits(
                Duration.ofDays(1),
                FRESH_FOR,
                Duration.ZERO,
                200,
                MAX_SIZE,
                true,
                Set.of(),
                Double.POSITIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                new Payloads("device", Format.JSON));
        var stamps = new Stamps(time, CLOCK_WAIT, new Boots(opened, time, "boot"));
        var ready = outbox = new Outbox(opened, run, time, stamps, limits, sent::add);
        run.interruptions(Moment.now(time)).forEach(ready::add);
        return ready.report().records();
    }

    @Override
    public void every(Duration span) {
        betweenRecords = span;
    }

    @Override
    public void add(long number) {
        outbox().add(new Draft(Kind.READING, Keeping.sensor(number), Keeping.body(number), Moment.now(time)));
        time.pass(betweenRecords);
    }

    @Override
    public void commit() {
        outbox().commit();
        outbox().run();
        outbox().clearUp();
        outbox().report().trouble().ifPresent(trouble -> {
            throw new IllegalStateException(trouble);
        });
    }

    @Override
    public void drain() {
        outbox().online(1);
        outbox().carries(OutboxLimits.MAX_HISTORY_BYTES);
        for (var idle = 0; idle < 3; ) {
            outbox().run();
            outbox().clearUp();
            idle = sent.isEmpty() ? idle + 1 : 0;
            for (var message = sent.poll(); message != null; message = sent.poll())
                outbox().acknowledged(message.generation(), message.handle());
        }
        rest();
        var left = outbox().report().records();
        if (left > 0) throw new IllegalStateException(left + " records are left");
    }

    // What is free is given back a part at a time.
    private void rest() {
        var keeper = new Keeper(time, outbox(), new Journal(store(), time));
        for (var turn = 0; turn < QUIET_TURNS; turn++) {
            keeper.run();
            keeper.clearUp();
            time.pass(TIDIED_EVERY);
        }
    }

    @Override
    public void close() {
        outbox().close(Stop.CLEAN);
        store().close();
    }

    private Store store() {
        if (store == null) throw new IllegalStateException("not opened");
        return store;
    }

    private Outbox outbox() {
        if (outbox == null) throw new IllegalStateException("not opened");
        return outbox;
    }
}
