package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is counted of the link, for its report. */
final class LinkFigures {
    private final Time time;
    private Optional<String> broker = Optional.empty();
    private Optional<Instant> since = Optional.empty();
    private Optional<Session> session = Optional.empty();
    private Optional<Instant> lastLoss = Optional.empty();
    private long connects;
    private long sessionsLost;

    LinkFigures(Time time) {
        this.time = time;
    }

    void connected(BrokerAddress to, Session found) {
        if (found == Session.LOST) sessionsLost++;
        connects++;
        broker = Optional.of(to.host());
        since = Optional.of(time.wall());
        session = Optional.of(found);
    }

    void ended(Failure failure) {
        broker = Optional.empty();
        since = Optional.empty();
        session = Optional.empty();
        if (failure.cause() != Failure.Cause.NONE) lastLoss = Optional.of(time.wall());
    }

    boolean connected() {
        return since.isPresent();
    }

    LinkReport report(Duration keepAlive, long rttMillis, List<String> problems) {
        return new LinkReport(
                broker,
                since,
                connects,
                session,
                sessionsLost,
                lastLoss,
                (int) keepAlive.toSeconds(),
                rttMillis,
                problems);
    }
}
