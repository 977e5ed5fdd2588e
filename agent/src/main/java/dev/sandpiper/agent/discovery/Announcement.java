package dev.sandpiper.agent.discovery;

import dev.sandpiper.agent.config.ActuatorConfig;
import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.discovery.ActuatorEntity.Lights;
import dev.sandpiper.agent.json.Json;
import dev.sandpiper.agent.link.Topics;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What Home Assistant is told of a device with a given configuration: one message with all its entities.
 *
 * @param device its id
 * @param name for people
 * @param topic where it is told
 * @param head the device, who says so, and when it is there
 * @param entities by keys that stay the same as long as the configuration's ids do
 */
record Announcement(String device, String name, String topic, Json head, SequencedMap<String, Entity> entities) {
    /** Of an MQTT packet, beside topic and payload. */
    private static final int HEADER = 9;

    static Announcement of(AgentConfig config, String version, String board) {
        var topics = Topics.of(config.broker().prefix(), config.device().id());
        return new Announcement(
                config.device().id(),
                config.device().name(),
                config.homeAssistant().topic(config.device().id()),
                head(config, version, board, topics),
                entities(config, topics));
    }

    private static Json head(AgentConfig config, String version, String board, Topics topics) {
        var device = new Json()
                .put("ids", List.of(config.device().id()))
                .put("name", config.device().name());
        if (board.startsWith("Raspberry Pi")) device.put("mf", "Raspberry Pi");
        return new Json()
                .put("dev", device.put("mdl", board).put("sw", version))
                .put("o", new Json().put("name", "sandpiper").put("sw", version))
                .put("avty_t", topics.status())
                .put("qos", 1);
    }

    private static SequencedMap<String, Entity> entities(AgentConfig config, Topics topics) {
        var all = new LinkedHashMap<String, Entity>();
        for (var sensor : config.sensors())
            addAll(all, new SensorEntities(sensor, topics, config.broker().sendEvery()).all());
        for (var actuator : config.actuators()) {
            var entity = entity(actuator, config, topics);
            // Another kind of actuator under the same id is another entity.
            addAll(all, Map.of(actuator.id() + "_" + entity.platform(), entity));
        }
        addAll(all, new AgentEntities(config, topics.health(), topics.agentCommand()).all());
        return all;
    }

    private static Entity entity(ActuatorConfig actuator, AgentConfig config, Topics topics) {
        var lights = config.homeAssistant().numbers().contains(actuator.id()) ? Lights.NO : Lights.YES;
        return new ActuatorEntity(actuator, lights, topics.state(actuator.id()), topics.command(actuator.id()))
                .entity();
    }

    // The value x of a_b and the value b_x of a have the same key.
    private static void addAll(Map<String, Entity> all, Map<String, Entity> more) {
        more.forEach((key, entity) -> {
            var free = key;
            for (var number = 2; all.containsKey(free); number++) free = key + "_" + number;
            all.put(free, entity);
        });
    }

    /** Why it cannot be sent: it is larger than a packet may be. */
    Optional<String> tooLarge(int maxPacket) {
        var size = (topic + message(Map.of())).getBytes(StandardCharsets.UTF_8).length + HEADER;
        if (size <= maxPacket) return Optional.empty();
        return Optional.of(
                "Home Assistant is not told of this device: its %d entities need a message of %d bytes, broker.max_packet allows %d; allow more, here and at the broker"
                        .formatted(entities.size(), size, maxPacket));
    }

    /** @param removed platforms of entities that were there before, by their keys */
    String message(Map<String, String> removed) {
        var components = new LinkedHashMap<String, Json>();
        entities.forEach((key, entity) -> components.put(key, entity.json(device + "_" + key, name)));
        removed.forEach((key, platform) -> components.put(key, Entity.removal(platform)));
        return new Json().putAll(head).put("cmps", components).toString();
    }
}
