package dev.sandpiper.agent.testing;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One direction of one connection through a {@link FaultProxy}: a reader, as fast as the line, then a queue, as long as
 * the delay, then a writer.
 */
final class Pump {
    /** More than a delay of a second holds at the rate of chunks on a slow line. */
    private static final int QUEUE = 256;

    private static final long LOOK_NANOS = 5_000_000;

    private final ProxiedConnection connection;
    private final Way way;
    private final Socket from;
    private final Socket to;
    private final BlockingQueue<Parcel> underWay = new ArrayBlockingQueue<>(QUEUE);
    private final List<Thread> threads;
    private long lineFree = System.nanoTime();
    private long lastDue = lineFree;
    private volatile boolean ended;

    /** Something to be done at the other end when its time has come. */
    private record Parcel(long due, byte[] bytes, What then) {}

    private enum What {
        GO_ON,
        END,
        CUT
    }

    Pump(String name, ProxiedConnection connection, Way way, Socket from, Socket to) {
        this.connection = connection;
        this.way = way;
        this.from = from;
        this.to = to;
        this.threads = List.of(thread(name + " in", this::read), thread(name + " out", this::write));
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private Thread thread(String name, Work work) {
        return Thread.ofPlatform().daemon().name(name).unstarted(() -> {
            try {
                work.run();
            } catch (IOException broken) {
                connection.broken();
            } catch (InterruptedException over) {
                // The connection is closed.
            }
        });
    }

    void start() {
        threads.forEach(Thread::start);
    }

    void stop() {
        threads.forEach(Thread::interrupt);
    }

    /** Its sender has ended, and the receiver was told if it should be. */
    boolean ended() {
        return ended;
    }

    private void read() throws IOException, InterruptedException {
        var buffer = new byte[Way.LARGEST_CHUNK];
        var count = 0;
        while (count >= 0) {
            awaitFlow();
            count = receive(buffer);
            awaitFlow();
            if (way.swallowing()) connection.fallSilent();
            if (count > 0) take(Arrays.copyOf(buffer, count));
        }
        post(new byte[0], What.END);
    }

    /** A reset is silent, too, where nothing passes. */
    private int receive(byte[] buffer) throws IOException {
        try {
            return from.getInputStream().read(buffer, 0, way.chunk());
        } catch (IOException reset) {
            if (connection.silent() || way.swallowing()) return -1;
            throw reset;
        }
    }

    private void awaitFlow() throws InterruptedException {
        while (way.held()) waitUntil(System.nanoTime() + LOOK_NANOS);
    }

    private void take(byte[] bytes) throws IOException, InterruptedException {
        connection.noteTraffic();
        if (connection.silent()) return;
        var passing = connection.allow(bytes.length);
        way.spoil(bytes);
        lineFree = Math.max(lineFree, System.nanoTime()) + way.nanosFor(passing);
        waitUntil(lineFree);
        post(Arrays.copyOf(bytes, passing), passing < bytes.length ? What.CUT : What.GO_ON);
    }

    private void post(byte[] bytes, What then) throws InterruptedException {
        lastDue = Math.max(lastDue, lineFree + way.lagNanos());
        underWay.put(new Parcel(lastDue, bytes, then));
    }

    private void write() throws IOException, InterruptedException {
        while (!ended) {
            var parcel = underWay.take();
            waitUntil(parcel.due);
            if (!connection.silent()) pass(parcel.bytes);
            switch (parcel.then) {
                case GO_ON -> {}
                case CUT -> connection.meetFate();
                case END -> end();
            }
        }
    }

    private void pass(byte[] bytes) throws IOException, InterruptedException {
        for (var done = 0; done < bytes.length; ) {
            if (done > 0) waitUntil(System.nanoTime() + way.pauseBetweenPieces().toNanos());
            var length = way.nextPiece(bytes.length - done);
            way.passed(length);
            to.getOutputStream().write(bytes, done, length);
            done += length;
        }
    }

    private void end() throws IOException {
        if (!connection.silent()) to.shutdownOutput();
        ended = true;
        connection.closeWhenBothEnded();
    }

    private static void waitUntil(long nanos) throws InterruptedException {
        for (var left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) throw new InterruptedException();
        }
    }
}
