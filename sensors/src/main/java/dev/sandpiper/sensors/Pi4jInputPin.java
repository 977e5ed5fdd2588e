package dev.sandpiper.sensors;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalInput;
import java.util.function.Consumer;

/** An input through Pi4J, which has a thread of its own for each and reports edges on it. */
final class Pi4jInputPin implements Board.InputPin {
    private final Context context;
    private final int pin;
    private final DigitalInput input;
    private boolean closed;

    Pi4jInputPin(Context context, int pin, DigitalInput input) {
        this.context = context;
        this.pin = pin;
        this.input = input;
    }

    @Override
    public boolean high() throws DeviceFault {
        try {
            return input.state().isHigh();
        } catch (RuntimeException failure) {
            throw PinFaults.of(pin, "read", failure);
        }
    }

    @Override
    public void onEdge(Consumer<Boolean> edge) {
        input.addListener(event -> edge.accept(event.state().isHigh()));
    }

    @Override
    public void close() {
        if (closed || context.isShutdown()) return;
        closed = true;
        context.shutdown(input.id());
    }
}
