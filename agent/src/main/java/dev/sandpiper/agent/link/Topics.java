package dev.sandpiper.agent.link;

import dev.sandpiper.agent.store.Kind;
import dev.sandpiper.agent.store.Outgoing;
import dev.sandpiper.agent.store.Outgoing.Lane;
import java.util.List;

/** The topics of one device, contract section 1. */
public record Topics(String base) {

    public static Topics of(String prefix, String device) {
        return new Topics(prefix + "/" + device);
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

    /** Filters for what this device publishes; eight are as many as AWS IoT takes at once. */
    public List<String> own() {
        return List.of(
                status(),
                info(),
                health(),
                base + "/telemetry/+",
                base + "/state/+",
                base + "/history/+",
                base + "/reply/+",
                base + "/gap");
    }

    /** Where the agent sends its marker, and others commands to the agent itself. */
    public String agentCommand() {
        return base + "/command/agent";
    }

    boolean isCommand(String topic) {
        var beginning = base + "/command/";
        return topic.startsWith(beginning) && topic.indexOf('/', beginning.length()) < 0;
    }

    /** The last level of a command topic. */
    String commandName(String topic) {
        return topic.substring(topic.lastIndexOf('/') + 1);
    }

    String of(Outgoing message) {
        return of(message.lane(), message.id());
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
