package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.ConnectTopic.Fate;
import dev.sandpiper.agent.cli.ConnectVerdict.Result;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Retain;
import dev.sandpiper.agent.link.Visit;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Publishes what the broker should keep, asks for it, and takes it away again. On a topic for replies, where the agent has
 * nothing kept: an answer to nobody's question harms nobody who sees it.
 */
final class ConnectRetained {
    private static final String ID = "sandpiper-check";
    private static final byte[] MESSAGE = new Json()
            .put("id", ID)
            .put("result", "rejected")
            .put("reason", "'sandpiper check --connect' looks whether the broker keeps this; nothing was asked")
            .toString()
            .getBytes(StandardCharsets.UTF_8);

    private final ConnectVisits visits;
    private ConnectVerdict verdict = ConnectVerdict.notTried();
    private boolean cameBack;

    ConnectRetained(ConnectVisits visits) {
        this.visits = visits;
    }

    /** @param topic for replies */
    void tryOn(ConnectTopic topic) throws Visit.Over, Unusable, InterruptedException {
        if (!topic.heard()) {
            offer(topic);
            return;
        }
        try (var visit = visits.clean(this::arrived)) {
            if (takes(visit, topic, MESSAGE)) look(visit, topic);
        } finally {
            takeAway(topic);
        }
    }

    private void takeAway(ConnectTopic topic) throws Visit.Over, Unusable, InterruptedException {
        try {
            visits.takeAway(topic.name());
        } catch (Visit.Over over) {
            // A broker that closes on the one closes on the other, and has kept nothing.
            if (verdict.result() != Result.FAILED) throw over;
        }
    }

    // What this client cannot see it does not leave at the broker either: an empty message, of which nothing is kept.
    private void offer(ConnectTopic topic) throws Visit.Over, Unusable, InterruptedException {
        try (var visit = visits.clean(message -> {})) {
            if (!takes(visit, topic, ConnectRights.EMPTY)) return;
            visit.leave();
        }
        var allowed = visits.mayPublish(List.of(topic), Retain.YES).get(topic.name());
        if (topic.fate() == Fate.ALLOWED && allowed != null)
            verdict = allowed
                    ? ConnectVerdict.ok("the broker says that it keeps them")
                    : missing("the broker refuses it");
        else
            verdict = ConnectVerdict.unknown(
                    "acknowledged; %s may not read %s to see it kept".formatted(visits.who(), topic.name()));
    }

    private boolean takes(Visit visit, ConnectTopic topic, byte[] message) throws InterruptedException {
        try {
            visit.publish(topic.name(), message, Retain.YES);
            return true;
        } catch (Visit.Over over) {
            verdict = missing("the broker closes the connection on it");
            return false;
        }
    }

    private void look(Visit visit, ConnectTopic topic) throws Visit.Over, InterruptedException {
        visit.subscribe(List.of(topic.name()));
        visit.listen(ConnectRights.ECHO, () -> cameBack);
        verdict = cameBack
                ? ConnectVerdict.ok("kept for those who subscribe later")
                : missing("the broker acknowledges it and does not keep it");
    }

    private ConnectVerdict missing(String found) {
        return ConnectVerdict.failed("%s: let it keep messages of %s".formatted(found, visits.who()));
    }

    private void arrived(Arrived message) {
        if (message.retained() && Arrays.equals(message.payload(), MESSAGE)) cameBack = true;
    }

    ConnectVerdict verdict() {
        return verdict;
    }
}
