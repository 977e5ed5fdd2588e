package dev.sandpiper.sensors.kernel;

import static dev.sandpiper.sensors.kernel.GpioAbi.offset;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One thread for the edges of all lines. It sleeps in the kernel until an edge comes, and looks after the lines every
 * few seconds. What it owns is touched by this thread only; others give it tasks.
 */
public final class LineWatch implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);
    /** An edge that is on its way is there by then. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int MOST_LINES = 64;
    private static final int EVENTS_AT_ONCE = 64;

    private static final long POLL_FD = GpioAbi.POLL_FD.byteSize();
    private static final long FD = offset(GpioAbi.POLL_FD, "fd");
    private static final long EVENTS = offset(GpioAbi.POLL_FD, "events");
    private static final long REVENTS = offset(GpioAbi.POLL_FD, "revents");

    private final Duration lookEvery;
    private final int wakeUp;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    private final List<WatchedLine> lines = new ArrayList<>();
    private long lookAt;
    private boolean ended;
    /** Of those who give tasks. */
    private boolean closed;

    public LineWatch() throws IOException {
        this(LOOK_EVERY);
    }

    LineWatch(Duration lookEvery) throws IOException {
        this.lookEvery = lookEvery;
        this.lookAt = System.nanoTime() + lookEvery.toNanos();
        this.wakeUp = LibC.eventfd();
        this.thread = Thread.ofPlatform().name("gpio-edges").daemon().start(this::run);
    }

    /** From now on tells the line's edges, also those since it was requested. */
    public synchronized void add(WatchedLine line) {
        if (closed) return;
        tasks.add(() -> lines.add(line));
        wake();
    }

    /** Releases the line; it is free when this returns. Not for its own listener. */
    public synchronized void release(WatchedLine line) {
        done(() -> {
            lines.remove(line);
            line.close();
        });
    }

    /** Releases all lines and ends the thread; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) return;
        done(() -> {
            lines.forEach(WatchedLine::close);
            lines.clear();
            ended = true;
        });
        closed = true;
        closeWakeUp();
    }

    // Not by the thread itself: who gives it its last task may be about to wake it.
    private void closeWakeUp() {
        try {
            if (thread.join(PATIENCE)) LibC.close(wakeUp);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException harmless) {
            // The kernel takes a descriptor back also where it complains.
        }
    }

    // By the thread that polls: a line that is polled is not free before the poll has ended.
    private void done(Runnable task) {
        if (closed || !thread.isAlive()) return;
        var done = new CountDownLatch(1);
        tasks.add(() -> {
            task.run();
            done.countDown();
        });
        wake();
        try {
            done.await(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void wake() {
        try (var arena = Arena.ofConfined()) {
            LibC.write(wakeUp, arena.allocateFrom(JAVA_LONG, 1L));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void run() {
        try (var arena = Arena.ofConfined()) {
            var fds = arena.allocate(GpioAbi.POLL_FD, MOST_LINES + 1L);
            var buffer = arena.allocate(GpioAbi.LINE_EVENT, EVENTS_AT_ONCE);
            while (!ended) turn(fds, buffer);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void turn(MemorySegment fds, MemorySegment buffer) throws IOException {
        var polled = List.copyOf(lines);
        put(fds, 0, wakeUp);
        for (var i = 0; i < polled.size(); i++) put(fds, i + 1, polled.get(i).fd());
        LibC.poll(fds, polled.size() + 1, millisToLook());
        for (var i = 0; i < polled.size(); i++) take(polled.get(i), happened(fds, i + 1), buffer);
        if (happened(fds, 0) != 0) LibC.read(wakeUp, buffer.asSlice(0, JAVA_LONG.byteSize()));
        for (var task = tasks.poll(); task != null; task = tasks.poll()) task.run();
        if (System.nanoTime() - lookAt >= 0) look();
    }

    private static void put(MemorySegment fds, int index, int fd) {
        fds.set(JAVA_INT, index * POLL_FD + FD, fd);
        fds.set(JAVA_SHORT, index * POLL_FD + EVENTS, GpioAbi.POLL_IN);
        fds.set(JAVA_SHORT, index * POLL_FD + REVENTS, (short) 0);
    }

    private static short happened(MemorySegment fds, int index) {
        return fds.get(JAVA_SHORT, index * POLL_FD + REVENTS);
    }

    // Rounded up: a poll that ends too early would be a turn for nothing.
    private int millisToLook() {
        var left = Duration.ofNanos(Math.max(0, lookAt - System.nanoTime()));
        return (int) left.plusNanos(999_999).toMillis();
    }

    private static void take(WatchedLine line, short happened, MemorySegment buffer) {
        if ((happened & GpioAbi.POLL_IN) != 0) line.take(buffer);
        else if ((happened & GpioAbi.POLL_OUT_OF_ORDER) != 0) line.requestAnew("its chip has gone");
    }

    private void look() {
        var again = false;
        for (var line : lines) again |= line.look();
        lookAt = System.nanoTime() + (again ? LOOK_AGAIN : lookEvery).toNanos();
    }
}
