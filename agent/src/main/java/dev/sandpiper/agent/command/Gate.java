package dev.sandpiper.agent.command;

import dev.sandpiper.agent.command.Dwell.Side;
import dev.sandpiper.agent.command.Interlocks.Conflict;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;

/** What stands between an output and a change over: {@code min_on}, {@code min_off}, {@code interlock}. Never before safe. */
final class Gate {
    private ActuatorConfig config;
    private final Value off;
    private final Interlocks interlocks;
    private final Time time;
    private final Dwell dwell;

    Gate(ActuatorConfig config, Interlocks interlocks, Time time) {
        this.config = config;
        this.off = config.off();
        this.interlocks = interlocks;
        this.time = time;
        this.dwell = new Dwell(config.limits().minOn(), config.limits().minOff(), time);
    }

    /** Other rules of the same output. */
    void rules(ActuatorConfig next) {
        config = next;
        dwell.rules(next.limits().minOn(), next.limits().minOff());
    }

    private Side side(Value value) {
        return value.equals(off) ? Side.OFF : Side.ON;
    }

    /**
     * Why a command may not be carried out now.
     *
     * @param afterwards what it has after {@code holdFor}
     */
    Optional<String> refuses(Value now, Value target, Optional<Duration> holdFor, Value afterwards) {
        var there = side(target);
        var tooSoon = target.equals(config.safe()) ? Optional.<String>empty() : dwell.refuses(side(now), there);
        return tooSoon.or(
                () -> holdFor.filter(_ -> side(afterwards) != there).flatMap(span -> dwell.refuses(there, span)));
    }

    /** How long a change that nobody asked for now has to wait. */
    Duration wait(Value now, Value target) {
        if (target.equals(config.safe()) || side(now) == side(target)) return Duration.ZERO;
        return dwell.left(side(now));
    }

    /** Enters it as on before it goes on, or says who is in the way. */
    Optional<Conflict> claim(Value target) {
        return side(target) == Side.ON ? interlocks.claim(config.id()) : Optional.empty();
    }

    /** The device has the second value in place of the first. */
    void changed(Value before, Value after) {
        if (side(before) != side(after)) dwell.changedOver();
        if (side(after) == Side.OFF) interlocks.isOff(config.id());
    }

    /** Whether others think it on because it did not obey, or not yet. */
    boolean isClaimedInVain(Value now) {
        return side(now) == Side.OFF && interlocks.concerns(config.id()) && interlocks.isOn(config.id());
    }

    /** Of two that would begin on the first in the file does. */
    void wantsToBegin(Value value) {
        if (side(value) == Side.ON) interlocks.wantsToBeginOn(config.id());
    }

    /** What the device is opened with. What has to wait begins off. */
    First first(Beginning wanted) {
        var locked = interlocks.concerns(config.id());
        if (side(wanted.value()) == Side.OFF
                || !locked && config.limits().minOff().isEmpty())
            return new First(wanted.value(), wanted.next(), Cause.START);
        var cause = locked ? Cause.INTERLOCK : Cause.START;
        // With a time of its own it would be on for longer than that: it is over.
        if (wanted.next().isPresent() || locked && !interlocks.letsBeginOn(config.id()))
            return new First(config.safe(), Optional.empty(), cause);
        var at = time.in(config.limits().minOff().orElse(Duration.ZERO));
        return new First(config.safe(), Optional.of(new Change(at, wanted.value(), Cause.START)), cause);
    }

    /** The device was opened: what it was before is not known. */
    void opened(Value first) {
        dwell.changedOver();
        changed(first, first);
        if (side(first) == Side.ON) interlocks.claim(config.id());
    }

    /** The value an output is opened with, and what is to come of itself. */
    record First(Value value, Optional<Change> next, Cause cause) {

        /** What it is to have, now or as soon as it may. */
        Value wanted() {
            return next.filter(change -> change.cause() == Cause.START)
                    .map(Change::to)
                    .orElse(value);
        }
    }
}
