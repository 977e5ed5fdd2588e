package dev.sandpiper.agent.command;

import dev.sandpiper.agent.command.Interlocks.Conflict;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Value;
import java.util.Optional;
import org.tinylog.Logger;

/** What others tell an output that is open: carried out where its rules allow it, and by its deadline. */
final class Orders {
    private static final Outcome TOO_LATE = Outcome.failed("the hardware was busy for too long");

    private final Parts parts;
    private final Position position;
    private final Moves moves;
    private final Time time;
    private final Value safe;

    Orders(Parts parts, Position position, Moves moves) {
        this.parts = parts;
        this.position = position;
        this.moves = moves;
        this.time = parts.time();
        this.safe = parts.safe();
    }

    Outcome carryOut(Order order) {
        if (isLate(order)) return TOO_LATE;
        var target = target(order.action());
        var before = moves.goingBack().map(Change::to).orElseGet(position::value);
        var refused = refused(order, target, before);
        if (refused.isPresent()) return parts.rejected(refused.get());
        try {
            position.set(target, order.cause(), order.commandId());
        } catch (DeviceFault fault) {
            return didNotObey(target, fault);
        }
        if (isLate(order)) return cameTooLate(target);
        moves.isReplacedBy(target);
        moves.expect(order.holdFor().map(span -> new Change(time.in(span), before, Cause.REVERT)));
        moves.keep(order.cause());
        return new Outcome.Done(target);
    }

    private boolean isLate(Order order) {
        return time.nanos() - order.deadline() >= 0;
    }

    private Value target(Action action) {
        return switch (action) {
            case Action.Set(var value) -> value;
            case Action.Toggle toggle -> toggle.from(position.value());
        };
    }

    private Optional<String> refused(Order order, Value target, Value afterwards) {
        var gate = parts.gate();
        return gate.refuses(parts.device().value(), target, order.holdFor(), afterwards)
                .or(() -> gate.claim(target).map(Conflict::reason));
    }

    // The write itself hung, and whoever sent the command was told that it failed: nobody reckons with it being on.
    private Outcome cameTooLate(Value target) {
        if (target.equals(safe)) {
            moves.onlyToSafe();
            moves.keep(Cause.FAULT);
        } else {
            Logger.warn(
                    "{} took {} when it had been given up, and goes to {}",
                    parts.config().id(),
                    target,
                    safe);
            moves.goSafe(Cause.FAULT);
        }
        return TOO_LATE;
    }

    private Outcome didNotObey(Value target, DeviceFault fault) {
        parts.device().failed("did not obey", fault);
        if (target.equals(safe)) moves.onlyToSafe();
        moves.freeOthers();
        return Outcome.failed(parts.config().id() + ": " + fault.getMessage());
    }
}
