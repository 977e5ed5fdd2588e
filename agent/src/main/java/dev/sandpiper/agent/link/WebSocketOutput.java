package dev.sandpiper.agent.link;

import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Puts each write into one binary frame, masked as a client must: RFC 6455, section 5.3. Used by one thread. */
final class WebSocketOutput extends OutputStream {
    private static final int LONGEST_HEADER = 2 + 8 + 4;
    private static final int MASKED = 0x80;
    private static final int LAST = 0x80;

    private final OutputStream target;
    private final SecureRandom random = new SecureRandom();
    private final byte[] mask = new byte[4];
    private byte[] frame = new byte[LONGEST_HEADER + PacketOutput.ROOM + 2];
    /** Only the newest ping needs an answer (section 5.5.3), and a peer that does not read cannot fill the memory. */
    private final AtomicReference<@Nullable WebSocketControl> reply = new AtomicReference<>();

    WebSocketOutput(OutputStream target) {
        this.target = target;
    }

    /** Is sent with the next {@link #flush}; called by any thread. */
    void reply(WebSocketControl control) {
        reply.set(control);
    }

    @Override
    public void write(int single) throws IOException {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        send(WebSocketControl.BINARY, bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        WebSocketControl waiting = reply.getAndSet(null);
        if (waiting != null) {
            send(waiting.opcode(), waiting.payload(), 0, waiting.payload().length);
        }
        target.flush();
    }

    private void send(int opcode, byte[] bytes, int offset, int length) throws IOException {
        if (frame.length < LONGEST_HEADER + length) {
            frame = new byte[LONGEST_HEADER + length];
        }
        frame[0] = (byte) (LAST | opcode);
        int end = writeLength(length);
        random.nextBytes(mask);
        System.arraycopy(mask, 0, frame, end, mask.length);
        end += mask.length;
        for (int i = 0; i < length; i++) {
            frame[end + i] = (byte) (bytes[offset + i] ^ mask[i & 3]);
        }
        target.write(frame, 0, end + length);
    }

    /** In 7, 16 or 64 bits, the shortest that holds it; returns where the header goes on. */
    private int writeLength(int length) {
        int bytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
        frame[1] = (byte) (MASKED | (bytes == 0 ? length : bytes == 2 ? 126 : 127));
        for (int i = 0; i < bytes; i++) {
            frame[2 + i] = (byte) ((long) length >> 8 * (bytes - 1 - i));
        }
        return 2 + bytes;
    }
}
