package dev.sandpiper.agent.command;

import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/** Since when an output is away from its safe value, and {@code max_on}: how long it may be. */
final class MaxOn {
    private Optional<Duration> most;
    private final Value safe;
    private final Time time;
    private final Timer end;
    private OptionalLong awaySince = OptionalLong.empty();

    MaxOn(Optional<Duration> most, Value safe, Time time) {
        this.most = most;
        this.safe = safe;
        this.time = time;
        this.end = new Timer(time);
    }

    /** Another rule. A stay that it finds ends when the first of both says. */
    void rule(Optional<Duration> next) {
        most = next;
        if (awaySince.isPresent()) most.ifPresent(span -> end.setSooner(awaySince.getAsLong() + span.toNanos()));
    }

    /** It has this value now. What is away already is not away anew by a repeated "on". */
    void now(Value value) {
        if (value.equals(safe)) {
            awaySince = OptionalLong.empty();
            end.stop();
        } else if (awaySince.isEmpty()) awaySince(time.nanos());
    }

    /** It went away from its safe value then, perhaps in a run before. */
    void awaySince(long nanos) {
        awaySince = OptionalLong.of(nanos);
        most.ifPresent(span -> end.setAt(nanos + span.toNanos()));
    }

    OptionalLong awaySince() {
        return awaySince;
    }

    boolean isOver() {
        return end.due();
    }

    /** It was acted upon; until the output was at its safe value it does not begin anew. */
    void isDealtWith() {
        end.stop();
    }

    Duration untilOver() {
        return end.untilDue();
    }
}
