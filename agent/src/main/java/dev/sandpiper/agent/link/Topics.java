package dev.sandpiper.agent.link;

import dev.sandpiper.agent.config.AgentConfig;
import dev.sandpiper.agent.payload.Part;
import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.store.Outgoing.Lane;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The topics of one device, contract section 1.
 *
 * @param neighbour where somebody else says how it is that the agent listens to
 * @param introduction where that one is told of this device
 */
public record Topics(String base, Optional<String> neighbour, Optional<String> introduction) {

    public static Topics of(String prefix, String device) {
        return new Topics(prefix + "/" + device, Optional.empty(), Optional.empty());
    }

    /** The same of an agent that listens to Home Assistant where that is wanted. */
    public static Topics of(AgentConfig config) {
        var own = of(config.broker().prefix(), config.device().id());
        var home = config.homeAssistant();
        if (!home.discovery()) return own;
        return new Topics(
                own.base,
                Optional.of(home.status()),
                Optional.of(home.topic(config.device().id())));
    }

    /** The device's id. */
    String device() {
        return base.substring(base.lastIndexOf('/') + 1);
    }

    public String status() {
        return base + "/status";
    }

    public String info() {
        return base + "/info";
    }

    public String health() {
        return base + "/health";
    }

    /** The filter for all command topics. */
    public String commands() {
        return base + "/command/+";
    }

    /** All that the agent subscribes to; commands first. */
    public List<String> heard() {
        return Stream.concat(Stream.of(commands()), neighbour.stream()).toList();
    }

    /**
     * Filters for what this device publishes; eight are as many as AWS IoT takes at once. The ninth, where there is one,
     * is that of the introduction.
     */
    public List<String> own() {
        var base = Stream.of(
                status(),
                info(),
                health(),
                this.base + "/telemetry/#",
                this.base + "/state/+",
                this.base + "/history/+",
                this.base + "/reply/+",
                this.base + "/gap");
        return Stream.concat(base, introduction.stream()).toList();
    }

    /** Where the agent sends its marker, and others commands to the agent itself. */
    public String agentCommand() {
        return base + "/command/agent";
    }

    public String telemetry(String sensor) {
        return of(Lane.TELEMETRY, sensor);
    }

    public String history(String id) {
        return of(Lane.HISTORY, id);
    }

    public String state(String actuator) {
        return of(Lane.STATE, actuator);
    }

    public String command(String actuator) {
        return base + "/command/" + actuator;
    }

    boolean isIntroduction(String topic) {
        return introduction.filter(topic::equals).isPresent();
    }

    boolean isNeighbour(String topic) {
        return neighbour.filter(topic::equals).isPresent();
    }

    boolean isCommand(String topic) {
        var beginning = base + "/command/";
        return topic.startsWith(beginning) && topic.indexOf('/', beginning.length()) < 0;
    }

    /** The name of the actuator in a topic about one. */
    String lastLevel(String topic) {
        return topic.substring(topic.lastIndexOf('/') + 1);
    }

    /** {@code state/pump} of the whole topic, where it is about one sensor's readings or one output's states. */
    public Optional<String> ofOne(String topic) {
        return Stream.of("state/", "telemetry/").anyMatch(kind -> topic.startsWith(below(kind)))
                ? Optional.of(topic.substring(base.length() + 1))
                : Optional.empty();
    }

    /** The whole topic of {@code state/pump}. */
    public String below(String rest) {
        return base + "/" + rest;
    }

    String of(Outgoing message) {
        var topic = of(message.lane(), message.id());
        return message.value().equals(Part.WHOLE) ? topic : topic + "/" + message.value();
    }

    /** Where a record goes while it is fresh. */
    public String of(Kind kind, String id) {
        return of(Outgoing.lane(kind), id);
    }

    private String of(Lane lane, String id) {
        return switch (lane) {
            case TELEMETRY -> base + "/telemetry/" + id;
            case STATE -> base + "/state/" + id;
            case REPLY -> base + "/reply/" + id;
            case HISTORY -> base + "/history/" + id;
            case GAP -> base + "/gap";
        };
    }
}
