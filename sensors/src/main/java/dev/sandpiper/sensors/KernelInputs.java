package dev.sandpiper.sensors;

import dev.sandpiper.sensors.Board.Edge;
import dev.sandpiper.sensors.Board.EdgeListener;
import dev.sandpiper.sensors.Board.InputPin;
import dev.sandpiper.sensors.Board.Level;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.kernel.Edges;
import dev.sandpiper.sensors.kernel.GpioChip;
import dev.sandpiper.sensors.kernel.LineWatch;
import dev.sandpiper.sensors.kernel.WatchedLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Pi's inputs, from the kernel's queue of edges: one thread for all, that sleeps while nothing happens, and moments
 * taken by the kernel. Pi4J has a thread for each input that looks at it a hundred times a second (decision 0025).
 */
final class KernelInputs implements Inputs {
    private final Path devices;
    private Optional<LineWatch> watch = Optional.empty();

    /** @param devices usually {@code /dev} */
    KernelInputs(Path devices) {
        this.devices = devices;
    }

    @Override
    public synchronized InputPin request(int pin, Pull pull, Trigger trigger) throws DeviceFault {
        try {
            var edges = edges(trigger);
            return new Pin(pin, edges, () -> chip().request(pin, bias(pull), edges, Pi4jBoard.pinId(pin)), watch());
        } catch (IOException | RuntimeException | LinkageError failure) {
            throw PinFaults.of(pin, "requested as input", failure);
        }
    }

    // Looked for each time: one that has gone may come back under another number.
    private GpioChip chip() throws IOException {
        return GpioChip.ofHeader(devices).orElseThrow(() -> new IOException("No gpio chip with a label of a Pi's"));
    }

    private LineWatch watch() throws IOException {
        if (watch.isEmpty()) watch = Optional.of(new LineWatch());
        return watch.get();
    }

    private static Edges edges(Trigger trigger) {
        return switch (trigger) {
            case RISING -> Edges.RISING;
            case FALLING -> Edges.FALLING;
            case BOTH -> Edges.BOTH;
        };
    }

    private static GpioChip.Bias bias(Pull pull) {
        return switch (pull) {
            case UP -> GpioChip.Bias.UP;
            case DOWN -> GpioChip.Bias.DOWN;
            case OFF -> GpioChip.Bias.OFF;
        };
    }

    @Override
    public synchronized void close() {
        watch.ifPresent(LineWatch::close);
        watch = Optional.empty();
    }

    static final class Pin implements InputPin, WatchedLine.Listener {
        private final int number;
        private final LineWatch watch;
        private final WatchedLine line;
        private volatile EdgeListener listener = edge -> {};
        private boolean closed;

        Pin(int number, Edges edges, WatchedLine.Opener opener, LineWatch watch) throws IOException {
            this.number = number;
            this.watch = watch;
            this.line = new WatchedLine(opener, edges, this);
        }

        @Override
        public Level level() throws DeviceFault {
            var trouble = line.trouble();
            if (trouble.isPresent()) throw new DeviceFault("pin " + number + ": " + trouble.get());
            try {
                return new Level(line.high(), System.nanoTime());
            } catch (IOException failure) {
                throw PinFaults.of(number, "read", failure);
            }
        }

        @Override
        public void onEdge(EdgeListener told) {
            listener = told;
            watch.add(line);
        }

        @Override
        public void edge(boolean high, long nanos, long lost) {
            listener.edge(new Edge(high, nanos, lost));
        }

        @Override
        public void troubled() {
            listener.troubled();
        }

        @Override
        public void close() {
            if (closed) return;
            closed = true;
            watch.release(line);
        }
    }
}
