package dev.sandpiper.agent.cli;

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
        // What nobody here can see is only offered: an empty message, of which nothing is kept.
        var message = topic.heard() ? MESSAGE : ConnectRights.EMPTY;
        try (var visit = visits.clean(this::arrived)) {
            if (!takes(visit, topic, message)) return;
            if (topic.heard()) look(visit, topic);
            else
                verdict = ConnectVerdict.unknown("the broker takes such a message; %s may not read %s to see it kept"
                        .formatted(visits.who(), topic.name()));
        } finally {
            if (topic.heard()) takeAway(topic);
        }
    }

    private boolean takes(Visit visit, ConnectTopic topic, byte[] message) throws InterruptedException {
        try {
            visit.publish(topic.name(), message, Retain.YES);
            return true;
        } catch (Visit.Over over) {
            verdict = ConnectVerdict.failed(
                    "the broker closes the connection on it: allow %s to publish retained messages"
                            .formatted(visits.who()));
            return false;
        }
    }

    private void look(Visit visit, ConnectTopic topic) throws Visit.Over, InterruptedException {
        visit.subscribe(List.of(topic.name()));
        visit.listen(ConnectRights.ECHO, () -> cameBack);
        verdict = cameBack
                ? ConnectVerdict.ok("kept for those who subscribe later")
                : ConnectVerdict.failed(
                        "the broker takes such a message and does not keep it: allow %s to publish retained messages"
                                .formatted(visits.who()));
    }

    // On a connection of its own: the other one may be lost.
    private void takeAway(ConnectTopic topic) throws Visit.Over, Unusable, InterruptedException {
        try (var visit = visits.clean(message -> {})) {
            visit.publish(topic.name(), ConnectRights.EMPTY, Retain.YES);
            visit.leave();
        }
    }

    private void arrived(Arrived message) {
        if (message.retained() && Arrays.equals(message.payload(), MESSAGE)) cameBack = true;
    }

    ConnectVerdict verdict() {
        return verdict;
    }
}
