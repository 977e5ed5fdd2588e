package dev.sandpiper.sensors.kernel;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A line whose edges are listened to, see {@link LineWatch}. Its level is compared with what the edges said: a line that
 * has become deaf is requested anew, and its trouble told.
 */
public final class WatchedLine {
    private final Opener opener;
    private final Edges edges;
    private final Listener listener;
    private final AtomicReference<String> trouble = new AtomicReference<>("");
    // Any thread asks the level while the watch's requests the line anew.
    private Optional<Line> line;
    /** Why there is no line. */
    private String gone = "";

    // The watch's thread only.
    private boolean known;
    private boolean suspect;
    private int last;

    /** Requests the line, always in the same way. */
    @FunctionalInterface
    public interface Opener {
        Line open() throws IOException;
    }

    /** Takes what happens to a line, on the watch's thread. */
    public interface Listener {
        /**
         * @param high the level from then on
         * @param nanos when it was, by the clock of {@code System.nanoTime}
         * @param lost how many edges before it the kernel had no room for
         */
        void edge(boolean high, long nanos, long lost);

        /** Edges may be missing; {@link WatchedLine#trouble} says why. */
        void troubled();
    }

    /** @throws IOException when the line cannot be requested */
    public WatchedLine(Opener opener, Edges edges, Listener listener) throws IOException {
        this.opener = opener;
        this.edges = edges;
        this.listener = listener;
        this.line = Optional.of(opener.open());
        this.known = high();
    }

    /** The level now. */
    public synchronized boolean high() throws IOException {
        if (line.isEmpty()) throw new IOException(gone);
        return line.get().high();
    }

    /** Why edges may be missing, told once. */
    public Optional<String> trouble() {
        return Optional.of(trouble.getAndSet("")).filter(told -> !told.isEmpty());
    }

    /** Of no line, which {@code poll} passes over, while it could not be requested anew. */
    synchronized int fd() {
        return line.map(Line::fd).orElse(-1);
    }

    /** Takes the events that wait. */
    void take(MemorySegment buffer) {
        try {
            var length = LibC.read(fd(), buffer);
            if (length == 0) throw new IOException("its events have ended");
            for (var at = 0L; at < length; at += LineEvent.SIZE) tell(LineEvent.at(buffer, at));
        } catch (IOException failed) {
            requestAnew(failed.getMessage());
        }
    }

    private void tell(LineEvent event) {
        var lost = Integer.toUnsignedLong(event.number() - last - 1);
        last = event.number();
        known = event.high();
        suspect = false;
        safely(() -> listener.edge(event.high(), event.nanos(), lost));
    }

    /** Compares the level with what the edges said; whether that is to be looked at again soon. */
    boolean look() {
        try {
            var high = high();
            if (high == known || !edges.tell(high)) {
                known = high;
                suspect = false;
            } else if (suspect) {
                requestAnew("told no edge although its level has changed");
            } else {
                suspect = true; // its edge may be on its way
            }
        } catch (IOException failed) {
            requestAnew(failed.getMessage());
        }
        return suspect;
    }

    /** Lets go of the line and takes it again. */
    void requestAnew(String why) {
        suspect = false;
        last = 0;
        trouble.set(why + reopen(why));
        safely(listener::troubled);
    }

    private synchronized String reopen(String why) {
        close();
        gone = why;
        try {
            line = Optional.of(opener.open());
            known = high();
            return "; it was requested anew, edges may be missing";
        } catch (IOException failed) {
            return "; it cannot be requested anew: " + failed.getMessage();
        }
    }

    // One listener's defect must not make all lines deaf.
    private void safely(Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException defect) {
            trouble.set("the driver has a defect: " + defect);
        }
    }

    synchronized void close() {
        try {
            if (line.isPresent()) line.get().close();
        } catch (IOException harmless) {
            // The kernel takes a descriptor back also where it complains.
        }
        line = Optional.empty();
    }
}
