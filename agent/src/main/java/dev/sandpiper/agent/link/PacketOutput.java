package dev.sandpiper.agent.link;

import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Output that gathers packets while the network is busy and sends them together: one write, one TLS record. A thread of
 * its own sends, so that a ping and the end of the connection never wait for a peer that does not read. What is
 * gathered is bounded: Paho's sender waits for room. The lock is held for copying only, never while something is sent.
 */
final class PacketOutput extends OutputStream {
    /** With a WebSocket frame's header it still fits into one TLS record of 16 KiB. */
    static final int ROOM = 16_384 - 16;

    private static final byte[] PINGREQ = {(byte) 0xc0, 0};
    private static final byte DISCONNECT = (byte) 0xe0;

    private final OutputStream target;
    private final CountDownLatch written;
    private final Consumer<IOException> beforeFailure;

    private final ReentrantLock lock = new ReentrantLock();
    /** The sending thread waits for it. */
    private final Condition work = lock.newCondition();
    /** Paho's sender waits for it. */
    private final Condition room = lock.newCondition();

    private byte[] gathered = new byte[ROOM + PINGREQ.length];
    private byte[] leaving = new byte[ROOM + PINGREQ.length];
    private int count;
    private boolean withinPacket;
    private boolean goodbye;
    private boolean pingWanted;
    private boolean pingGathered;
    private boolean flushWanted;
    private boolean sending;
    private @Nullable IOException end;

    /**
     * @param target flushed after each write; may block
     * @param written counted down by the first write, whatever becomes of it
     * @param beforeFailure told why the target failed, by the sending thread, before Paho hears of it
     */
    PacketOutput(OutputStream target, CountDownLatch written, Consumer<IOException> beforeFailure) {
        this.target = target;
        this.written = written;
        this.beforeFailure = beforeFailure;
    }

    /** Sends until {@link #close} or a failure. */
    void start(String threadName) {
        Thread.ofPlatform().name(threadName).daemon().start(this::sendAll);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    /** Paho flushes at the end of each packet, and only there. */
    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        lock.lock();
        try {
            if (!withinPacket) {
                goodbye = bytes[offset] == DISCONNECT;
            }
            withinPacket = true;
            int taken = 0;
            while (taken < length) {
                awaitRoom();
                int part = Math.min(length - taken, ROOM - count);
                gather(bytes, offset + taken, part);
                taken += part;
            }
        } finally {
            lock.unlock();
            written.countDown();
        }
    }

    private void awaitRoom() throws IOException {
        while (count >= ROOM && end == null) {
            work.signal();
            room.awaitUninterruptibly();
        }
        if (end != null) {
            throw new IOException("nothing more is sent", end);
        }
    }

    private void gather(byte[] bytes, int offset, int length) {
        System.arraycopy(bytes, offset, gathered, count, length);
        count += length;
    }

    /** Returns at once, except after a DISCONNECT: Paho closes the connection when that is flushed. */
    @Override
    public void flush() {
        lock.lock();
        try {
            withinPacket = false;
            if (pingWanted) {
                gatherPing();
            }
            work.signal();
            while (goodbye && (count > 0 || sending) && end == null) {
                room.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Behind the packet that is being gathered, if any; never waits. */
    void ping() {
        lock.lock();
        try {
            pingWanted = true;
            if (!withinPacket) {
                gatherPing();
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    // One at a time, hence there is always room for it.
    private void gatherPing() {
        pingWanted = false;
        if (!pingGathered) {
            gather(PINGREQ, 0, PINGREQ.length);
            pingGathered = true;
        }
    }

    /** Has the target flushed soon, although there may be nothing to write. */
    void flushSoon() {
        lock.lock();
        try {
            flushWanted = true;
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the sending thread, once the target lets it go, and whoever waits for room. */
    @Override
    public void close() {
        end(new SocketException("closed"));
    }

    private void end(IOException why) {
        lock.lock();
        try {
            if (end == null) {
                end = why;
            }
            work.signal();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void sendAll() {
        try {
            for (int length = next(); length >= 0; length = next()) {
                if (length > 0) {
                    target.write(leaving, 0, length);
                }
                target.flush();
            }
        } catch (IOException e) {
            beforeFailure.accept(e);
            end(e);
        } catch (RuntimeException defect) {
            IOException failure = new IOException(defect);
            beforeFailure.accept(failure);
            end(failure);
        }
    }

    /** Takes what has been gathered; -1 at the end. */
    private int next() {
        lock.lock();
        try {
            sending = false;
            room.signalAll();
            while (count == 0 && !flushWanted && end == null) {
                work.awaitUninterruptibly();
            }
            if (end != null) {
                return -1;
            }
            return exchange();
        } finally {
            lock.unlock();
        }
    }

    private int exchange() {
        byte[] full = gathered;
        gathered = leaving;
        leaving = full;
        int length = count;
        count = 0;
        pingGathered = false;
        flushWanted = false;
        sending = true;
        room.signalAll();
        return length;
    }
}
