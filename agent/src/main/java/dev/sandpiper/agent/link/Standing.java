package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.config.BrokerConfig;
import dev.sandpiper.agent.link.Trouble.About;
import dev.sandpiper.agent.loop.Time;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How the link stands: what is counted, what is wrong, what the broker kept; for the log and for {@code health}. */
final class Standing {
    private final Time time;
    private final LinkFigures figures;
    private final Sessions sessions;
    private final Trouble trouble = new Trouble();

    Standing(BrokerConfig config, LinkMemory memory, Time time) {
        this.time = time;
        this.figures = new LinkFigures(time);
        this.sessions = new Sessions(config, memory);
    }

    /** The broker took the login. */
    void connected(BrokerAddress to, String details, boolean sessionPresent) {
        var session = sessions.found(to, sessionPresent);
        figures.connected(to, session);
        trouble.connected(to, details, session);
    }

    /** It answered the subscription to these. */
    void subscribed(BrokerAddress at, List<String> filters, List<Integer> granted) {
        sessions.begun(at);
        trouble.subscribed(filters, granted);
    }

    /** The connection ended. */
    void ended(Failure failure) {
        figures.ended(failure);
    }

    /** There is none, and the next attempt follows that pause. */
    void failed(Failure failure, BrokerAddress at, Duration pause) {
        if (failure.waitsForClock(time)) trouble.waitsForClock(at);
        else trouble.failed(failure, at, pause);
    }

    /** Whether there is a connection, working already or not. */
    boolean connected() {
        return figures.connected();
    }

    boolean subscriptionIsMissing() {
        return trouble.has(About.SUBSCRIPTION);
    }

    void note(About about, Optional<String> sentence) {
        trouble.note(about, sentence);
    }

    LinkReport report(Duration keepAlive, long rttMillis) {
        return figures.report(keepAlive, rttMillis, trouble.sentences());
    }
}
