package dev.sandpiper.agent.systemd;

import dev.sandpiper.agent.loop.Watched;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.tinylog.Logger;

/**
 * Whether the agent may show a sign of life: only while every loop comes round. They are asked three times a period, and
 * one that did not answer by the next time is late. systemd then waits a whole period for the sign, so that no loop is
 * blamed for less.
 *
 * <p>A loop whose thread waits in the kernel and cannot be ended there does not count: a restart would not end it either,
 * and the new agent would find the pins and the outbox held by the old one.
 */
final class Watchdog {
    private static final int LOOKS_A_PERIOD = 3;
    private static final int LOOKS_WHILE_LATE = 30;

    private final Duration period;
    private final Supplier<? extends Collection<? extends Watched>> loops;
    private final Predicate<String> waitsInKernel;
    private final Function<String, String> whereabouts;
    private final LongSupplier nanos;
    private long dueAt;
    private Set<String> late = Set.of();
    private Set<String> stuck = Set.of();

    /**
     * @param waitsInKernel of a loop's name, whether nothing can end its thread at present
     * @param whereabouts of a loop's name, what it does at present, for people
     * @param nanos a clock that stands still in suspend, as systemd's does
     */
    Watchdog(
            Duration period,
            Supplier<? extends Collection<? extends Watched>> loops,
            Predicate<String> waitsInKernel,
            Function<String, String> whereabouts,
            LongSupplier nanos) {
        this.period = period;
        this.loops = loops;
        this.waitsInKernel = waitsInKernel;
        this.whereabouts = whereabouts;
        this.nanos = nanos;
        this.dueAt = nanos.getAsLong();
    }

    /** Looks at the loops when it is time; whether a sign of life is due and may be given. */
    boolean feeds() {
        if (nanos.getAsLong() - dueAt < 0) return false;
        var all = loops.get();
        tell(names(all.stream().filter(loop -> !loop.cameRound()).toList()));
        if (!stuck.isEmpty()) {
            dueAt = nanos.getAsLong() + period.dividedBy(LOOKS_WHILE_LATE).toNanos();
            return false;
        }
        all.stream().filter(loop -> !late.contains(loop.name())).forEach(Watched::ask);
        dueAt = nanos.getAsLong() + period.dividedBy(LOOKS_A_PERIOD).toNanos();
        return true;
    }

    /** When to ask again. */
    Duration pause() {
        return Duration.ofNanos(Math.max(0, dueAt - nanos.getAsLong()));
    }

    /** The loops that did not come round when they should have. */
    List<String> late() {
        return List.copyOf(late);
    }

    private static Set<String> names(Collection<? extends Watched> some) {
        return some.stream().map(Watched::name).collect(Collectors.toCollection(TreeSet::new));
    }

    private void tell(Set<String> now) {
        var before = late;
        var excused = now.stream().filter(waitsInKernel).collect(Collectors.toSet());
        var blamed = now.stream().filter(name -> !excused.contains(name)).collect(Collectors.toSet());
        newIn(blamed, stuck)
                .forEach(name -> Logger.error(
                        "{} is stuck ({}): unless it comes round soon, the service manager is to start the agent again",
                        name,
                        whereabouts.apply(name)));
        newIn(excused, before)
                .forEach(name -> Logger.error(
                        "{} waits in the kernel and cannot be ended ({}): starting the agent again would not help, the rest goes on",
                        name,
                        whereabouts.apply(name)));
        newIn(before, now).forEach(name -> Logger.info("{} comes round again", name));
        late = now;
        stuck = blamed;
    }

    private static List<String> newIn(Set<String> some, Set<String> others) {
        return some.stream().filter(name -> !others.contains(name)).sorted().toList();
    }
}
