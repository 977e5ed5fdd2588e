package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Step;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Commands of the present connection, as they come in, and for how long the broker has been free to send what stands
 * behind them: while some are not acknowledged it may keep the rest. By its manual mosquitto hands out 20; 2.0.11 went
 * on to 7,910 in a flood whose first ones were acknowledged quickly. Belongs to the link's lane.
 */
final class Inflow {
    /** Looks are a second apart; in a longer time than this the device was not there to hear. */
    static final Duration MOST_AT_ONCE = Duration.ofMillis(1_500);

    private final Time time;
    private final LongSupplier rttMillis;
    private long commands;
    private int unacknowledged;
    private Duration free = Duration.ZERO;
    private long countedUpTo;

    /** @param rttMillis how long the way there and back takes; less than nothing where it is not known */
    Inflow(Time time, LongSupplier rttMillis) {
        this.time = time;
        this.rttMillis = rttMillis;
        this.countedUpTo = time.nanos();
    }

    /** A new connection: the broker sends again what was not acknowledged. */
    void begin() {
        unacknowledged = 0;
        countedUpTo = time.nanos();
    }

    /** A command came in. */
    void comes() {
        look();
        commands++;
        unacknowledged++;
    }

    /** The broker is told that a command is taken care of: the next one can be here after the way there and back. */
    void isAcknowledged() {
        unacknowledged--;
        countedUpTo = time.nanos() + Math.max(0, rttMillis.getAsLong()) * 1_000_000;
    }

    /** Counts the time until now; at least once a second. */
    void look() {
        var since = time.since(countedUpTo);
        if (since.isNegative()) return;
        if (!owes()) free = free.plus(Step.sooner(since, MOST_AT_ONCE));
        countedUpTo = time.nanos();
    }

    /** How many have come since the agent's start. */
    long commands() {
        return commands;
    }

    /** Whether some are not acknowledged yet. */
    boolean owes() {
        return unacknowledged > 0;
    }

    /** For how long, since the agent's start, nothing of this device was in the broker's way. */
    Duration free() {
        look();
        return free;
    }
}
