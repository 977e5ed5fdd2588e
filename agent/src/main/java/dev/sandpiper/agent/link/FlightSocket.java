package dev.sandpiper.agent.link;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends each flight of a TLS handshake at once. Java's TLS writes certificate, signature and end one by one; a broker
 * that refuses the certificate has closed before the last of them, whose write then fails in place of the alert that
 * says why. Used by one thread until {@link #handshakeDone}.
 */
final class FlightSocket extends Socket {
    /** A chain of several certificates fits; a longer one is sent in parts. */
    private static final int FLIGHT = 16_384;

    private final AtomicLong received = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private volatile boolean gathering = true;
    private volatile @Nullable Output output;

    Traffic traffic() {
        return new Traffic(received.get(), accepted.get());
    }

    /** From now on what is flushed is sent. */
    void handshakeDone() throws IOException {
        gathering = false;
        sendFlight();
    }

    private void sendFlight() throws IOException {
        Output gathered = output;
        if (gathered != null) {
            gathered.send();
        }
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Input(super.getInputStream());
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        Output known = output;
        if (known == null) {
            known = new Output(super.getOutputStream());
            output = known;
        }
        return known;
    }

    /** A side that reads has said all that it can say. */
    private final class Input extends FilterInputStream {
        private Input(InputStream source) {
            super(source);
        }

        @Override
        public int read() throws IOException {
            if (gathering) {
                sendFlight();
            }
            int next = super.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (gathering) {
                sendFlight();
            }
            int count = super.read(target, offset, length);
            count(count);
            return count;
        }

        private void count(int bytes) {
            received.addAndGet(Math.max(0, bytes));
        }
    }

    private final class Counted extends FilterOutputStream {
        private Counted(OutputStream target) {
            super(target);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            accepted.addAndGet(length);
        }
    }

    private final class Output extends FilterOutputStream {
        private Output(OutputStream target) {
            super(new BufferedOutputStream(new Counted(target), FLIGHT));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void flush() throws IOException {
            if (!gathering) {
                send();
            }
        }

        private void send() throws IOException {
            out.flush();
        }
    }
}
