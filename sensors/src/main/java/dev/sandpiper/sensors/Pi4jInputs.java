package dev.sandpiper.sensors;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.PullResistance;
import dev.sandpiper.sensors.Board.Edge;
import dev.sandpiper.sensors.Board.EdgeListener;
import dev.sandpiper.sensors.Board.InputPin;
import dev.sandpiper.sensors.Board.Level;
import dev.sandpiper.sensors.Board.Pull;
import dev.sandpiper.sensors.Board.Trigger;
import java.util.function.LongSupplier;

/**
 * Inputs through Pi4J: those of the simulated board. On a Pi Pi4J looks at each input a hundred times a second, see
 * {@link KernelInputs}.
 *
 * @param nanos when an edge was, asked on the thread that tells it
 */
record Pi4jInputs(Context context, LongSupplier nanos) implements Inputs {

    @Override
    public InputPin request(int pin, Pull pull, Trigger trigger) throws DeviceFault {
        try {
            var input = context.<DigitalInput>create(DigitalInput.newConfigBuilder(context)
                    .id(Pi4jBoard.pinId(pin))
                    .address(pin)
                    .pull(resistance(pull))
                    .debounce(0L)
                    .build());
            return new Pin(pin, input, trigger);
        } catch (RuntimeException | LinkageError failure) {
            throw PinFaults.of(pin, "requested as input", failure);
        }
    }

    private static PullResistance resistance(Pull pull) {
        return switch (pull) {
            case UP -> PullResistance.PULL_UP;
            case DOWN -> PullResistance.PULL_DOWN;
            case OFF -> PullResistance.OFF;
        };
    }

    /** The inputs belong to the context, which closes them. */
    @Override
    public void close() {}

    private final class Pin implements InputPin {
        private final int number;
        private final DigitalInput input;
        private final Trigger trigger;
        private boolean closed;

        Pin(int number, DigitalInput input, Trigger trigger) {
            this.number = number;
            this.input = input;
            this.trigger = trigger;
        }

        @Override
        public Level level() throws DeviceFault {
            try {
                return new Level(input.state().isHigh(), nanos.getAsLong());
            } catch (RuntimeException failure) {
                throw PinFaults.of(number, "read", failure);
            }
        }

        @Override
        public void onEdge(EdgeListener listener) {
            input.addListener(event -> {
                var high = event.state().isHigh();
                if (trigger.tells(high)) listener.edge(new Edge(high, nanos.getAsLong(), 0));
            });
        }

        @Override
        public void close() {
            if (closed || context.isShutdown()) return;
            closed = true;
            context.shutdown(input.id());
        }
    }
}
