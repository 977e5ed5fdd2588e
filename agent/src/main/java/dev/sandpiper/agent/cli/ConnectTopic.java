package dev.sandpiper.agent.cli;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.link.LinkEvent.Arrived;
import dev.sandpiper.agent.link.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One topic that the agent publishes to, and what became of a message there that tells nobody anything. */
final class ConnectTopic {
    private static final byte[] EMPTY = {};
    /** Home Assistant takes an empty message, kept or not, as the word to remove the device; this one it ignores. */
    private static final byte[] NO_ANNOUNCEMENT = "{}".getBytes(StandardCharsets.UTF_8);

    private final String name;
    private final byte[] probe;
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

    private ConnectTopic(String name, byte[] probe) {
        this.name = name;
        this.probe = probe;
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
        var all = new ArrayList<ConnectTopic>();
        names.forEach(name -> all.add(new ConnectTopic(name, EMPTY)));
        if (config.homeAssistant().discovery())
            all.add(new ConnectTopic(
                    config.homeAssistant().topic(config.device().id()), NO_ANNOUNCEMENT));
        all.add(new ConnectTopic(topics.agentCommand(), EMPTY));
        return all;
    }

    /** What is published there. */
    byte[] probe() {
        return probe;
    }

    /** Whether it comes back to those who hear what the device says. */
    boolean comesBack() {
        return probe.length == 0;
    }

    String name() {
        return name;
    }

    /** Whether it may still come back. */
    boolean awaited() {
        return comesBack() && fate == Fate.ACKNOWLEDGED;
    }

    /** Something came in; what others send, a running agent too, is another one. */
    void arrived(Arrived message) {
        if (!message.topic().equals(name)) return;
        readable = true;
        if (Arrays.equals(message.payload(), probe) && !message.retained()) fate = Fate.ALLOWED;
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
