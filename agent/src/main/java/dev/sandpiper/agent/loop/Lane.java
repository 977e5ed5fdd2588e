package dev.sandpiper.agent.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What one thread does: the tasks others post to it, then its steps, in order. All state of the steps belongs to this
 * lane; whoever wants something of them posts a task.
 */
public final class Lane implements Step {
    private static final int CAPACITY = 20_000;

    private final String name;
    private final List<Step> steps = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox(CAPACITY);

    public Lane(String name) {
        this.name = name;
    }

    /** Adds a step behind the others; before the lane is started. */
    public void add(Step step) {
        steps.add(step);
    }

    /** Adds a task for this lane, from any thread; false when too many wait already. */
    public boolean post(Runnable task) {
        return mailbox.post(task);
    }

    public String name() {
        return name;
    }

    public Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public Duration run() {
        mailbox.runAll();
        var pause = Duration.ofDays(1);
        for (var step : steps) pause = Step.sooner(pause, step.run());
        return mailbox.isEmpty() ? pause : Duration.ZERO;
    }
}
