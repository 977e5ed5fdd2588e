package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Topics;
import java.util.ArrayList;
import java.util.List;

/** One topic that the agent publishes to, and what became of an empty message there. */
final class ConnectTopic {
    private final String name;
    private Fate fate = Fate.NOT_TRIED;
    private boolean readable;

    enum Fate {
        NOT_TRIED,
        /** Which does not say that it was passed on. */
        ACKNOWLEDGED,
        /** The broker said so, or it came back. */
        ALLOWED,
        /** The broker said so. */
        FORBIDDEN,
        /** The connection ended on it. */
        CLOSED
    }

    private ConnectTopic(String name) {
        this.name = name;
    }

    /** All of a configuration, in the order in which they are told of. */
    static List<ConnectTopic> of(AgentConfig config) {
        var topics = Topics.of(config.broker().prefix(), config.device().id());
        var names = new ArrayList<>(List.of(topics.status(), topics.info(), topics.health()));
        var base = topics.base();
        config.sensors().forEach(sensor -> names.add(base + "/telemetry/" + sensor.id()));
        config.actuators().forEach(actuator -> names.add(base + "/state/" + actuator.id()));
        config.sensors().forEach(sensor -> names.add(base + "/history/" + sensor.id()));
        config.actuators().forEach(actuator -> names.add(base + "/history/" + actuator.id()));
        names.add(base + "/gap");
        config.actuators().forEach(actuator -> names.add(base + "/reply/" + actuator.id()));
        names.add(base + "/reply/agent");
        names.add(topics.agentCommand());
        return names.stream().map(ConnectTopic::new).toList();
    }

    String name() {
        return name;
    }

    /** Something came in; what others send, a running agent too, is not empty. */
    void arrived(Arrived message) {
        if (!message.topic().equals(name)) return;
        readable = true;
        if (message.payload().length == 0 && !message.retained()) fate = Fate.ALLOWED;
    }

    void became(Fate now) {
        fate = now;
    }

    Fate fate() {
        return fate;
    }

    /** It came back: it may be published to and read. */
    boolean heard() {
        return fate == Fate.ALLOWED && readable;
    }

    /** Something came from it, if only what others publish. */
    boolean readable() {
        return readable;
    }
}
