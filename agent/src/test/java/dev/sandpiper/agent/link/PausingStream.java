package dev.sandpiper.agent.link;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** Bytes with one time-out among them. */
final class PausingStream extends InputStream {
    private final byte[] bytes;
    private int pauseBefore;
    private int position;

    /** @param pauseBefore the position that times out once; -1 for none */
    PausingStream(byte[] bytes, int pauseBefore) {
        this.bytes = bytes;
        this.pauseBefore = pauseBefore;
    }

    @Override
    public int read() throws IOException {
        if (position == pauseBefore) {
            pauseBefore = -1;
            throw new SocketTimeoutException();
        }
        return position == bytes.length ? -1 : bytes[position++] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int next = read();
        if (next < 0) {
            return -1;
        }
        target[offset] = (byte) next;
        return 1;
    }
}
