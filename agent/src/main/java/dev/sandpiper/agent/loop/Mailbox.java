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
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final int capacity;
    private volatile Runnable owner = () -> {};

    public Mailbox(int capacity) {
        this.capacity = capacity;
    }

    /** Names the wake-up of the thread that runs the tasks. */
    public void wakes(Runnable owner) {
        this.owner = owner;
    }

    /** Adds a task for the owner; false when the mailbox is full. */
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
        for (var left = size(); left > 0; left--) take().run();
    }

    public boolean isEmpty() {
        return size() == 0;
    }

    private int size() {
        lock.lock();
        try {
            return tasks.size();
        } finally {
            lock.unlock();
        }
    }

    // One by one: behind a task with a defect the others are still there.
    private Runnable take() {
        lock.lock();
        try {
            return tasks.remove();
        } finally {
            lock.unlock();
        }
    }
}
