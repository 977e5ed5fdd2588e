package dev.sandpiper.agent.endtoend;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sandpiper.agent.testing.Broker;
import dev.sandpiper.agent.testing.Eventually;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A broker, somebody who records all it delivers of a device, and that device's agent. */
class BrokerSite implements AutoCloseable {
    private static final Pattern ID = Pattern.compile("\"id\" *: *\"([^\"]*)\"");

    private final Broker broker;
    private final String device;
    private final String base;
    private final Recorder recorder;
    private final AgentProcess agent;

    /** @param device its id */
    BrokerSite(Broker broker, String device, Recorder recorder, AgentProcess agent) {
        this.broker = broker;
        this.device = device;
        this.base = "sandpiper/" + device + "/";
        this.recorder = recorder;
        this.agent = agent;
    }

    /** Starts the agent; returns when a new run is online and a command would not count as one that had waited. */
    BrokerSite start() {
        var before = run();
        var markers = markers();
        agent.start();
        Eventually.until(
                () -> "the agent is online; it said:\n" + agent.log(), () -> run() > before && markers() > markers);
        return this;
    }

    private long markers() {
        return recorder.on(base + "command/agent").stream()
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

    Broker broker() {
        return broker;
    }

    Recorder recorder() {
        return recorder;
    }

    AgentProcess agent() {
        return agent;
    }

    String device() {
        return device;
    }

    /** @param name such as {@code command/pump} */
    String topic(String name) {
        return base + name;
    }

    /** Payloads on a topic of the device, oldest first. */
    List<JsonObject> on(String topic) {
        return recorder.on(base + topic).stream().map(BrokerSite::json).toList();
    }

    /** The same without what was delivered again, which QoS 1 allows. */
    List<JsonObject> onceOn(String topic) {
        return on(topic).stream().distinct().toList();
    }

    JsonObject await(String topic, Predicate<JsonObject> fits) {
        return json(recorder.await(base + topic, payload -> fits.test(json(payload))));
    }

    /** Publishes a command. */
    void send(String name, String payload, String... options) {
        broker.publish(base + "command/" + name, payload, options);
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
        return Arrivals.in(base, recorder.messages());
    }

    static JsonObject json(String payload) {
        return JsonParser.parseString(payload).getAsJsonObject();
    }

    @Override
    public void close() {
        agent.close();
        recorder.close();
    }
}
