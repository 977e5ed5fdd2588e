package dev.sandpiper.agent.link;

import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is counted of the link, for its report. */
final class LinkFigures {
    private final Time time;
    private final Duration keepAlive;
    private Optional<Instant> since = Optional.empty();
    private Optional<Instant> lastLoss = Optional.empty();
    private long connects;
    private long sessionsLost;

    LinkFigures(Time time, Duration keepAlive) {
        this.time = time;
        this.keepAlive = keepAlive;
    }

    void connected(boolean sessionPresent) {
        if (connects > 0 && !sessionPresent) sessionsLost++;
        connects++;
        since = Optional.of(time.wall());
    }

    void ended(Failure failure) {
        since = Optional.empty();
        if (failure.cause() != Failure.Cause.NONE) lastLoss = Optional.of(time.wall());
    }

    boolean connected() {
        return since.isPresent();
    }

    LinkReport report(long rttMillis, List<String> problems) {
        return new LinkReport(
                since, connects, sessionsLost, lastLoss, (int) keepAlive.toSeconds(), rttMillis, problems);
    }
}
