package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.ConnectTopic.Fate;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Login.Session;
import dev.sandpiper.agent.link.Login.Will;
import dev.sandpiper.agent.link.Retain;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.link.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Breaks a connection, and looks whether the broker has published its will and kept its session. */
final class ConnectSession {
    /** The broker has noticed by then that a connection broke: one that comes sooner would take it over, will and all. */
    private static final Duration NOTICED = Duration.ofMillis(500);

    private final ConnectVisits visits;
    private final Topics names;
    private Kept kept = Kept.NOT_TRIED;
    private boolean willHeard;
    private Optional<String> willRefused = Optional.empty();

    private enum Kept {
        NOT_TRIED,
        YES,
        NO
    }

    ConnectSession(ConnectVisits visits) {
        this.visits = visits;
        this.names = visits.topics();
    }

    /** @param status the topic that the will goes to */
    void tryBoth(ConnectTopic status) throws Visit.Over, Unusable, InterruptedException {
        try (var visit = connect()) {
            if (status.heard()) visit.subscribe(List.of(names.status()));
        }
        Hands.pause(NOTICED);
        try (var visit = visits.visit(Session.PERSISTENT, Optional.empty(), this::arrived)) {
            kept = visit.connect(stage -> {}).sessionPresent() ? Kept.YES : Kept.NO;
            if (status.heard() && willRefused.isEmpty()) visit.listen(ConnectRights.ECHO, () -> willHeard);
            visit.leave();
        }
    }

    // The will is empty and not retained: a running agent's status stays as it is.
    private Visit connect() throws Visit.Over, Unusable, InterruptedException {
        var will = new Will(names.status(), ConnectRights.EMPTY, Retain.NO);
        var visit = visits.visit(Session.PERSISTENT, Optional.of(will), message -> {});
        try {
            visit.connect(stage -> {});
            return visit;
        } catch (Visit.Over over) {
            willRefused = Optional.of(over.getMessage());
        }
        var without = visits.visit(Session.PERSISTENT, Optional.empty(), message -> {});
        without.connect(stage -> {});
        return without;
    }

    private void arrived(Arrived message) {
        var empty = message.payload().length == 0 && !message.retained();
        if (empty && message.topic().equals(names.status())) willHeard = true;
    }

    ConnectVerdict verdict() {
        return switch (kept) {
            case NOT_TRIED -> ConnectVerdict.notTried();
            case YES -> ConnectVerdict.ok("kept between two connections");
            case NO ->
                ConnectVerdict.failed("the broker forgets it when the connection ends, and with it commands sent"
                        + " meanwhile: let it keep sessions");
        };
    }

    ConnectVerdict verdictOnWill(ConnectTopic status) {
        if (willRefused.isPresent())
            return ConnectVerdict.failed("the broker takes no login with a will (%s): allow %s to publish to %s"
                    .formatted(willRefused.get(), visits.who(), names.status()));
        if (kept == Kept.NOT_TRIED) return ConnectVerdict.notTried();
        if (willHeard) return ConnectVerdict.ok("published when a connection broke");
        if (status.fate() == Fate.FORBIDDEN || status.fate() == Fate.CLOSED)
            return ConnectVerdict.failed(
                    "it would be thrown away: allow %s to publish to %s".formatted(visits.who(), names.status()));
        if (status.heard() && kept == Kept.YES)
            return ConnectVerdict.failed("the broker does not publish it when the connection breaks: nobody will see"
                    + " this device go offline");
        return ConnectVerdict.unknown(
                "the broker takes it; %s may not read %s to see it published".formatted(visits.who(), names.status()));
    }
}
