package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.ConnectTopic.Fate;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Retain;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.link.Visit;
import java.time.Duration;
import java.util.List;

/**
 * Publishes to each topic of the agent's and listens whether it comes back, since a broker may acknowledge what its access
 * list forbids; where nothing comes back, it asks. The messages are empty and not retained: nobody can take one for a
 * reading, and an agent ignores an empty command.
 */
final class ConnectRights {
    static final byte[] EMPTY = {};
    /** How long something may take to come back. */
    static final Duration ECHO = Duration.ofSeconds(3);
    /** A broker that closes this often wants nothing of this device. */
    private static final int MOST_CLOSED = 5;

    private static final int REFUSED = 128;

    private final List<ConnectTopic> topics;
    private final ConnectVisits visits;
    private final Topics names;
    private Subscription commands = Subscription.NOT_TRIED;
    private boolean hearsItself = true;

    private enum Subscription {
        NOT_TRIED,
        GRANTED,
        REFUSED,
        CLOSED
    }

    ConnectRights(List<ConnectTopic> topics, ConnectVisits visits) {
        this.topics = topics;
        this.visits = visits;
        this.names = visits.topics();
    }

    void tryAll() throws Visit.Over, Unusable, InterruptedException {
        var visit = begin();
        try {
            for (var topic : topics) if (count(Fate.CLOSED) < MOST_CLOSED) visit = publish(visit, topic);
            visit.listen(ECHO, () -> count(Fate.ACKNOWLEDGED) == 0);
            visit.leave();
        } finally {
            visit.close();
        }
        if (count(Fate.ACKNOWLEDGED) > 0) ask();
    }

    private void arrived(Arrived message) {
        topics.forEach(topic -> topic.arrived(message));
    }

    private long count(Fate fate) {
        return topics.stream().filter(topic -> topic.fate() == fate).count();
    }

    // A subscription on which the broker closes the connection is not tried again.
    private Visit begin() throws Visit.Over, Unusable, InterruptedException {
        var visit = visits.clean(this::arrived);
        try {
            if (commands != Subscription.CLOSED) {
                commands = Subscription.CLOSED;
                var granted = visit.subscribe(List.of(names.commands()));
                commands = granted.contains(REFUSED) ? Subscription.REFUSED : Subscription.GRANTED;
            }
            if (hearsItself) {
                hearsItself = false;
                visit.subscribe(names.own());
                hearsItself = true;
            }
            return visit;
        } catch (Visit.Over refusedByClosing) {
            return begin();
        }
    }

    private Visit publish(Visit visit, ConnectTopic topic) throws Visit.Over, Unusable, InterruptedException {
        try {
            visit.publish(topic.name(), EMPTY, Retain.NO);
            if (topic.fate() == Fate.NOT_TRIED) topic.became(Fate.ACKNOWLEDGED);
            return visit;
        } catch (Visit.Over over) {
            topic.became(Fate.CLOSED);
            return begin();
        }
    }

    private void ask() throws Unusable {
        var unclear = topics.stream()
                .filter(topic -> topic.fate() == Fate.ACKNOWLEDGED)
                .toList();
        var answers = visits.mayPublish(unclear.stream().map(ConnectTopic::name).toList(), Retain.NO);
        for (var topic : unclear) {
            var allowed = answers.get(topic.name());
            if (allowed != null) topic.became(allowed ? Fate.ALLOWED : Fate.FORBIDDEN);
        }
    }

    ConnectVerdict verdict(ConnectTopic topic) {
        return switch (topic.fate()) {
            case NOT_TRIED -> ConnectVerdict.notTried();
            case ALLOWED -> ConnectVerdict.ok();
            case FORBIDDEN -> missing("the broker refuses what is sent there");
            case CLOSED -> missing("the broker closes the connection on what is sent there");
            case ACKNOWLEDGED ->
                topic.readable() ? missing("the broker acknowledges what is sent there and throws it away") : unheard();
        };
    }

    private ConnectVerdict missing(String found) {
        return ConnectVerdict.failed(found + ": allow %s to publish there".formatted(visits.who()));
    }

    private ConnectVerdict unheard() {
        if (topics.stream().anyMatch(this::isHeardByItself))
            return ConnectVerdict.failed(
                    "acknowledged, and does not come back as others do: allow %s to publish there (or, if others do get it, to subscribe)"
                            .formatted(visits.who()));
        return ConnectVerdict.unknown("acknowledged; %s may not read it, so nobody can see here whether it is passed on"
                .formatted(visits.who()));
    }

    // Commands are heard by another right.
    private boolean isHeardByItself(ConnectTopic topic) {
        return topic.heard() && !topic.name().equals(names.agentCommand());
    }

    ConnectVerdict verdictOnCommands() {
        return switch (commands) {
            case NOT_TRIED -> ConnectVerdict.notTried();
            case REFUSED -> cannotRead("the broker refuses the subscription");
            case CLOSED -> cannotRead("the broker closes the connection on the subscription");
            case GRANTED -> delivered(topics.getLast());
        };
    }

    private ConnectVerdict delivered(ConnectTopic toTheAgent) {
        if (toTheAgent.readable()) return ConnectVerdict.ok("what is sent there arrives");
        if (toTheAgent.fate() == Fate.ALLOWED)
            return cannotRead("the broker grants the subscription and passes nothing on");
        return ConnectVerdict.unknown("the subscription is granted; whether commands arrive shows when %s works"
                .formatted(toTheAgent.name()));
    }

    private ConnectVerdict cannotRead(String found) {
        return ConnectVerdict.failed(found + ": allow %s to read it".formatted(visits.who()));
    }
}
