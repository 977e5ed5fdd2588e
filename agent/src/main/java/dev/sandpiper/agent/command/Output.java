package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.loop.Moment;
import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.agent.store.Draft;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.sensors.Action;
import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * One actuator and what keeps it safe without anybody being online: {@code safe} before {@code max_on} before commands.
 * Belongs to its lane.
 */
public final class Output implements Step {
    private static final int SHUTDOWN_TRIES = 3;
    private static final Duration RETRY = Duration.ofSeconds(10);
    private static final Duration SAFE_RETRY = Duration.ofSeconds(1);

    private static final String MAX_ON = "max-on";

    private final ActuatorConfig config;
    private final Board board;
    private final Time time;
    private final Consumer<Draft> records;

    private @Nullable Actuator actuator;
    private Optional<Tending> tending = Optional.empty();
    private boolean stopped;
    private long openAt;
    private Optional<Revert> revert = Optional.empty();
    private OptionalLong maxOnAt = OptionalLong.empty();
    private OptionalLong linkLossAt = OptionalLong.empty();
    private Optional<Overdue> overdue = Optional.empty();
    private volatile OutputReport report = new OutputReport(Optional.empty(), Optional.empty());

    /** Back to the value before a command with {@code for}. */
    private record Revert(long at, Value to) {}

    /** A change that had to be and that the device did not take. */
    private record Overdue(long at, Value to, String cause) {}

    /**
     * The link counts as lost until {@link #linkUp}.
     *
     * @param records takes every change of the value
     */
    public Output(ActuatorConfig config, Board board, Time time, Consumer<Draft> records) {
        this.config = config;
        this.board = board;
        this.time = time;
        this.records = records;
        this.openAt = time.nanos();
        linkLost();
    }

    public String id() {
        return config.id();
    }

    /** How the output is; may be asked by any thread. */
    public OutputReport report() {
        return report;
    }

    /** Opens the device when that is due, and does what a timer asks for; safety first. */
    @Override
    public Duration run() {
        if (stopped) return RETRY;
        openWhenDue();
        if (actuator == null) return time.until(openAt);
        tend();
        if (due(linkLossAt)) goSafe("link-loss");
        if (due(maxOnAt)) goSafe(MAX_ON);
        overdue.filter(late -> time.nanos() - late.at >= 0).ifPresent(late -> force(late.to, late.cause));
        revert.filter(back -> time.nanos() - back.at >= 0).ifPresent(this::goBack);
        return nextDue();
    }

    private void openWhenDue() {
        if (actuator == null && time.nanos() - openAt >= 0) open();
    }

    private void open() {
        try {
            actuator = opened();
            tending = Optional.of(new Tending(actuator, time));
            report = new OutputReport(Optional.of(config.initial()), Optional.empty());
            startMaxOn(config.safe(), config.initial());
            record("start", Optional.empty());
        } catch (DeviceFault fault) {
            openAt = time.in(RETRY);
            fault("cannot be opened", fault);
        }
    }

    private Actuator opened() throws DeviceFault {
        try {
            return config.type().opener().open(config.options(), board, config.initial());
        } catch (RuntimeException defect) {
            throw DeviceFault.ofDefect(defect);
        }
    }

    // A chip that lost its supply for a moment forgets its value, and it may be days until somebody sets it.
    private void tend() {
        if (tending.filter(Tending::due).isEmpty()) return;
        var before = tending.get().inVain();
        try {
            tending.get().look().ifPresent(forgotten -> Logger.warn("{}: {}", config.id(), forgotten));
            if (before && overdue.isEmpty()) wellAgain(value());
        } catch (DeviceFault fault) {
            fault("cannot be looked after", fault);
        }
    }

    private void wellAgain(Value now) {
        if (report.fault().isPresent()) Logger.info("{} obeys again", config.id());
        report = new OutputReport(Optional.of(now), Optional.empty());
    }

    private boolean due(OptionalLong at) {
        return at.isPresent() && time.nanos() - at.getAsLong() >= 0;
    }

    /** Carries an order out, or says why not. */
    public Outcome carryOut(Order order) {
        if (time.nanos() - order.deadline() >= 0) return Outcome.failed("the hardware was busy for too long");
        if (stopped) return Outcome.failed("the agent is stopping");
        openWhenDue(); // At a start a command may be here before the first run.
        if (actuator == null) return Outcome.failed(report.fault().orElse("not opened yet"));
        var before = revert.map(Revert::to).orElse(actuator.value());
        var target = target(order.action());
        try {
            set(target, order.cause(), order.commandId());
        } catch (DeviceFault fault) {
            fault("did not obey", fault);
            return Outcome.failed(config.id() + ": " + fault.getMessage());
        }
        overdue = stillOverdue(target);
        revert = order.holdFor().map(span -> new Revert(time.in(span), before));
        return new Outcome.Done(target);
    }

    private Value target(Action action) {
        return switch (action) {
            case Action.Set(var value) -> value;
            case Action.Toggle toggle -> toggle.from(value());
        };
    }

    private Value value() {
        return actuator == null ? config.initial() : actuator.value();
    }

    private void goBack(Revert back) {
        revert = Optional.empty();
        force(back.to, "revert");
    }

    private void goSafe(String cause) {
        revert = Optional.empty();
        if (cause.equals("link-loss")) linkLossAt = OptionalLong.empty();
        if (cause.equals(MAX_ON)) {
            maxOnAt = OptionalLong.empty();
            Logger.warn("{} was on for max_on and goes to {}", config.id(), config.safe());
        }
        force(config.safe(), cause);
    }

    // What has to be is tried until the device takes it.
    private void force(Value target, String cause) {
        overdue = stillOverdue(target);
        try {
            set(target, cause, Optional.empty());
        } catch (DeviceFault fault) {
            fault("does not go to " + target, fault);
            if (overdue.isEmpty()) overdue = Optional.of(new Overdue(time.in(SAFE_RETRY), target, cause));
        }
    }

    // A new value ends what another one had to be, except the end of max_on: only the safe value does that.
    private Optional<Overdue> stillOverdue(Value target) {
        return overdue.filter(late -> late.cause.equals(MAX_ON) && !target.equals(config.safe()));
    }

    private void set(Value target, String cause, Optional<String> commandId) throws DeviceFault {
        if (actuator == null) throw new DeviceFault("not opened");
        var before = actuator.value();
        drive(actuator, target);
        wellAgain(target);
        if (target.equals(before)) return;
        startMaxOn(before, target);
        record(cause, commandId);
    }

    private static void drive(Actuator actuator, Value target) throws DeviceFault {
        try {
            actuator.set(target);
        } catch (RuntimeException defect) {
            throw DeviceFault.ofDefect(defect);
        }
    }

    // A repeated "on" does not begin max_on anew.
    private void startMaxOn(Value before, Value now) {
        if (now.equals(config.safe())) maxOnAt = OptionalLong.empty();
        else if (before.equals(config.safe()))
            maxOnAt = config.maxOn().map(span -> OptionalLong.of(time.in(span))).orElse(OptionalLong.empty());
    }

    private void record(String cause, Optional<String> commandId) {
        var body = new Json().put("value", value()).put("cause", cause);
        commandId.ifPresent(id -> body.put("command", id));
        records.accept(new Draft(Kind.STATE, config.id(), body.body(), Moment.now(time)));
    }

    private void fault(String what, DeviceFault fault) {
        if (report.fault().isEmpty()) Logger.error("{} {}: {}", config.id(), what, fault.getMessage());
        Logger.debug(fault);
        var held = actuator == null ? Optional.<Value>empty() : Optional.of(actuator.value());
        report = new OutputReport(held, Optional.of(what + ": " + fault.getMessage()));
    }

    /** The link is up again. What link loss has done stays until the next command. */
    public void linkUp() {
        linkLossAt = OptionalLong.empty();
    }

    /** The link was lost now: unless it comes back in time the output goes to its safe value. */
    public void linkLost() {
        linkLossAt = config.onLinkLoss()
                .map(after -> OptionalLong.of(time.in(after)))
                .orElse(OptionalLong.empty());
    }

    /** Goes to the safe value and releases the device. */
    public void shutdown() {
        if (actuator != null) {
            goSafe("shutdown");
            for (var again = 1; again < SHUTDOWN_TRIES && overdue.isPresent(); again++)
                force(config.safe(), "shutdown");
            actuator.close();
        }
        actuator = null;
        stopped = true;
    }

    private Duration nextDue() {
        var due = Duration.ofDays(1);
        if (linkLossAt.isPresent()) due = Step.sooner(due, time.until(linkLossAt.getAsLong()));
        if (maxOnAt.isPresent()) due = Step.sooner(due, time.until(maxOnAt.getAsLong()));
        if (overdue.isPresent()) due = Step.sooner(due, time.until(overdue.get().at));
        if (revert.isPresent()) due = Step.sooner(due, time.until(revert.get().at));
        if (tending.isPresent()) due = Step.sooner(due, tending.get().untilDue());
        return due;
    }
}
