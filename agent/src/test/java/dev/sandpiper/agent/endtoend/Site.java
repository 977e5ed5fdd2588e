package dev.sandpiper.agent.endtoend;

import dev.sandpiper.agent.testing.Mosquitto;
import java.nio.file.Path;

/** The usual one: a mosquitto of its own, and the agent of the device {@code hut}. */
final class Site extends BrokerSite {
    static final String BASE = "sandpiper/hut/";

    private final Mosquitto broker;

    private Site(Mosquitto broker, Recorder recorder, AgentProcess agent) {
        super(broker, "hut", recorder, agent);
        this.broker = broker;
    }

    /** With a running broker and an agent that is not started yet. */
    static Site in(Path folder, String rest) {
        var broker = durable(Mosquitto.in(folder.resolve("broker"))).start();
        return of(
                broker, Recorder.on(broker, "recorder"), AgentProcess.in(folder.resolve("agent"), yaml(broker, rest)));
    }

    static Site of(Mosquitto broker, Recorder recorder, AgentProcess agent) {
        return new Site(broker, recorder, agent);
    }

    /** A broker that keeps sessions even when it is killed, and hands everything on at once. */
    static Mosquitto durable(Mosquitto broker) {
        return broker.with("autosave_on_changes true")
                .with("autosave_interval 1")
                .with("max_inflight_messages 0")
                .with("max_queued_messages 0");
    }

    /** The configuration of a device that connects without delay; {@code rest} may have its own outbox and board. */
    static String yaml(Mosquitto broker, String rest) {
        var own = """
                device: { id: hut }
                broker: { url: "mqtt://127.0.0.1:%d", reconnect: { min: 100ms, max: 500ms } }
                """.formatted(broker.port());
        if (!rest.contains("outbox:")) own += "outbox: { directory: outbox }\n";
        if (!rest.contains("board:")) own += "board: { type: simulated, trace: trace.log, control: control.txt }\n";
        return own + rest;
    }

    @Override
    Site start() {
        super.start();
        return this;
    }

    @Override
    Mosquitto broker() {
        return broker;
    }

    @Override
    public void close() {
        super.close();
        broker.close();
    }
}
