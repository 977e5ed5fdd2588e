package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.link.Failure.Cause;
import dev.sandpiper.agent.link.KeepAlive.Attempts;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;

/**
 * What the ends of connections teach: that quiet ones are lost on their way. An end counts only when the next attempt
 * succeeds; otherwise the network or the broker was gone.
 */
final class Lessons {
    private final KeepAlive keepAlive;
    private boolean failed;

    Lessons(BrokerConfig config, Time time, LinkMemory memory) {
        this.keepAlive = new KeepAlive(config.keepAlive(), config.addresses(), memory, time);
    }

    void connected(BrokerAddress to) {
        keepAlive.connected(to, failed ? Attempts.SEVERAL : Attempts.ONE);
        failed = false;
    }

    /** An attempt failed. */
    void failed() {
        failed = true;
    }

    /** A connection ended that had been quiet so long. */
    void ended(Failure failure, Duration quiet) {
        if (failure.isClose()) keepAlive.closedAfter(quiet);
        if (failure.cause() == Cause.TIMEOUT) keepAlive.diedAfter(quiet);
    }

    /** While connected. */
    void look() {
        keepAlive.look();
    }

    /** How long to leave a quiet connection alone. */
    Duration keepAlive() {
        return keepAlive.interval();
    }
}
