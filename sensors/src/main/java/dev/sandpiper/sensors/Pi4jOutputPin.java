package dev.sandpiper.sensors;

import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalState;

/** An output through Pi4J. */
final class Pi4jOutputPin implements Board.OutputPin {
    private final Context context;
    private final int pin;
    private final DigitalOutput output;
    private boolean closed;

    Pi4jOutputPin(Context context, int pin, DigitalOutput output) {
        this.context = context;
        this.pin = pin;
        this.output = output;
    }

    @Override
    public void set(boolean high) throws DeviceFault {
        if (closed) throw new DeviceFault("pin " + pin + ": closed");
        try {
            output.state(high ? DigitalState.HIGH : DigitalState.LOW);
        } catch (RuntimeException failure) {
            throw PinFaults.of(pin, high ? "set high" : "set low", failure);
        }
    }

    @Override
    public void close() {
        if (closed || context.isShutdown()) return;
        closed = true;
        context.shutdown(output.id());
    }
}
