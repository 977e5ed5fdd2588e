package dev.sandpiper.sensors.sim;

import com.pi4j.context.Context;
import com.pi4j.exception.ShutdownException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputBase;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.DigitalInputProvider;
import com.pi4j.io.gpio.digital.DigitalInputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.gpio.digital.DigitalStateChangeEvent;
import com.pi4j.io.gpio.digital.PullResistance;

/** A digital input on simulated {@link Pins}: edges arrive at once, in order, on the thread that drives the pin. */
final class SimulatedInput extends DigitalInputBase {
    private final Pins pins;

    private SimulatedInput(DigitalInputProvider provider, DigitalInputConfig config, Pins pins) {
        super(provider, config);
        this.pins = pins;
    }

    static final class Provider extends DigitalInputProviderBase {
        private final Pins pins;

        Provider(Pins pins) {
            super("simulated-input", "Simulated input");
            this.pins = pins;
        }

        @Override
        public DigitalInput create(DigitalInputConfig config) {
            var input = new SimulatedInput(this, config, pins);
            context().registry().add(input);
            return input;
        }
    }

    @Override
    public DigitalInput initialize(Context context) {
        pins.listen(config().address(), config().pull() == PullResistance.PULL_UP, this::tell);
        return super.initialize(context);
    }

    private void tell(boolean high) {
        dispatch(new DigitalStateChangeEvent<>(this, high ? DigitalState.HIGH : DigitalState.LOW));
    }

    @Override
    public DigitalState state() {
        return pins.level(config().address()) ? DigitalState.HIGH : DigitalState.LOW;
    }

    @Override
    public DigitalInput shutdown(Context context) throws ShutdownException {
        pins.forget(config().address());
        return super.shutdown(context);
    }
}
