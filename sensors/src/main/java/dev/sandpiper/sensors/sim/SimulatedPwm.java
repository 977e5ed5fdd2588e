package dev.sandpiper.sensors.sim;

import dev.sandpiper.sensors.Board.PwmPin;
import dev.sandpiper.sensors.DeviceFault;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The pins' PWM. A pin that is released goes on as it was, like the Pi's. */
final class SimulatedPwm {
    private final Map<Integer, Double> duties = new HashMap<>();
    private final Set<Integer> requested = new HashSet<>();
    private final Trace trace;

    SimulatedPwm(Trace trace) {
        this.trace = trace;
    }

    synchronized PwmPin request(int pin, Duration period, Duration high) throws DeviceFault {
        if (!requested.add(pin)) throw new DeviceFault("pin " + pin + " is already in use by this program");
        // Whoever follows the trace is told the first level even when it is the one from before.
        duties.remove(pin);
        var output = new Output(pin, period);
        output.set(high);
        return output;
    }

    synchronized double duty(int pin) {
        return duties.getOrDefault(pin, 0.0);
    }

    private synchronized void drive(int pin, double duty) {
        var before = duties.put(pin, duty);
        if (before == null || before != duty) trace.pwm(pin, duty);
    }

    private synchronized void release(int pin) {
        requested.remove(pin);
    }

    private final class Output implements PwmPin {
        private final int pin;
        private final Duration period;
        private boolean closed;

        Output(int pin, Duration period) {
            this.pin = pin;
            this.period = period;
        }

        @Override
        public void set(Duration high) throws DeviceFault {
            if (closed) throw new DeviceFault("pin " + pin + ": closed");
            if (high.isNegative() || high.compareTo(period) > 0)
                throw new DeviceFault("pin %d: %s is no part of %s".formatted(pin, high, period));
            drive(pin, (double) high.toNanos() / period.toNanos());
        }

        @Override
        public void close() {
            if (!closed) release(pin);
            closed = true;
        }
    }
}
