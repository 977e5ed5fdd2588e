package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;

/** Which phase the link is in, since when, and until when at most. */
final class Course {
    /** A broker that goes on sending but never answers. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Time time;
    private Phase phase = Phase.PAUSED;
    private Deadline deadline = Deadline.LOOK_UP;
    private long began;
    private long ends;

    /** Begins with a pause that is over. */
    Course(Time time) {
        this.time = time;
        this.began = time.nanos();
        this.ends = began;
    }

    Phase phase() {
        return phase;
    }

    /** Whether the link is to stop, or has stopped. */
    boolean isLast() {
        return phase == Phase.STOPPING || phase == Phase.STOPPED;
    }

    void enter(Phase next, Duration patience) {
        phase = next;
        began = time.nanos();
        ends = time.in(patience);
    }

    /** Enters a phase that ends with an answer of the broker, or of what is before it. */
    void await(Phase next, Deadline answer) {
        deadline = answer;
        enter(next, answer.patience());
    }

    /** For the answer that was awaited last. */
    Deadline deadline() {
        return deadline;
    }

    /**
     * Whether the answer is late where the broker has been silent for so long: what had waited there may come first, and
     * on a slow link for long.
     */
    boolean isOverdue(Duration silence) {
        var waiting = lasted();
        var missed = Step.sooner(silence, waiting).compareTo(deadline.patience()) >= 0;
        return missed || waiting.compareTo(LONGEST) >= 0;
    }

    void endNow() {
        ends = time.nanos();
    }

    boolean isOver() {
        return !left().isPositive();
    }

    Duration left() {
        return time.until(ends);
    }

    Duration lasted() {
        return time.since(began);
    }
}
