package dev.sandpiper.agent.operator;

import dev.sandpiper.agent.json.Members;
import dev.sandpiper.agent.link.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the broker keeps of one device, to tell why it may not answer. */
final class Acquaintance {
    private final Topics topics;
    private Optional<String> status = Optional.empty();
    private Optional<Set<String>> actuators = Optional.empty();
    private Optional<String> lastWord = Optional.empty();

    Acquaintance(Topics topics) {
        this.topics = topics;
    }

    /** The topics it is made on. */
    List<String> topics() {
        return List.of(topics.status(), topics.info(), topics.health());
    }

    void hear(String topic, byte[] payload) {
        var text = new String(payload, StandardCharsets.UTF_8);
        if (topic.equals(topics.status())) status = Optional.of(text);
        if (topic.equals(topics.info())) actuators = member(text, "actuators").map(Acquaintance::names);
        if (topic.equals(topics.health()))
            lastWord = member(text, "ts").map(Members::plain).map(Shown::text);
    }

    private static Optional<String> member(String object, String name) {
        try {
            return Optional.ofNullable(Members.of(object).get(name));
        } catch (IllegalArgumentException noJson) {
            return Optional.empty();
        }
    }

    private static Set<String> names(String object) {
        try {
            return Members.of(object).keySet().stream().map(Shown::text).collect(Collectors.toCollection(TreeSet::new));
        } catch (IllegalArgumentException noJson) {
            return Set.of();
        }
    }

    boolean offline() {
        return status.filter("offline"::equals).isPresent();
    }

    /** Why {@code name} may not have answered: as much as is known. */
    String whySilent(String device, String name, String who) {
        if (status.isEmpty() && actuators.isEmpty())
            return "nothing is known of a device '%s' here: check its name and the prefix, and that %s may read %s/#"
                    .formatted(device, who, topics.base());
        if (offline()) return offline(device) + unknown(device, name);
        return "%s is online%s; check that %s may write %s/command/%s and read %s/reply/%s"
                .formatted(device, unknown(device, name), who, topics.base(), name, topics.base(), name);
    }

    private String offline(String device) {
        return "%s is offline%s"
                .formatted(
                        device,
                        lastWord.map(" and was last heard of at %s"::formatted).orElse(""));
    }

    private String unknown(String device, String name) {
        if (name.equals(Order.AGENT) || actuators.isEmpty() || actuators.get().contains(name)) return "";
        return actuators.get().isEmpty()
                ? ", and has no actuators"
                : ", and has no actuator '%s', only %s".formatted(name, String.join(", ", actuators.get()));
    }
}
