package dev.sandpiper.sensors.sim;

import com.pi4j.io.gpio.digital.DigitalOutput;
import com.pi4j.io.gpio.digital.DigitalOutputBase;
import com.pi4j.io.gpio.digital.DigitalOutputConfig;
import com.pi4j.io.gpio.digital.DigitalOutputProvider;
import com.pi4j.io.gpio.digital.DigitalOutputProviderBase;
import com.pi4j.io.gpio.digital.DigitalState;

/** A digital output on simulated {@link Pins}; like gpiod it starts low where no level was asked for. */
final class SimulatedOutput extends DigitalOutputBase {
    private final Pins pins;
    private final Trace trace;

    private SimulatedOutput(DigitalOutputProvider provider, DigitalOutputConfig config, Pins pins, Trace trace) {
        super(provider, config);
        this.pins = pins;
        this.trace = trace;
    }

    static final class Provider extends DigitalOutputProviderBase {
        private final Pins pins;
        private final Trace trace;

        Provider(Pins pins, Trace trace) {
            super("simulated-output", "Simulated output");
            this.pins = pins;
            this.trace = trace;
        }

        @Override
        public DigitalOutput create(DigitalOutputConfig config) {
            var output = new SimulatedOutput(this, config, pins, trace);
            context().registry().add(output);
            if (config.initialState() == null) output.state(DigitalState.LOW);
            return output;
        }
    }

    @Override
    public DigitalOutput state(DigitalState next) {
        var changed = next != state();
        pins.set(config().address(), next.isHigh());
        if (changed) trace.gpio(config().address(), next.isHigh());
        return super.state(next);
    }
}
