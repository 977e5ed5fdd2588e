package dev.sandpiper.sensors;

import dev.sandpiper.sensors.Board.Edge;
import dev.sandpiper.sensors.Board.EdgeListener;
import dev.sandpiper.sensors.Board.InputPin;
import dev.sandpiper.sensors.Board.Level;
import dev.sandpiper.sensors.Board.OutputPin;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;
import dev.sandpiper.sensors.DeviceFault.Nature;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A chip whose lines are pins. It knows what all of them are to be: setting one never changes another, and a chip that
 * lost its supply is made so again. Belongs to the thread of its bus.
 */
final class Expander {
    private final Hub hub;
    private final ExpanderChip chip;
    private final LongSupplier nanos;
    private final Set<Integer> used = new HashSet<>();
    private final Set<Input> inputs = new LinkedHashSet<>();
    private @Nullable Lines lines;
    private boolean troubled;
    /** How often the chip had lost its lines; each of them is told once. */
    private int losses;

    Expander(Hub hub, ExpanderChip chip, LongSupplier nanos) {
        this.hub = hub;
        this.chip = chip;
        this.nanos = nanos;
    }

    OutputPin output(int line, boolean high) throws DeviceFault {
        claim(line, before -> before.withOutput(line, high));
        return new Output(line);
    }

    InputPin input(int line, Pull pull, Trigger trigger) throws DeviceFault {
        if (pull == Pull.DOWN)
            throw new DeviceFault(
                    "pin %s: %s has no resistor to ground; set pull: up, or off with a resistor of your own"
                            .formatted(name(line), hub.type().name()));
        claim(line, before -> before.withInput(line, pull == Pull.UP));
        try {
            var input = new Input(line, trigger, high(chip.levels(), line));
            inputs.add(input);
            return input;
        } catch (DeviceFault fault) {
            used.remove(line);
            throw fault;
        }
    }

    private String name(int line) {
        return new Pin.Line(hub, line).toString();
    }

    private static boolean high(int levels, int line) {
        return (levels & Lines.bit(line)) != 0;
    }

    private void claim(int line, UnaryOperator<Lines> change) throws DeviceFault {
        if (!used.add(line)) throw new DeviceFault("pin " + name(line) + " is already in use by this program");
        try {
            change(change);
        } catch (DeviceFault fault) {
            used.remove(line);
            throw fault;
        }
    }

    private void change(UnaryOperator<Lines> change) throws DeviceFault {
        if (lines == null) lines = chip.found();
        else if (!areOrCannotSay(lines)) losses++;
        var next = change.apply(lines);
        make(next);
        lines = next;
    }

    private void make(Lines next) throws DeviceFault {
        chip.make(next);
        if (areOrCannotSay(next)) return;
        throw new DeviceFault("%s (%s) does not take its lines' levels and directions; found others in its registers"
                .formatted(hub.id(), hub.place()));
    }

    // It acknowledged what was written: that it cannot be asked for it says nothing about its lines.
    private boolean areOrCannotSay(Lines next) throws DeviceFault {
        try {
            return chip.are(next);
        } catch (DeviceFault fault) {
            if (fault.nature() != Nature.SILENT) throw fault;
            return true;
        }
    }

    private String loss() {
        return "%s (%s) had lost its lines' levels and directions and has them again; check its supply"
                .formatted(hub.id(), hub.place());
    }

    /** Gives the chip back what it lost. */
    private void restore() throws DeviceFault {
        if (lines == null || chip.are(lines)) return;
        make(lines);
        losses++;
    }

    /** What the user of one line has been told of the chip's losses. */
    private final class News {
        private int told = losses;

        /** Restores the chip; a loss that was not told yet, whoever found it. */
        Optional<String> ofRestored() throws DeviceFault {
            restore();
            var news = told == losses ? Optional.<String>empty() : Optional.of(loss());
            told = losses;
            return news;
        }
    }

    /** Tells the edges of all inputs since the last call. */
    void poll() throws DeviceFault {
        if (inputs.isEmpty()) return;
        try {
            var levels = chip.levels();
            troubled = false;
            inputs.forEach(input -> input.see(levels));
        } catch (DeviceFault fault) {
            var news = !troubled;
            troubled = true;
            if (news) inputs.forEach(Input::trouble);
            throw fault;
        }
    }

    private final class Output implements OutputPin {
        private final int line;
        private final News news = new News();
        private boolean closed;

        Output(int line) {
            this.line = line;
        }

        @Override
        public void set(boolean high) throws DeviceFault {
            if (closed) throw new DeviceFault("pin " + name(line) + ": closed");
            change(before -> before.withOutput(line, high));
        }

        @Override
        public Optional<String> tend() throws DeviceFault {
            return news.ofRestored();
        }

        @Override
        public void close() {
            if (!closed) used.remove(line);
            closed = true;
        }
    }

    private final class Input implements InputPin {
        private final int line;
        private final Trigger trigger;
        private final News news = new News();
        private boolean last;
        private @Nullable EdgeListener listener;
        private boolean closed;

        Input(int line, Trigger trigger, boolean last) {
            this.line = line;
            this.trigger = trigger;
            this.last = last;
        }

        // What a line shows whose resistor was not connected is not what is on it.
        @Override
        public Level level() throws DeviceFault {
            if (closed) throw new DeviceFault("pin " + name(line) + ": closed");
            var forgotten = news.ofRestored();
            if (forgotten.isPresent()) throw new DeviceFault(Nature.DISTURBED, forgotten.get());
            return new Level(high(chip.levels(), line), nanos.getAsLong());
        }

        @Override
        public void onEdge(EdgeListener edge) {
            listener = edge;
        }

        void see(int levels) {
            var now = high(levels, line);
            if (now == last) return;
            last = now;
            if (listener != null && trigger.tells(now)) listener.edge(new Edge(now, nanos.getAsLong(), 0));
        }

        void trouble() {
            if (listener != null) listener.troubled();
        }

        @Override
        public void close() {
            if (!closed) used.remove(line);
            closed = true;
            inputs.remove(this);
        }
    }
}
