package dev.sandpiper.agent.command;

import dev.sandpiper.agent.command.Interlocks.Conflict;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;

/** What an output does of itself: the change that is to come, and the one that its device has not taken yet. */
final class Moves {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Parts parts;
    private final Position position;
    private final Time time;
    private final Value safe;

    private Optional<Change> next = Optional.empty();
    private Optional<Change> overdue = Optional.empty();

    Moves(Parts parts, Position position) {
        this.parts = parts;
        this.position = position;
        this.time = parts.time();
        this.safe = parts.safe();
    }

    boolean isOverdue() {
        return overdue.isPresent();
    }

    /** This is to come, and nothing else. */
    void expect(Optional<Change> change) {
        next = change;
    }

    /** What {@code for} goes back to. */
    Optional<Change> goingBack() {
        return next.filter(change -> change.cause() == Cause.REVERT);
    }

    /** Makes the changes that are due. */
    void makeDue() {
        overdue.filter(this::isDue).ifPresent(this::tryAgain);
        next.filter(this::isDue).ifPresent(this::change);
    }

    private boolean isDue(Change change) {
        return time.nanos() - change.at() >= 0;
    }

    private void tryAgain(Change late) {
        // A 'for' that began between two tries would go back to what max_on ends.
        if (late.cause() == Cause.MAX_ON) goSafe(Cause.MAX_ON);
        else force(late.to(), late.cause());
    }

    /** Makes a change that was to come, unless it has to wait or is not allowed. */
    void change(Change due) {
        next = Optional.empty();
        var conflict = Optional.<Conflict>empty();
        var wait = parts.gate().wait(parts.device().value(), due.to());
        if (wait.isZero()) {
            conflict = parts.gate().claim(due.to());
            // Only a start waits for another one: anything else would be too late by then.
            wait = conflict.filter(_ -> due.cause() == Cause.START)
                    .flatMap(Conflict::comeAgain)
                    .orElse(Duration.ZERO);
        }
        if (wait.isPositive()) next = Optional.of(due.later(time.in(wait)));
        else if (conflict.isPresent()) stay();
        else force(due.to(), due.cause());
    }

    private void stay() {
        position.rests(position.value(), Cause.INTERLOCK);
        keep(Cause.INTERLOCK);
    }

    /** Goes to the safe value, and nowhere else afterwards. */
    void goSafe(Cause cause) {
        next = Optional.empty();
        force(safe, cause);
    }

    // What has to be is tried until the device takes it.
    private void force(Value target, Cause cause) {
        position.isTold(target);
        isReplacedBy(target);
        try {
            position.set(target, cause, Optional.empty());
        } catch (DeviceFault fault) {
            parts.device().failed("does not go to " + target, fault);
            if (overdue.isEmpty()) overdue = Optional.of(new Change(time.in(RETRY), target, cause));
        }
        keep(cause);
    }

    /** A new value ends what another one had to be, except the end of max_on: only the safe value does that. */
    void isReplacedBy(Value target) {
        overdue = overdue.filter(late -> late.cause() == Cause.MAX_ON && !target.equals(safe));
    }

    /** Who wants it safe does not want it to go elsewhere by itself. */
    void onlyToSafe() {
        next = next.filter(change -> change.to().equals(safe));
        overdue = overdue.filter(late -> late.to().equals(safe));
    }

    /** Perhaps it is on although it did not obey: until it has said that it is off, others may not go on. */
    void freeOthers() {
        if (overdue.isEmpty() && parts.gate().isClaimedInVain(parts.device().value()))
            overdue = Optional.of(new Change(time.in(RETRY), safe, Cause.FAULT));
    }

    /** The link is there again: what its loss would still move stays. */
    void linkUp() {
        next = next.filter(change -> change.cause() != Cause.LINK_LOSS);
        overdue = overdue.filter(
                late -> late.cause() != Cause.LINK_LOSS || late.to().equals(safe));
    }

    /** Leaves to the next run what it has to know. */
    void keep(Cause cause) {
        var keepsake = parts.keepsake();
        var away = parts.maxOn().awaySince();
        var lost = parts.linkLoss().since();
        keepsake.keep(new Remains(keepsake.boot(), position.told(), away, goingBack(), lost), cause);
    }

    Duration untilDue() {
        return Step.sooner(until(overdue), until(next));
    }

    private Duration until(Optional<Change> change) {
        return change.map(due -> time.until(due.at())).orElse(NEVER);
    }
}
