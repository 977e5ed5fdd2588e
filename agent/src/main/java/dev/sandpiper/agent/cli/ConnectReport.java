package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.cli.ConnectTopic.Fate;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.link.Credentials.Unusable;
import dev.sandpiper.agent.link.Topics;
import dev.sandpiper.agent.link.Visit;
import java.util.ArrayList;
import java.util.List;

/** What a broker that takes the login makes of all that the agent will do there. */
final class ConnectReport {
    private static final String SESSION = "session";
    private static final String WILL = "will";
    private static final String RETAINED = "retained";
    private static final String TOPICS = "topics";

    private final Topics names;
    private final List<ConnectTopic> topics;
    private final ConnectRights rights;
    private final ConnectSession session;
    private final ConnectRetained retained;

    ConnectReport(AgentConfig config, ConnectVisits visits) {
        names = visits.topics();
        topics = ConnectTopic.of(config);
        rights = new ConnectRights(topics, visits);
        session = new ConnectSession(visits);
        retained = new ConnectRetained(visits);
    }

    /** The names of all lines that there may be. */
    static List<String> names(AgentConfig config) {
        var all = new ArrayList<>(List.of(SESSION, WILL, RETAINED, TOPICS));
        config.broker().addresses().forEach(address -> all.addAll(ConnectLogin.names(address)));
        ConnectTopic.of(config).forEach(topic -> all.add(topic.name()));
        all.addAll(Topics.of(config).heard());
        return all;
    }

    void tryAll() throws Visit.Over, Unusable, InterruptedException {
        rights.tryAll();
        session.tryBoth(status(), toTheAgent());
        retained.tryOn(reply());
    }

    private ConnectTopic reply() {
        var replies = topics.stream()
                .filter(topic -> topic.name().startsWith(names.base() + "/reply/"))
                .toList();
        return replies.stream()
                .filter(ConnectTopic::heard)
                .findFirst()
                .or(() -> replies.stream()
                        .filter(topic -> topic.fate() == Fate.ALLOWED)
                        .findFirst())
                .orElse(replies.getLast());
    }

    // The list begins with the one and ends with the other.
    private ConnectTopic status() {
        return topics.getFirst();
    }

    private ConnectTopic toTheAgent() {
        return topics.getLast();
    }

    void tell(ConnectFindings findings) {
        findings.tell(SESSION, session.verdict());
        findings.tell(WILL, session.verdictOnWill(status()));
        findings.tell(RETAINED, retained.verdict());
        for (var topic : topics) findings.tell(topic.name(), rights.verdict(topic));
        findings.tell(names.commands(), rights.verdictOnCommands());
        rights.verdictOnNeighbour().forEach(findings::tell);
    }

    /** Without a login there is nothing to tell of each topic. */
    void tellNothing(ConnectFindings findings) {
        for (var name : List.of(SESSION, WILL, RETAINED, TOPICS)) findings.tell(name, ConnectVerdict.notTried());
    }
}
