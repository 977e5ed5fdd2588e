package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.config.BrokerAddress;
import dev.sandpiper.agent.link.Credentials;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Login;
import dev.sandpiper.agent.link.Login.Session;
import dev.sandpiper.agent.link.Login.Will;
import dev.sandpiper.agent.link.PahoTransport;
import dev.sandpiper.agent.link.PublishRights;
import dev.sandpiper.agent.link.Retain;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.link.Visit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Connections to one broker, with a client id of their own: with the agent's they would throw it out, or take what waits
 * for it.
 */
record ConnectVisits(AgentConfig config, BrokerAddress address, Credentials credentials) {
    private static final String OWN = "-check";

    Topics topics() {
        return Topics.of(config);
    }

    /** Whom the broker has to allow what is missing. */
    String who() {
        return config.broker()
                .username()
                .map(name -> "user '" + name + "'")
                .orElse("client '" + config.broker().clientId() + "'");
    }

    Login login(Session session, Optional<Will> will) throws Unusable {
        return credentials.visitor(config.broker().clientId() + OWN, session, will);
    }

    /** Not yet connected. */
    Visit visit(Session session, Optional<Will> will, Consumer<Arrived> listener) throws Unusable {
        return new Visit(address, login(session, will), PahoTransport::new, listener);
    }

    /** Connected, with no session. */
    Visit clean(Consumer<Arrived> listener) throws Unusable, Visit.Over, InterruptedException {
        var visit = visit(Session.CLEAN, Optional.empty(), listener);
        visit.connect(stage -> {});
        return visit;
    }

    /** What the broker says of each, where it does. */
    Map<String, Boolean> mayPublish(List<ConnectTopic> topics, Retain retain) throws Unusable {
        var messages = new LinkedHashMap<String, byte[]>();
        topics.forEach(topic -> messages.put(topic.name(), topic.probe()));
        return PublishRights.ask(address, login(Session.CLEAN, Optional.empty()), messages, retain);
    }

    /** Lets the broker forget what it may have kept for this client id. */
    void forget() throws Unusable, Visit.Over, InterruptedException {
        toTheEnd(Visit::leave);
    }

    /** Takes away what the broker keeps of a topic. */
    void takeAway(String topic) throws Unusable, Visit.Over, InterruptedException {
        toTheEnd(visit -> {
            visit.publish(topic, ConnectRights.EMPTY, Retain.YES);
            visit.leave();
        });
    }

    private interface Errand {
        void on(Visit visit) throws Visit.Over, InterruptedException;
    }

    // Whoever ends the command just then breaks it off: it is done again before the command ends.
    private void toTheEnd(Errand errand) throws Unusable, Visit.Over, InterruptedException {
        try (var visit = clean(message -> {})) {
            errand.on(visit);
        } catch (InterruptedException ended) {
            try (var visit = clean(message -> {})) {
                errand.on(visit);
            }
            throw ended;
        }
    }
}
