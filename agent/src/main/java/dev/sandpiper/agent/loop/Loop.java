package dev.sandpiper.agent.loop;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import org.tinylog.Logger;

/** A thread that runs one step again and again: when it is due, or at once after {@link #wake}. */
public final class Loop {
    private static final Duration PAUSE_AFTER_DEFECT = Duration.ofSeconds(1);
    private static final String OURS = "dev.sandpiper.";

    private final Step step;
    private final Thread thread;
    private volatile boolean awake = true;
    private volatile boolean stopping;
    private String lastDefect = "";

    public Loop(String name, Step step) {
        this.step = step;
        this.thread = Thread.ofPlatform().name(name).daemon().unstarted(this::runAll);
    }

    public void start() {
        thread.start();
    }

    /** Lets the step run soon, whatever it asked for. */
    public void wake() {
        // What was posted before it fell asleep is seen by the run that follows.
        if (awake) return;
        awake = true;
        LockSupport.unpark(thread);
    }

    /** What the thread does at present, for people: where it is, and on whose behalf. */
    public String whereabouts() {
        var frames = thread.getStackTrace();
        if (frames.length == 0) return "it has ended";
        var ours = Arrays.stream(frames)
                .filter(frame -> frame.getClassName().startsWith(OURS))
                .findFirst()
                .orElse(frames[0]);
        return frames[0].equals(ours)
                ? "in " + text(ours)
                : "in %s, called by %s".formatted(text(frames[0]), text(ours));
    }

    private static String text(StackTraceElement frame) {
        return "%s.%s:%d".formatted(frame.getClassName(), frame.getMethodName(), frame.getLineNumber());
    }

    public String name() {
        return thread.getName();
    }

    /** Ends the thread after the run it is in. */
    public void stop() {
        stopping = true;
        wake();
    }

    /** Waits at most {@code patience} for the end; whether it has come. */
    public boolean ended(Duration patience) {
        try {
            return !thread.isAlive() || thread.join(patience);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void runAll() {
        // Asleep first, then the question: whoever wakes or stops it from here on is seen before it parks.
        for (awake = false; !stopping; awake = false) {
            var pause = runOnce();
            if (!awake && pause.isPositive()) LockSupport.parkNanos(this, nanos(pause));
        }
    }

    // A defect in one step must not end its thread: a pump would stay on and nobody would notice.
    private Duration runOnce() {
        try {
            return step.run();
        } catch (RuntimeException defect) {
            if (!defect.toString().equals(lastDefect))
                Logger.error("{} has a defect and goes on: {}", thread.getName(), defect.toString());
            Logger.debug(defect);
            lastDefect = defect.toString();
            return PAUSE_AFTER_DEFECT;
        }
    }

    private static long nanos(Duration pause) {
        return pause.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : pause.toNanos();
    }
}
