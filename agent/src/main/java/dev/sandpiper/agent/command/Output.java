package dev.sandpiper.agent.command;

import dev.sandpiper.agent.command.Interlocks.Conflict;
import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.tinylog.Logger;

/**
 * One actuator and what keeps it safe without anybody being online: {@code safe} before {@code max_on} before
 * {@code interlock} before commands. Belongs to its lane.
 */
public final class Output implements Step {
    private static final int SHUTDOWN_TRIES = 3;
    private static final Duration IDLE = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Outcome TOO_LATE = Outcome.failed("the hardware was busy for too long");

    private final ActuatorConfig config;
    private final Common common;
    private final Time time;
    private final Device device;
    private final MaxOn maxOn;
    private final LinkLoss linkLoss;
    private final RateLimit rateLimit;
    private final Gate gate;
    private final Ramp ramp;
    private final Keepsake keepsake;

    /** What it was told last, also where it could not obey. */
    private Value told;

    private Optional<Revert> revert = Optional.empty();
    private Optional<Overdue> overdue = Optional.empty();
    private boolean stopped;

    /** A change that had to be and that the device did not take. */
    private record Overdue(long at, Value to, Cause cause) {}

    /** The link counts as lost until {@link #linkUp}. */
    public Output(ActuatorConfig config, Common common) {
        this.config = config;
        this.common = common;
        this.time = common.time();
        this.device = new Device(config, common.board(), time);
        this.maxOn = new MaxOn(config.limits().maxOn(), config.safe(), time);
        this.rateLimit = new RateLimit(config.limits().rateLimit(), time);
        this.gate = new Gate(config, common.interlocks(), time);
        this.ramp = new Ramp(config, time);
        this.keepsake = new Keepsake(config, common.past());
        this.linkLoss = new LinkLoss(config, keepsake.lostSince(), time);
        this.told = keepsake.beginning(time.nanos(), linkLoss.moves()).value();
        gate.wantsToBegin(told);
    }

    public String id() {
        return config.id();
    }

    /** How the output is; may be asked by any thread. */
    public OutputReport report() {
        return device.report();
    }

    /** Why an order is one too many at present; counts it otherwise. May be asked by any thread. */
    public Optional<Outcome.Refused> overRate(Order order) {
        if (order.goesTo(config.safe())) return Optional.empty();
        return rateLimit.refuses().map(this::rejected);
    }

    private Outcome.Refused rejected(String reason) {
        return Outcome.rejected(config.id() + ": " + reason);
    }

    /** Opens the device when that is due, and does what a timer asks for; safety first. */
    @Override
    public Duration run() {
        if (stopped) return IDLE;
        if (!opened()) return device.untilOpening();
        lookAfter();
        linkLoss.moves().ifPresent(this::moveWithoutLink);
        if (maxOn.isOver()) endMaxOn();
        overdue.filter(late -> time.nanos() - late.at >= 0).ifPresent(late -> force(late.to, late.cause));
        revert.filter(back -> time.nanos() - back.at() >= 0).ifPresent(this::change);
        if (ramp.isDue()) goOn();
        return untilDue();
    }

    private boolean opened() {
        if (device.isToBeOpened()) open();
        return device.isOpen();
    }

    private void lookAfter() {
        switch (device.tended()) {
            case NO_NEWS -> {}
            case WELL_AGAIN -> {
                if (overdue.isEmpty()) device.obeys(value());
            }
            // What it was in between nobody knows: it is told that it is what it was.
            case RESTORED -> record(Cause.FAULT, Optional.empty());
        }
    }

    private void open() {
        var moved = linkLoss.moves();
        var wanted = keepsake.beginning(time.nanos(), moved);
        var first = gate.first(wanted);
        if (!device.open(first.value())) return;
        gate.opened(first.value());
        if (moved.isPresent()) linkLoss.isDealtWith();
        revert = first.revert();
        told = revert.filter(back -> back.cause() == Cause.START)
                .map(Revert::to)
                .orElse(first.value());
        if (!told.equals(config.safe())) wanted.awaySince().ifPresent(maxOn::awaySince);
        maxOn.now(told);
        record(first.cause(), Optional.empty());
        keep(Cause.START);
    }

    /** Carries an order out, or says why not. */
    public Outcome carryOut(Order order) {
        if (isLate(order)) return TOO_LATE;
        if (stopped) return Outcome.failed("the agent is stopping");
        if (!opened())
            return Outcome.failed(device.trouble()); // At a start a command may be here before the first run.
        var target = target(order.action());
        var before = revert.filter(back -> back.cause() == Cause.REVERT)
                .map(Revert::to)
                .orElse(value());
        var refused = gate.refuses(device.value(), target, order.holdFor(), before)
                .or(() -> gate.claim(target).map(Conflict::reason));
        if (refused.isPresent()) return rejected(refused.get());
        try {
            set(target, order.cause(), order.commandId());
        } catch (DeviceFault fault) {
            return didNotObey(target, fault);
        }
        if (isLate(order)) return cameTooLate(target);
        overdue = stillOverdue(target);
        revert = order.holdFor().map(span -> new Revert(time.in(span), before, Cause.REVERT));
        keep(order.cause());
        return new Outcome.Done(target);
    }

    private boolean isLate(Order order) {
        return time.nanos() - order.deadline() >= 0;
    }

    // The write itself hung, and whoever sent the command was told that it failed: nobody reckons with it being on.
    private Outcome cameTooLate(Value target) {
        if (target.equals(config.safe())) {
            revert = Optional.empty();
            keep(Cause.FAULT);
        } else {
            Logger.warn("{} took {} when it had been given up, and goes to {}", config.id(), target, config.safe());
            goSafe(Cause.FAULT);
        }
        return TOO_LATE;
    }

    private Value target(Action action) {
        return switch (action) {
            case Action.Set(var value) -> value;
            case Action.Toggle toggle -> toggle.from(value());
        };
    }

    private Outcome didNotObey(Value target, DeviceFault fault) {
        device.failed("did not obey", fault);
        if (target.equals(config.safe())) {
            // Who wants it safe does not want it to go elsewhere by itself.
            revert = revert.filter(back -> back.to().equals(config.safe()));
            overdue = overdue.filter(late -> late.to.equals(config.safe()));
        }
        freeOthers();
        return Outcome.failed(config.id() + ": " + fault.getMessage());
    }

    // Perhaps it is on all the same: until it has said that it is off, others may not go on.
    private void freeOthers() {
        if (overdue.isEmpty() && gate.isClaimedInVain(device.value()))
            overdue = Optional.of(new Overdue(time.in(RETRY), config.safe(), Cause.FAULT));
    }

    /** What it has, or is on its way to. */
    private Value value() {
        return ramp.goal().orElseGet(device::value);
    }

    private void moveWithoutLink(Value go) {
        linkLoss.isDealtWith();
        if (go.equals(config.safe())) goSafe(Cause.LINK_LOSS);
        else change(new Revert(time.nanos(), go, Cause.LINK_LOSS));
    }

    private void endMaxOn() {
        maxOn.isDealtWith();
        if (!value().equals(config.safe()))
            Logger.warn("{} was on for max_on and goes to {}", config.id(), config.safe());
        goSafe(Cause.MAX_ON);
    }

    /** Makes a change that was to come, unless it has to wait or is not allowed. */
    private void change(Revert due) {
        revert = Optional.empty();
        var conflict = Optional.<Conflict>empty();
        var wait = gate.wait(device.value(), due.to());
        if (wait.isZero()) {
            conflict = gate.claim(due.to());
            // Only a start waits for another one: anything else would be too late by then.
            wait = conflict.filter(_ -> due.cause() == Cause.START)
                    .flatMap(Conflict::comeAgain)
                    .orElse(Duration.ZERO);
        }
        if (wait.isPositive()) revert = Optional.of(due.later(time.in(wait)));
        else if (conflict.isPresent()) stay();
        else force(due.to(), due.cause());
    }

    private void stay() {
        told = value();
        maxOn.now(told);
        record(Cause.INTERLOCK, Optional.empty());
        keep(Cause.INTERLOCK);
    }

    private void goSafe(Cause cause) {
        revert = Optional.empty();
        force(config.safe(), cause);
    }

    // What has to be is tried until the device takes it.
    private void force(Value target, Cause cause) {
        told = target;
        overdue = stillOverdue(target);
        try {
            set(target, cause, Optional.empty());
        } catch (DeviceFault fault) {
            device.failed("does not go to " + target, fault);
            if (overdue.isEmpty()) overdue = Optional.of(new Overdue(time.in(RETRY), target, cause));
        }
        keep(cause);
    }

    // A new value ends what another one had to be, except the end of max_on: only the safe value does that.
    private Optional<Overdue> stillOverdue(Value target) {
        return overdue.filter(late -> late.cause == Cause.MAX_ON && !target.equals(config.safe()));
    }

    private void set(Value target, Cause cause, Optional<String> commandId) throws DeviceFault {
        var before = value();
        ramp.end();
        drive(target.equals(config.safe()) ? target : ramp.begin(device.value(), target));
        device.obeys(target);
        told = target;
        maxOn.now(target);
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
        gate.changed(before, next);
    }

    private void goOn() {
        var goal = value();
        try {
            drive(ramp.step());
        } catch (DeviceFault fault) {
            device.failed("stopped on its way to " + goal, fault);
            told = value();
            record(Cause.FAULT, Optional.empty());
            keep(Cause.FAULT);
        }
    }

    private void record(Cause cause, Optional<String> commandId) {
        var body = new Json().put("value", value()).put("cause", cause.word());
        commandId.ifPresent(id -> body.put("command", id));
        common.records().accept(new Draft(Kind.STATE, config.id(), body.body(), Moment.now(time)));
    }

    private void keep(Cause cause) {
        var goingBack = revert.filter(back -> back.cause() == Cause.REVERT);
        keepsake.keep(new Remains(keepsake.boot(), told, maxOn.awaySince(), goingBack, linkLoss.since()), cause);
    }

    /** The link is up again. What link loss has done stays until the next command. */
    public void linkUp() {
        linkLoss.up();
        revert = revert.filter(back -> back.cause() != Cause.LINK_LOSS);
        overdue = overdue.filter(late -> late.cause != Cause.LINK_LOSS || late.to.equals(config.safe()));
        if (!device.isOpen()) return;
        freeOthers();
        // A loss that is over would otherwise be the next run's reason to put it on.
        keep(linkLoss.leavesSafe() ? Cause.LINK_LOSS : Cause.COMMAND);
    }

    /** The link was lost now: unless it comes back in time the output goes where {@code on_link_loss} says. */
    public void linkLost() {
        linkLoss.lost();
        if (device.isOpen()) keep(Cause.LINK_LOSS);
    }

    /** Goes to the safe value and releases the device. */
    public void shutdown() {
        if (device.isOpen()) {
            goSafe(Cause.SHUTDOWN);
            for (var again = 1; again < SHUTDOWN_TRIES && overdue.isPresent(); again++)
                force(config.safe(), Cause.SHUTDOWN);
            device.close();
        }
        stopped = true;
    }

    private Duration untilDue() {
        return Stream.of(
                        linkLoss.untilDue(),
                        maxOn.untilOver(),
                        overdue.map(late -> time.until(late.at)).orElse(IDLE),
                        revert.map(back -> time.until(back.at())).orElse(IDLE),
                        device.untilTended(),
                        ramp.untilDue())
                .reduce(IDLE, Step::sooner);
    }
}
