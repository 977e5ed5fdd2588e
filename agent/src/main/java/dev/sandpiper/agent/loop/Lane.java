package dev.sandpiper.agent.loop;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * What one thread does: the tasks others post to it, then its steps, in order. All state of the steps belongs to this
 * lane; whoever wants something of them posts a task.
 */
public final class Lane implements Step, Watched {
    private static final int CAPACITY = 20_000;

    private final String name;
    private final List<Step> steps = new CopyOnWriteArrayList<>();
    private final Mailbox mailbox = new Mailbox(CAPACITY);
    /** There is a step that had no turn yet. */
    private volatile boolean changed;

    private volatile boolean cameRound = true;
    /** The asker's alone. */
    private boolean heardQuestion = true;

    public Lane(String name) {
        this.name = name;
        steps.add(this::runTasks);
    }

    /** Adds a step behind the others; before the lane is started, or on it. */
    public void add(Step step) {
        steps.add(step);
        changed = true;
    }

    /** Takes a step away; on the lane. */
    public void remove(Step step) {
        steps.remove(step);
    }

    /** Adds a task for this lane, from any thread; false when too many wait already. */
    public boolean post(Runnable task) {
        return mailbox.post(task);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void ask() {
        cameRound = false;
        heardQuestion = mailbox.post(() -> cameRound = true);
    }

    @Override
    public boolean cameRound() {
        if (!heardQuestion) ask();
        return cameRound;
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    // A defect in one task or step must not take the others' turn: one of them may have to switch a pump off.
    @Override
    public Duration run() {
        @Nullable RuntimeException defect = null;
        changed = false;
        var pause = Duration.ofDays(1);
        for (var step : steps) {
            try {
                pause = Step.sooner(pause, step.run());
            } catch (RuntimeException caught) {
                defect = caught;
            }
        }
        if (defect != null) throw defect;
        return mailbox.isEmpty() && !changed ? pause : Duration.ZERO;
    }

    private Duration runTasks() {
        mailbox.runAll();
        return Duration.ofDays(1);
    }
}
