package dev.sandpiper.agent.link;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;

/** Tells which thread reads, once, before its first byte. */
final class ReaderWatch extends FilterInputStream {
    private final Consumer<Thread> onFirst;
    private boolean told;

    ReaderWatch(InputStream source, Consumer<Thread> onFirst) {
        super(source);
        this.onFirst = onFirst;
    }

    @Override
    public int read() throws IOException {
        tell();
        return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        tell();
        return in.read(target, offset, length);
    }

    private void tell() {
        if (!told) {
            told = true;
            onFirst.accept(Thread.currentThread());
        }
    }
}
