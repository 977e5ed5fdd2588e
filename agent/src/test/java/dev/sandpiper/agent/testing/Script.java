package dev.sandpiper.agent.testing;

import java.util.Arrays;
import java.util.List;

/** Bytes of a fuzzer as the choices of somebody: behind their end, always the first one. */
public final class Script {
    private final byte[] bytes;
    private int at;

    public Script(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean isOver() {
        return at >= bytes.length;
    }

    public int next() {
        return isOver() ? 0 : bytes[at++] & 0xff;
    }

    /** At most that many of the bytes that follow. */
    public byte[] take(int most) {
        var from = at;
        at = Math.min(bytes.length, at + most);
        return Arrays.copyOfRange(bytes, from, at);
    }

    public <T> T oneOf(List<T> choices) {
        return choices.get(next() % choices.size());
    }
}
