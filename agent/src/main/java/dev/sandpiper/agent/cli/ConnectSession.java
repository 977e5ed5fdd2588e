package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.ConnectTopic.Fate;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Login.Session;
import dev.sandpiper.agent.link.Login.Will;
import dev.sandpiper.agent.link.Retain;
import dev.sandpiper.agent.link.Visit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Breaks a connection, and looks whether the broker has published its will and kept its session. */
final class ConnectSession {
    /** The broker has noticed by then that a connection broke: one that comes sooner would take it over, will and all. */
    private static final Duration NOTICED = Duration.ofMillis(500);

    private final ConnectVisits visits;
    private Kept kept = Kept.NOT_TRIED;
    private Optional<ConnectTopic> watched = Optional.empty();
    private boolean willHeard;
    private Optional<String> willRefused = Optional.empty();

    private enum Kept {
        NOT_TRIED,
        YES,
        NO
    }

    ConnectSession(ConnectVisits visits) {
        this.visits = visits;
    }

    /**
     * @param status where the agent's will goes
     * @param command which this client may hear where it may not hear {@code status}
     */
    void tryBoth(ConnectTopic status, ConnectTopic command) throws Visit.Over, Unusable, InterruptedException {
        refuses(status);
        watched = Stream.of(status, command).filter(ConnectTopic::heard).findFirst();
        breakOff();
        Hands.pause(NOTICED);
        try (var visit = visits.visit(Session.PERSISTENT, Optional.empty(), this::arrived)) {
            kept = visit.connect(stage -> {}).sessionPresent() ? Kept.YES : Kept.NO;
            if (watched.isPresent() && willRefused.isEmpty()) visit.listen(ConnectRights.ECHO, () -> willHeard);
            visit.leave();
        }
    }

    // Some brokers look at the will's topic when it is left with them, most when they publish it.
    private void refuses(ConnectTopic status) throws Unusable, InterruptedException {
        try (var visit = visits.visit(Session.PERSISTENT, will(status), message -> {})) {
            visit.connect(stage -> {});
            visit.leave();
        } catch (Visit.Over over) {
            willRefused = Optional.of(over.getMessage());
        }
    }

    private void breakOff() throws Visit.Over, Unusable, InterruptedException {
        var will = willRefused.isEmpty() ? watched.flatMap(ConnectSession::will) : Optional.<Will>empty();
        try (var visit = visits.visit(Session.PERSISTENT, will, message -> {})) {
            visit.connect(stage -> {});
            if (watched.isPresent()) visit.subscribe(List.of(watched.get().name()));
        }
    }

    // Empty and not retained: a running agent's status stays as it is, and a command it is none.
    private static Optional<Will> will(ConnectTopic topic) {
        return Optional.of(new Will(topic.name(), ConnectRights.EMPTY, Retain.NO));
    }

    private void arrived(Arrived message) {
        var empty = message.payload().length == 0 && !message.retained();
        if (empty
                && watched.filter(topic -> topic.name().equals(message.topic())).isPresent()) willHeard = true;
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
                    .formatted(willRefused.get(), visits.who(), status.name()));
        if (kept == Kept.NOT_TRIED) return ConnectVerdict.notTried();
        if (status.fate() == Fate.FORBIDDEN || status.fate() == Fate.CLOSED)
            return ConnectVerdict.failed(
                    "it would be thrown away: allow %s to publish to %s".formatted(visits.who(), status.name()));
        if (willHeard && status.fate() == Fate.ALLOWED) return ConnectVerdict.ok("published when a connection broke");
        if (watched.isPresent() && !willHeard && kept == Kept.YES)
            return ConnectVerdict.failed("the broker does not publish it when the connection breaks: nobody will see"
                    + " this device go offline");
        return ConnectVerdict.unknown(
                "the broker takes it; %s may not read %s to see it published".formatted(visits.who(), status.name()));
    }
}
