package dev.sandpiper.agent.command;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Value;
import dev.sandpiper.sensors.Value.Decimal;
import java.time.Duration;
import java.util.Optional;

/** The way from one number to another, in small steps: {@code ramp} is how long all of the actuator's numbers take. */
final class Ramp {
    /** Twenty steps a second look smooth, and leave a bus to others. */
    static final Duration STEP = Duration.ofMillis(50);

    private static final Duration NEVER = Duration.ofDays(1);

    /** How far in a nanosecond; 0 where there is no ramp. */
    private double speed;

    private final Time time;
    private Optional<Way> way = Optional.empty();
    private long nextAt;

    private record Way(Decimal from, Decimal to, double speed, long begun) {}

    Ramp(ActuatorConfig config, Time time) {
        this.speed = speed(config);
        this.time = time;
    }

    private static double speed(ActuatorConfig config) {
        var span = config.repertoire().span();
        return config.limits()
                .ramp()
                .flatMap(all -> span.map(range -> (range.most() - range.least()) / all.toNanos()))
                .orElse(0.0);
    }

    /** Another rule, from the next way on. */
    void rule(ActuatorConfig config) {
        speed = speed(config);
    }

    /** Sets out; the first step to take, which is the whole way where there is no ramp. */
    Value begin(Value from, Value to) {
        way = Optional.empty();
        if (speed == 0 || !(from instanceof Decimal start) || !(to instanceof Decimal goal)) return to;
        way = Optional.of(new Way(start, goal, speed, time.nanos() - STEP.toNanos()));
        return step();
    }

    /** The value it should have by now. Arriving is the last step. */
    Value step() {
        var now = way.orElseThrow();
        nextAt = time.in(STEP);
        var whole = now.to.number() - now.from.number();
        var gone = now.speed * (time.nanos() - now.begun);
        if (gone < Math.abs(whole))
            return new Decimal(now.from.number() + Math.copySign(gone, whole), now.to.decimals());
        way = Optional.empty();
        return now.to;
    }

    void end() {
        way = Optional.empty();
    }

    /** Where it is going; empty when it has arrived. */
    Optional<Value> goal() {
        return way.map(Way::to);
    }

    boolean isDue() {
        return way.isPresent() && time.nanos() - nextAt >= 0;
    }

    Duration untilDue() {
        return way.isPresent() ? time.until(nextAt) : NEVER;
    }
}
