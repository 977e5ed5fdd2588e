package dev.sandpiper.agent.command;

import dev.sandpiper.agent.loop.Time;
import dev.sandpiper.sensors.Actuator;
import dev.sandpiper.sensors.DeviceFault;
import dev.sandpiper.sensors.Tended;
import java.time.Duration;
import java.util.Optional;

/** When an open actuator is looked after: every ten seconds, less and less often while it does not answer. */
final class Tending {
    private static final Duration OFTEN = Duration.ofSeconds(10);
    private static final Duration RARELY = Duration.ofMinutes(5);
    private static final Duration NEVER = Duration.ofDays(1);

    private final Optional<Tended> actuator;
    private final Time time;
    private Duration pause = OFTEN;
    private long at;
    private boolean amiss;

    /** @param actuator any; only one that can forget its value is looked after */
    Tending(Actuator actuator, Time time) {
        this.actuator = actuator instanceof Tended tended ? Optional.of(tended) : Optional.empty();
        this.time = time;
        this.at = time.in(pause);
    }

    boolean due() {
        return actuator.isPresent() && time.nanos() - at >= 0;
    }

    Duration untilDue() {
        return actuator.isPresent() ? time.until(at) : NEVER;
    }

    /** Whether the last look failed, or found something forgotten. */
    boolean amiss() {
        return amiss;
    }

    /** Looks after it; what it had forgotten and has again, for an operator. */
    Optional<String> look() throws DeviceFault {
        pause = longer(pause);
        at = time.in(pause);
        amiss = true;
        var forgotten = ask();
        amiss = forgotten.isPresent();
        pause = OFTEN;
        at = time.in(OFTEN);
        return forgotten;
    }

    private static Duration longer(Duration pause) {
        return pause.multipliedBy(2).compareTo(RARELY) < 0 ? pause.multipliedBy(2) : RARELY;
    }

    private Optional<String> ask() throws DeviceFault {
        try {
            return actuator.isPresent() ? actuator.get().tend() : Optional.empty();
        } catch (RuntimeException defect) {
            throw DeviceFault.ofDefect(defect);
        }
    }
}
