package dev.sandpiper.agent.link;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Input that is not read while it is shut: the kernel then keeps the peer from sending more. */
final class Sluice extends FilterInputStream {
    private static final long LOOK_NANOS = 1_000_000;

    private final BooleanSupplier open;

    Sluice(InputStream source, BooleanSupplier open) {
        super(source);
        this.open = open;
    }

    @Override
    public int read() throws IOException {
        await();
        return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        await();
        return in.read(target, offset, length);
    }

    private void await() {
        while (!open.getAsBoolean()) LockSupport.parkNanos(this, LOOK_NANOS);
    }
}
