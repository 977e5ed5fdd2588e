package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.ConnectTopic.Fate;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Retain;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.link.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Publishes to each topic of the agent's and listens whether it comes back, since a broker may acknowledge what its access
 * list forbids; where nothing comes back, it asks. The messages are empty (one is {@code {}}) and not retained: nobody can
 * take one for a reading, and an agent ignores an empty command.
 */
final class ConnectRights {
    static final byte[] EMPTY = {};
    /** How long something may take to come back. */
    static final Duration ECHO = Duration.ofSeconds(3);
    /** A broker that closes this often wants nothing of this device. */
    private static final int MOST_CLOSED = 5;

    private final List<ConnectTopic> topics;
    private final ConnectVisits visits;
    private final Topics names;
    private final ConnectSubscription commands;
    private final Optional<ConnectSubscription> neighbour;
    private boolean hearsItself = true;

    ConnectRights(List<ConnectTopic> topics, ConnectVisits visits) {
        this.topics = topics;
        this.visits = visits;
        this.names = visits.topics();
        this.commands = new ConnectSubscription(names.commands());
        this.neighbour = names.neighbour().map(ConnectSubscription::new);
    }

    void tryAll() throws Visit.Over, Unusable, InterruptedException {
        var visit = begin();
        try {
            for (var topic : topics) if (count(Fate.CLOSED) < MOST_CLOSED) visit = publish(visit, topic);
            visit.listen(ECHO, () -> topics.stream().noneMatch(ConnectTopic::awaited));
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

    private Visit begin() throws Visit.Over, Unusable, InterruptedException {
        var visit = visits.clean(this::arrived);
        try {
            commands.tryOn(visit);
            if (neighbour.isPresent()) neighbour.get().tryOn(visit);
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
            visit.publish(topic.name(), topic.probe(), Retain.NO);
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
        var answers = visits.mayPublish(unclear, Retain.NO);
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
                topic.readable()
                        ? missing("the broker acknowledges what is sent there and throws it away")
                        : unheard(topic);
        };
    }

    private ConnectVerdict missing(String found) {
        return ConnectVerdict.failed(found + ": allow %s to publish there".formatted(visits.who()));
    }

    private ConnectVerdict unheard(ConnectTopic topic) {
        if (topic.comesBack() && topics.stream().anyMatch(this::isHeardByItself))
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
        return verdict(commands, () -> delivered(topics.getLast()));
    }

    /** By the filter. */
    Map<String, ConnectVerdict> verdictOnNeighbour() {
        return neighbour
                .map(
                        subscription -> Map.of(
                                subscription.filter(),
                                verdict(
                                        subscription,
                                        () -> ConnectVerdict.unknown(
                                                "the subscription is granted; whether it is passed on shows when Home Assistant starts"))))
                .orElse(Map.of());
    }

    private ConnectVerdict verdict(ConnectSubscription subscription, Supplier<ConnectVerdict> granted) {
        return switch (subscription.answer()) {
            case NOT_TRIED -> ConnectVerdict.notTried();
            case REFUSED -> cannotRead("the broker refuses the subscription");
            case CLOSED -> cannotRead("the broker closes the connection on the subscription");
            case GRANTED -> granted.get();
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
