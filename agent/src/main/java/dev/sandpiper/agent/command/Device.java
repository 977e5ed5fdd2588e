package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.Board;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** An output's actuator: opened when it can be, driven, looked after, and what is told of it. */
final class Device {
    private static final Duration RETRY = Duration.ofSeconds(10);

    private final ActuatorConfig config;
    private final Board board;
    private final Time time;

    private @Nullable Actuator actuator;
    private Optional<Tending> tending = Optional.empty();
    private long openAt;
    private volatile OutputReport report = new OutputReport(Optional.empty(), Optional.empty());

    Device(ActuatorConfig config, Board board, Time time) {
        this.config = config;
        this.board = board;
        this.time = time;
        this.openAt = time.nanos();
    }

    boolean isOpen() {
        return actuator != null;
    }

    boolean isToBeOpened() {
        return actuator == null && time.nanos() - openAt >= 0;
    }

    Duration untilOpening() {
        return time.until(openAt);
    }

    /** May be asked by any thread. */
    OutputReport report() {
        return report;
    }

    /** Whether it could be opened; it has this value from the first moment then. */
    boolean open(Value value) {
        try {
            var opened = opened(value);
            actuator = opened;
            tending = Optional.of(new Tending(opened, time));
            report = new OutputReport(Optional.of(value), Optional.empty());
            return true;
        } catch (DeviceFault fault) {
            openAt = time.in(RETRY);
            failed("cannot be opened", fault);
            return false;
        }
    }

    private Actuator opened(Value value) throws DeviceFault {
        try {
            return config.type().opener().open(config.options(), board, value);
        } catch (RuntimeException defect) {
            throw DeviceFault.ofDefect(defect);
        }
    }

    private Actuator open() {
        if (actuator == null) throw new IllegalStateException(config.id() + " is not open");
        return actuator;
    }

    /** What it holds; only while it is open. */
    Value value() {
        return open().value();
    }

    void drive(Value value) throws DeviceFault {
        try {
            open().set(value);
        } catch (RuntimeException defect) {
            throw DeviceFault.ofDefect(defect);
        }
    }

    /** It obeys, and this is the value to tell. */
    void obeys(Value value) {
        if (report.fault().isPresent()) Logger.info("{} obeys again", config.id());
        report = new OutputReport(Optional.of(value), Optional.empty());
    }

    void failed(String what, DeviceFault fault) {
        if (report.fault().isEmpty()) Logger.error("{} {}: {}", config.id(), what, fault.getMessage());
        Logger.debug(fault);
        var held = isOpen() ? Optional.of(value()) : Optional.<Value>empty();
        report = new OutputReport(held, Optional.of(what + ": " + fault.getMessage()));
    }

    String trouble() {
        return report.fault().orElse("not opened yet");
    }

    /**
     * Looks after it when that is due. A chip that lost its supply for a moment forgets its value, and it may be days until
     * somebody sets it.
     */
    Look tended() {
        if (tending.filter(Tending::due).isEmpty()) return Look.NO_NEWS;
        var before = tending.get().amiss();
        try {
            var forgotten = tending.get().look();
            if (forgotten.isEmpty()) return before ? Look.WELL_AGAIN : Look.NO_NEWS;
            Logger.warn("{}: {}", config.id(), forgotten.get());
            // A problem until the next look, unless there is one that this look does not end.
            if (before || report.fault().isEmpty()) report = new OutputReport(Optional.of(value()), forgotten);
            return Look.RESTORED;
        } catch (DeviceFault fault) {
            failed("cannot be looked after", fault);
            return Look.NO_NEWS;
        }
    }

    /** What a look has found out. */
    enum Look {
        NO_NEWS,
        /** After a look in vain, or that found something forgotten. */
        WELL_AGAIN,
        /** It had forgotten its value, and has it again. */
        RESTORED
    }

    Duration untilTended() {
        return tending.map(Tending::untilDue).orElse(Duration.ofDays(1));
    }

    void close() {
        if (actuator != null) actuator.close();
        actuator = null;
    }
}
