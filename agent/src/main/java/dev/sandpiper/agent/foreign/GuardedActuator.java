package dev.sandpiper.agent.foreign;

import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Tended;
import dev.sandpiper.sensors.Value;
import java.util.Optional;
import org.tinylog.Logger;

/** A foreign actuator that cannot hang its lane or end its thread. */
final class GuardedActuator implements Tended {
    private final Actuator foreign;
    private final Helper helper;
    private Value value;
    private boolean closed;

    /** @param helper closed with this actuator */
    GuardedActuator(Actuator foreign, Helper helper, Value initial) {
        this.foreign = foreign;
        this.helper = helper;
        value = initial;
    }

    // What is known here, so that asking for it can go wrong no more often than setting it.
    @Override
    public Value value() {
        return value;
    }

    @Override
    public void set(Value wanted) throws DeviceFault {
        helper.ask("set", () -> {
            foreign.set(wanted);
            return wanted;
        });
        value = wanted;
    }

    @Override
    public Optional<String> tend() throws DeviceFault {
        return foreign instanceof Tended tended
                ? helper.ask("tend", () -> tended.tend().map(Defects::line))
                : Optional.empty();
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        try {
            helper.ask("close", () -> {
                foreign.close();
                return value;
            });
        } catch (DeviceFault fault) {
            Logger.warn("{}", fault.getMessage());
        }
        helper.close();
    }
}
