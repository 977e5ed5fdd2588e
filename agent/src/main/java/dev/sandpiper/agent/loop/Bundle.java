package dev.sandpiper.agent.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What one lane has for another, handed over in one task at the end of its turn: a hand-over for each would wake the
 * other thread for each. Belongs to the giving lane, as its last step.
 */
public final class Bundle<T> implements Step {
    private static final Duration IDLE = Duration.ofDays(1);

    private final Predicate<Runnable> lane;
    private final Consumer<T> taker;
    private List<T> gathered = new ArrayList<>();

    /** @param taker takes one, on the other lane */
    public Bundle(Predicate<Runnable> lane, Consumer<T> taker) {
        this.lane = lane;
        this.taker = taker;
    }

    public void add(T one) {
        gathered.add(one);
    }

    /** Hands over what was gathered; to be called before anything is posted that must not overtake it. */
    @Override
    public Duration run() {
        if (gathered.isEmpty()) return IDLE;
        var all = gathered.iterator();
        // What a full mailbox refuses stays for the next turn.
        if (lane.test(() -> handOver(all))) gathered = new ArrayList<>();
        return IDLE;
    }

    // Behind one with a defect the others are still there.
    private void handOver(Iterator<T> rest) {
        try {
            while (rest.hasNext()) taker.accept(rest.next());
        } finally {
            if (rest.hasNext()) lane.test(() -> handOver(rest));
        }
    }
}
