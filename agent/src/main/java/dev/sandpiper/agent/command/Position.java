package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;

/** Where an output is and where it is going, at once or by a ramp. What it changes to is recorded as a state. */
final class Position {
    private final Parts parts;
    private final Device device;
    private final Ramp ramp;
    private Value told;

    Position(Parts parts) {
        this.parts = parts;
        this.device = parts.device();
        this.ramp = new Ramp(parts.config(), parts.time());
        this.told = parts.safe();
    }

    /** Other rules; a way that was begun is gone to its end. */
    void rules(ActuatorConfig next) {
        ramp.rule(next);
    }

    /** What it has, or is on its way to. */
    Value value() {
        return ramp.goal().orElseGet(device::value);
    }

    /** What it was told last, also where it could not obey. */
    Value told() {
        return told;
    }

    void isTold(Value target) {
        told = target;
    }

    /** It has this, or stays there; nobody has to drive it. */
    void rests(Value value, Cause cause) {
        told = value;
        parts.maxOn().now(value);
        record(cause);
    }

    /** Sets out for a value; to the safe one it goes at once. */
    void set(Value target, Cause cause, Optional<String> commandId) throws DeviceFault {
        var before = value();
        ramp.end();
        drive(target.equals(parts.safe()) ? target : ramp.begin(device.value(), target));
        device.obeys(target);
        told = target;
        parts.maxOn().now(target);
        if (!target.equals(before)) record(cause, commandId);
    }

    private void drive(Value next) throws DeviceFault {
        var before = device.value();
        try {
            device.drive(next);
        } catch (DeviceFault fault) {
            ramp.end();
            throw fault;
        }
        parts.gate().changed(before, next);
    }

    /** Takes the next step of a ramp when that is due; false where the device did not take it. */
    boolean goesOn() {
        if (!ramp.isDue()) return true;
        var goal = value();
        try {
            drive(ramp.step());
            return true;
        } catch (DeviceFault fault) {
            device.failed("stopped on its way to " + goal, fault);
            rests(value(), Cause.FAULT);
            return false;
        }
    }

    Duration untilStep() {
        return ramp.untilDue();
    }

    void record(Cause cause) {
        record(cause, Optional.empty());
    }

    private void record(Cause cause, Optional<String> commandId) {
        var body = new Json().put("value", value()).put("cause", cause.word());
        commandId.ifPresent(id -> body.put("command", id));
        var state = new Draft(Kind.STATE, parts.config().id(), body.body(), Moment.now(parts.time()));
        parts.common().records().accept(state);
    }
}
