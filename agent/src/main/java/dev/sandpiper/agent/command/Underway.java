package dev.sandpiper.agent.command;

import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Journal.Begun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands that are being carried out, and which of them are given up. Belongs to the store thread. */
final class Underway {
    private static final Duration NEVER = Duration.ofDays(1);

    private final Time time;
    private final Map<Long, Pending> pending = new LinkedHashMap<>();

    /**
     * By {@code Time.nanos}: when this was last asked, at the end of a turn. An answer that had come by then is taken at
     * the beginning of the next turn: one that a slow disk kept from being heard is not late.
     */
    private long lastAsked;

    Underway(Time time) {
        this.time = time;
        this.lastAsked = time.nanos();
    }

    /**
     * A command that is being carried out.
     *
     * @param onAnswered when the broker has its answer
     * @param again acknowledges what has arrived of it meanwhile
     */
    record Pending(Begun begun, long deadline, Runnable onAnswered, List<Runnable> again) {

        private boolean isOverdueAt(long nanos) {
            return nanos - deadline >= 0;
        }
    }

    void add(Begun begun, Duration patience, Runnable onAnswered) {
        pending.put(begun.number(), new Pending(begun, time.in(patience), onAnswered, new ArrayList<>()));
    }

    Optional<Pending> with(long number) {
        return Optional.ofNullable(pending.get(number));
    }

    /** Empty when it has an answer already. */
    Optional<Pending> ended(long number) {
        return Optional.ofNullable(pending.remove(number));
    }

    /** The numbers of those that are given up: overdue when the last turn ended, and in this one not answered either. */
    List<Long> givenUp() {
        return pending.values().stream()
                .filter(waiting -> waiting.isOverdueAt(lastAsked))
                .map(waiting -> waiting.begun().number())
                .toList();
    }

    /** At the end of a turn: when the next one is due. */
    Duration untilOverdue() {
        lastAsked = time.nanos();
        return pending.values().stream()
                .map(waiting -> time.until(waiting.deadline()))
                .reduce(NEVER, Step::sooner);
    }
}
