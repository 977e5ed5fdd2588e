package dev.sandpiper.agent.endtoend;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sandpiper.agent.testing.Eventually;
import dev.sandpiper.agent.testing.Mosquitto;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A broker, somebody who records all it delivers, and the agent of the device {@code hut}. */
final class Site implements AutoCloseable {
    static final String BASE = "sandpiper/hut/";

    private static final Pattern ID = Pattern.compile("\"id\" *: *\"([^\"]*)\"");

    private final Mosquitto broker;
    private final Recorder recorder;
    private final AgentProcess agent;

    private Site(Mosquitto broker, Recorder recorder, AgentProcess agent) {
        this.broker = broker;
        this.recorder = recorder;
        this.agent = agent;
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
    private static String yaml(Mosquitto broker, String rest) {
        var own = """
                device: { id: hut }
                broker: { url: "mqtt://127.0.0.1:%d", reconnect: { min: 100ms, max: 500ms } }
                """.formatted(broker.port());
        if (!rest.contains("outbox:")) own += "outbox: { directory: outbox }\n";
        if (!rest.contains("board:")) own += "board: { type: simulated, trace: trace.log, control: control.txt }\n";
        return own + rest;
    }

    /** Starts the agent; returns when a new run is online and a command would not count as one that had waited. */
    Site start() {
        var before = run();
        var markers = markers();
        agent.start();
        Eventually.until(
                () -> "the agent is online; it said:\n" + agent.log(), () -> run() > before && markers() > markers);
        return this;
    }

    private long markers() {
        return recorder.on(BASE + "command/agent").stream()
                .filter(payload -> payload.contains("sandpiper-marker-"))
                .count();
    }

    private long run() {
        return births().mapToLong(birth -> birth.get("run").getAsLong()).max().orElse(0);
    }

    /** The birth of the newest run. */
    JsonObject info() {
        return births().filter(birth -> birth.get("run").getAsLong() == run())
                .findFirst()
                .orElseThrow();
    }

    private Stream<JsonObject> births() {
        return on("info").stream();
    }

    Mosquitto broker() {
        return broker;
    }

    Recorder recorder() {
        return recorder;
    }

    AgentProcess agent() {
        return agent;
    }

    /** Payloads on a topic of the device, oldest first. */
    List<JsonObject> on(String topic) {
        return recorder.on(BASE + topic).stream().map(Site::json).toList();
    }

    /** The same without what was delivered again, which QoS 1 allows. */
    List<JsonObject> onceOn(String topic) {
        return on(topic).stream().distinct().toList();
    }

    JsonObject await(String topic, Predicate<JsonObject> fits) {
        return json(recorder.await(BASE + topic, payload -> fits.test(json(payload))));
    }

    /** Publishes a command. */
    void send(String name, String payload, String... options) {
        broker.publish(BASE + "command/" + name, payload, options);
    }

    /** Publishes a command and waits for the answer behind those that are there. */
    JsonObject ask(String name, String payload) {
        return ask(name, payload, name);
    }

    /** The same for a command that is answered under another name. */
    JsonObject ask(String name, String payload, String answeredAs) {
        var ids = ID.matcher(payload);
        var id = ids.find() ? ids.group(1) : "";
        return answerTo(
                () -> send(name, payload),
                answeredAs,
                reply -> !reply.has("id") || id(reply).equals(id));
    }

    /** The answer behind those that are there. */
    JsonObject answerTo(Runnable question, String answeredAs) {
        return answerTo(question, answeredAs, _ -> true);
    }

    // A broker may deliver an older command again in between: that is answered too.
    private JsonObject answerTo(Runnable question, String answeredAs, Predicate<JsonObject> fits) {
        var topic = "reply/" + answeredAs;
        var before = on(topic).size();
        question.run();
        Eventually.until(
                "there is an answer on " + topic,
                () -> on(topic).stream().skip(before).anyMatch(fits));
        return on(topic).stream().skip(before).filter(fits).findFirst().orElseThrow();
    }

    private static String id(JsonObject reply) {
        return reply.get("id").getAsString();
    }

    /** Waits for the answer to a command that carried an id. */
    JsonObject reply(String name, String id) {
        return await("reply/" + name, reply -> reply.has("id") && id(reply).equals(id));
    }

    Arrivals arrivals() {
        return Arrivals.in(recorder.messages());
    }

    static JsonObject json(String payload) {
        return JsonParser.parseString(payload).getAsJsonObject();
    }

    @Override
    public void close() {
        agent.close();
        recorder.close();
        broker.close();
    }
}
