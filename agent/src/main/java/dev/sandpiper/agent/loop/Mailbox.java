package dev.sandpiper.agent.loop;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The only way from one thread to another: tasks posted by any thread, run by the one that owns the mailbox. Bounded;
 * what does not fit is refused, and the poster decides what that means.
 */
public final class Mailbox {
    private final ReentrantLock lock = new ReentrantLock();
    private Queue<Runnable> tasks = new ArrayDeque<>();
    /** The owner's alone: what it runs at present. */
    private Queue<Runnable> taken = new ArrayDeque<>();

    private final int capacity;
    private volatile Runnable owner = () -> {};

    public Mailbox(int capacity) {
        this.capacity = capacity;
    }

    /** Names the wake-up of the thread that runs the tasks. */
    public void wakes(Runnable owner) {
        this.owner = owner;
    }

    /** Adds a task for the owner; false when the mailbox is full. What the owner runs at present does not count. */
    public boolean post(Runnable task) {
        lock.lock();
        try {
            if (tasks.size() >= capacity) return false;
            tasks.add(task);
        } finally {
            lock.unlock();
        }
        owner.run();
        return true;
    }

    /** Runs what has been posted so far, in order. Called by the owner only. */
    public void runAll() {
        runTaken(); // behind a task with a defect the others are still there
        take();
        runTaken();
    }

    private void runTaken() {
        while (!taken.isEmpty()) taken.remove().run();
    }

    // All at once: the poster is then in nobody's way.
    private void take() {
        lock.lock();
        try {
            var emptied = taken;
            taken = tasks;
            tasks = emptied;
        } finally {
            lock.unlock();
        }
    }

    /** Whether nothing waits. Called by the owner only. */
    public boolean isEmpty() {
        lock.lock();
        try {
            return tasks.isEmpty() && taken.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
